import type { Matrix } from "./matrix.js";

/** The inner product of row i of a and row j of b, added up from the first column to the last. */
export function rowProduct(a: Matrix, i: number, b: Matrix, j: number): number {
  const inA = i * a.cols;
  const inB = j * b.cols;
  let sum = 0;
  for (let d = 0; d < a.cols; d++) sum += a.data[inA + d] * b.data[inB + d];
  return sum;
}

/** The same of rows i to i + 3 of a with row j of b: four sums that do not wait for one another. */
export function fourRowProducts(a: Matrix, i: number, b: Matrix, j: number, out: Float64Array): void {
  const { cols } = a;
  const [left, right] = [a.data, b.data];
  const inA = i * cols;
  const inB = j * cols;
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  for (let d = 0; d < cols; d++) {
    const factor = right[inB + d];
    sum0 += left[inA + d] * factor;
    sum1 += left[inA + cols + d] * factor;
    sum2 += left[inA + 2 * cols + d] * factor;
    sum3 += left[inA + 3 * cols + d] * factor;
  }
  out[0] = sum0;
  out[1] = sum1;
  out[2] = sum2;
  out[3] = sum3;
}

/** Adds factor times row j of `from` to row i of `to`. */
export function addScaledRow(to: Matrix, i: number, from: Matrix, j: number, factor: number): void {
  const inTo = i * to.cols;
  const inFrom = j * from.cols;
  for (let d = 0; d < to.cols; d++) to.data[inTo + d] += factor * from.data[inFrom + d];
}

/** The same for rows j to j + 3 and a factor each, one after the other: the same bits in float64. */
export function addFourScaledRows(
  to: Matrix,
  i: number,
  from: Matrix,
  j: number,
  factor0: number,
  factor1: number,
  factor2: number,
  factor3: number,
): void {
  const { cols, data } = to;
  const source = from.data;
  const inTo = i * cols;
  const inFrom = j * cols;
  for (let d = 0; d < cols; d++) {
    let sum = data[inTo + d] + factor0 * source[inFrom + d];
    sum += factor1 * source[inFrom + cols + d];
    sum += factor2 * source[inFrom + 2 * cols + d];
    data[inTo + d] = sum + factor3 * source[inFrom + 3 * cols + d];
  }
}
