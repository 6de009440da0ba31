import type { Logits } from "../numerics/kinds.js";
import type { Matrix } from "../numerics/matrix.js";
import type { Place } from "../wasm/allocate.js";
import type { ClassCoefficients } from "./class-coefficients.js";
import type { SoftmaxLossOptions } from "./softmax-inputs.js";
import type { TotalBuilder } from "./total-builder.js";

const LIGHT = 2 ** -60;
const HEAVY = 2 ** 60;

/** Rows of a softmax cross-entropy. */
export interface Rows {
  readonly logits: Logits;
  readonly options: SoftmaxLossOptions;
  readonly coefficients: ClassCoefficients;
  /** Where their gradient goes. */
  readonly gradient: Matrix["data"] | undefined;
  /** Where both are in the routines' memory, if it is known; else it is looked for. */
  readonly place?: Place;
}

/** What is added to a total, row by row. */
export interface RowsToAdd extends Rows {
  readonly total: TotalBuilder;
  /** Adds a row in float64. */
  addRow(row: number): void;
}

/** Whether the product of a weight and a probability is far from the ends of float32. */
export function isLight(weight: number): boolean {
  const size = Math.abs(weight);
  return size > LIGHT && size < HEAVY;
}
