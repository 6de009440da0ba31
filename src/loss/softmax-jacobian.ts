import type { Matrix } from "../numerics/matrix.js";
import type { RowSum } from "../numerics/softmax.js";

/**
 * Writes scale * (diag(p) - p p^T) v to a row of `out`, p being the softmax of the same row of z: the derivative of the
 * softmax in the direction v (it is symmetric), entry by entry scale * p_k (v_k - sum_j p_j v_j).
 *
 * Every v is counted from that of the most likely class, so that nothing is lost where one p is near 1.
 */
export function writeJacobianProduct(
  out: Matrix,
  row: number,
  z: Matrix,
  { argmax, largest, others }: RowSum,
  v: (k: number) => number,
  scale: number,
): void {
  const base = row * z.cols;
  const share = (k: number) => (k === argmax ? 1 : Math.exp(z.data[base + k] - largest)) / (1 + others);
  const origin = v(argmax);
  let mean = 0;
  for (let k = 0; k < z.cols; k++) if (k !== argmax) mean += share(k) * (v(k) - origin);
  for (let k = 0; k < z.cols; k++) out.data[base + k] = scale * share(k) * (v(k) - origin - mean);
}
