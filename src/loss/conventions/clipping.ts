import { counted } from "../../numerics/counted.js";
import type { Matrix } from "../../numerics/matrix.js";
import { type Case, mapped } from "./case.js";
import { counts } from "./reckoning.js";
import { clamp } from "./row-losses.js";

/** What clipping to [epsilon, 1 - epsilon] keeps, in float64 or as float32 has it: there 1 - 1e-7 is 1 - 1.2e-7. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** In words. */
  readonly name: string;
}

export function boundsOf(epsilon: number, round: (x: number) => number): Bounds {
  const [low, high] = [round(epsilon), round(1 - epsilon)];
  return { low, high, name: `[${Number(low.toPrecision(2))}, 1 - ${Number((1 - high).toPrecision(2))}]` };
}

/** The probabilities moved into the bounds. */
export function clipped(p: Matrix, { low, high }: Bounds): Matrix {
  return mapped(p, (entry) => clamp(entry, low, high));
}

/** Every row divided by its sum. */
export function renormalised(p: Matrix): Matrix {
  const result = mapped(p, (entry) => entry);
  for (let row = 0; row < p.rows; row++) {
    const entries = result.data.subarray(row * p.cols, (row + 1) * p.cols);
    let sum = 0;
    for (const entry of entries) sum += entry;
    for (let k = 0; k < p.cols; k++) entries[k] /= sum;
  }
  return result;
}

/** How many rows have a probability that clipping moves, in words. */
export function clippingOf(c: Case, p: Matrix, { low, high, name }: Bounds): string {
  let moved = 0;
  for (let row = 0; row < p.rows; row++) {
    const entries = p.data.subarray(row * p.cols, (row + 1) * p.cols);
    if (counts(c, row) && entries.some((entry) => entry < low || entry > high)) moved++;
  }
  return `probabilities are clipped to ${name}, which moves ${counted(moved, "rows")} of ${p.rows}`;
}
