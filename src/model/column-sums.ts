import { dtypeOf, zeros } from "../numerics/dtype.js";
import type { Matrix } from "../numerics/matrix.js";

/** The sums of the columns: the gradient of a bias that is added to every row. */
export function columnSums(m: Matrix): Matrix {
  const sums = zeros(1, m.cols, dtypeOf(m));
  const [from, to] = [m.data, sums.data];
  for (let start = 0; start < from.length; start += m.cols) {
    for (let column = 0; column < m.cols; column++) to[column] += from[start + column];
  }
  return sums;
}
