import type { Matrix } from "./matrix.js";

/** The inner product of row i of a and row j of b, added up from the first column to the last. */
export function rowProduct(a: Matrix, i: number, b: Matrix, j: number): number {
  const inA = i * a.cols;
  const inB = j * b.cols;
  let sum = 0;
  for (let d = 0; d < a.cols; d++) sum += a.data[inA + d] * b.data[inB + d];
  return sum;
}

/** Adds factor times row j of `from` to row i of `to`. */
export function addScaledRow(to: Matrix, i: number, from: Matrix, j: number, factor: number): void {
  const inTo = i * to.cols;
  const inFrom = j * from.cols;
  for (let d = 0; d < to.cols; d++) to.data[inTo + d] += factor * from.data[inFrom + d];
}
