import { dtypeOf, zeros } from "../numerics/dtype.js";
import type { Matrix } from "../numerics/matrix.js";

/** The sums of the columns: the gradient of a bias that is added to every row. */
export function columnSums(m: Matrix): Matrix {
  const sums = zeros(1, m.cols, dtypeOf(m));
  for (let i = 0; i < m.data.length; i++) sums.data[i % m.cols] += m.data[i];
  return sums;
}
