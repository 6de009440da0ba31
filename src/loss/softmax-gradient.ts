import type { Matrix } from "../numerics/matrix.js";
import { sumError } from "../numerics/rounding-error.js";
import type { SoftmaxRows } from "../numerics/softmax-rows.js";

/**
 * Writes a row of the gradient of sum_k c_k (-log p_k), p = softmax(z): scale * ((sum_j c_j) p_k - c_k).
 *
 * For the most likely class it is (w - c - c s) / (1 + s), w the sum of all c, s the sum of the others'
 * e^(z - largest), and w - c is what the others weigh: so p near 1 loses no digits.
 */
export function writeSoftmaxGradient(
  gradient: Matrix,
  row: number,
  z: Matrix,
  sums: SoftmaxRows,
  coefficients: ArrayLike<number>,
  scale: number,
): void {
  const base = row * z.cols;
  const { argmax, others } = sums;
  const share = sumBut(coefficients, -1) / (1 + others);
  for (let k = 0; k < z.cols; k++) {
    gradient.data[base + k] =
      scale *
      (k === argmax
        ? (sumBut(coefficients, k) - coefficients[k] * others) / (1 + others)
        : share * sums.exponential(k) - coefficients[k]);
  }
}

/** The sum of all coefficients but that of one class, compensated. */
function sumBut(coefficients: ArrayLike<number>, left: number): number {
  let sum = 0;
  let lost = 0;
  for (let k = 0; k < coefficients.length; k++) {
    const term = k === left ? 0 : coefficients[k];
    const next = sum + term;
    lost += sumError(sum, term, next);
    sum = next;
  }
  return sum + lost;
}
