import type { Matrix } from "../numerics/matrix.js";
import type { RowSum } from "../numerics/softmax.js";

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
  { argmax, largest, others }: RowSum,
  coefficients: ArrayLike<number>,
  scale: number,
): void {
  const base = row * z.cols;
  let ofOthers = 0;
  for (let k = 0; k < z.cols; k++) if (k !== argmax) ofOthers += coefficients[k];
  const weight = ofOthers + coefficients[argmax];
  for (let k = 0; k < z.cols; k++) {
    gradient.data[base + k] =
      scale *
      (k === argmax
        ? (ofOthers - coefficients[k] * others) / (1 + others)
        : (weight * Math.exp(z.data[base + k] - largest)) / (1 + others) - coefficients[k]);
  }
}

/** coefficient * (largest - z + rest). Of two finite logits the difference may overflow and its share may not. */
export function surpriseTerm(coefficient: number, largest: number, z: number, rest: number): number {
  const gap = z === largest ? 0 : largest - z;
  return gap < Number.POSITIVE_INFINITY ? coefficient * (gap + rest) : coefficient * largest - coefficient * z;
}
