import type { Matrix } from "../numerics/matrix.js";
import type { RowSum } from "../numerics/softmax.js";

/** The logarithm of 0: no alignment. */
export const NONE = Number.NEGATIVE_INFINITY;

/**
 * One sequence: its frames, and the states that an alignment goes through from first to last, one a frame. The states
 * are blank, label 0, blank, label 1, ..., blank. From a state an alignment stays, goes to the next, or leaves out the
 * blank between two labels that differ.
 */
export interface CtcLattice {
  readonly z: Matrix;
  /** The row of the first frame. */
  readonly start: number;
  readonly frames: number;
  /** The class of each state: 2 L + 1 of them. */
  readonly states: Int32Array;
}

/** The states of the labels: 2 L + 1 of them. */
export function ctcStates(labels: ArrayLike<number>, blank: number): Int32Array {
  const states = new Int32Array(2 * labels.length + 1).fill(blank);
  for (let i = 0; i < labels.length; i++) states[2 * i + 1] = labels[i];
  return states;
}

/** Whether an alignment may come to state s from s - 2: s is a label (blanks are all the same), not the one before. */
export function leavesOutBlank(states: Int32Array, s: number): boolean {
  return s > 1 && s < states.length && states[s] !== states[s - 2];
}

/** The log-probability of every state's class at frame t. */
export function emit(
  { z, start, states }: CtcLattice,
  t: number,
  { argmax, largest, others }: RowSum,
  out: Float64Array,
): void {
  const rest = Math.log1p(others);
  const base = (start + t) * z.cols;
  for (let s = 0; s < out.length; s++) {
    const k = states[s];
    out[s] = (k === argmax ? 0 : z.data[base + k] - largest) - rest;
  }
}

/** log(e^a + e^b + e^c). */
export function logSum3(a: number, b: number, c: number): number {
  let largest = a;
  if (b > largest) [largest, b] = [b, largest];
  if (c > largest) [largest, c] = [c, largest];
  return largest === NONE ? NONE : largest + Math.log1p(Math.exp(b - largest) + Math.exp(c - largest));
}
