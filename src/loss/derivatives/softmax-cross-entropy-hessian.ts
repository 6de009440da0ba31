import type { Logits } from "../../numerics/kinds.js";
import { largestSize } from "../../numerics/largest-size.js";
import type { Matrix, NestedRows } from "../../numerics/matrix.js";
import type { SoftmaxLossOptions, SoftmaxTargets } from "../softmax-inputs.js";
import { checkedDirection, checkOneRow, type HessianOptions, outOf } from "./hessian-options.js";
import { SoftmaxCurvature } from "./softmax-curvature.js";

export type SoftmaxCrossEntropyHessianOptions = HessianOptions<SoftmaxLossOptions>;

/**
 * The product of the Hessian of `softmaxCrossEntropy` with a direction v: how its gradient changes when the logits move
 * along v. The Hessian, a block of K x K for each row, is not formed.
 *
 * The block of a row is C (diag(p) - p p^T), p = softmax(z) and C the sum of the row's coefficients, so that the targets
 * matter by their weight only; entry k of the product is C p_k (v_k - sum_j p_j v_j). With temperature, softcap and zLoss
 * it is the second derivative of what `softmaxCrossEntropy` says with them.
 *
 * @param z N x K logits, K >= 2; nested rows are taken as logits
 * @param targets N class indices (0 to K - 1), or N x K probabilities
 * @param direction v, N x K finite numbers, in units of logit
 * @param options those of `softmaxCrossEntropy` that are about its value; `out`, N x K
 * @returns N x K numbers in nats per unit of logit, as the gradient; finite also where the loss is Infinity; 0 in rows
 * that are left out
 * @throws TypeError, RangeError as `softmaxCrossEntropy`, when a number could overflow, or the direction or `out` does not
 * fit; nothing has been written then
 * @example
 * softmaxCrossEntropyHessianProduct([[0, 0]], [0], [[1, 0]]).data; // Float64Array [0.25, -0.25]
 * @see Boehning: Multinomial logistic regression algorithm (1992); Pearlmutter: Fast exact multiplication by the
 * Hessian (1994)
 */
export function softmaxCrossEntropyHessianProduct(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  direction: Matrix | NestedRows,
  options: SoftmaxCrossEntropyHessianOptions = {},
): Matrix {
  const name = "softmaxCrossEntropyHessianProduct";
  const curvature = new SoftmaxCurvature(name, z, targets, options);
  const { rows, cols } = curvature.logits;
  const v = checkedDirection(name, direction, curvature.logits);
  curvature.checkSize(name, largestSize(v.data));
  const out = outOf(name, options.out, rows, cols, curvature.logits, v);
  out.data.fill(0);
  for (let row = 0; row < rows; row++) {
    if (!curvature.read(row)) continue;
    const { argmax, spread, common } = curvature;
    const start = row * cols;
    // Every entry is counted from that of the most likely class, so that nothing is lost where its p is near 1.
    const origin = curvature.slope(argmax) * v.data[start + argmax];
    let mean = 0;
    for (let k = 0; k < cols; k++) mean += curvature.p(k) * (curvature.slope(k) * v.data[start + k] - origin);
    for (let k = 0; k < cols; k++) {
      const slope = curvature.slope(k);
      const apart = slope * v.data[start + k] - origin - mean;
      out.data[start + k] =
        slope * curvature.p(k) * (spread * apart + common * (origin + mean)) + curvature.bend(k) * v.data[start + k];
    }
  }
  return out;
}

/**
 * The diagonal of the Hessian of `softmaxCrossEntropy`, entry k of a row being C p_k (1 - p_k): how fast each entry of the
 * gradient changes with its own logit.
 *
 * @param z N x K logits, K >= 2; nested rows are taken as logits
 * @param targets N class indices (0 to K - 1), or N x K probabilities
 * @param options those of `softmaxCrossEntropy` that are about its value; `out`, N x K
 * @returns N x K numbers in nats per squared unit of logit; 0 in rows that are left out
 * @throws TypeError, RangeError as `softmaxCrossEntropy`, when a number could overflow, or `out` does not fit; nothing has
 * been written then
 * @example
 * softmaxCrossEntropyHessianDiagonal([[0, 0]], [0]).data; // Float64Array [0.25, 0.25]
 * @see Boehning: Multinomial logistic regression algorithm (1992)
 */
export function softmaxCrossEntropyHessianDiagonal(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxCrossEntropyHessianOptions = {},
): Matrix {
  const name = "softmaxCrossEntropyHessianDiagonal";
  const curvature = new SoftmaxCurvature(name, z, targets, options);
  curvature.checkSize(name);
  const { rows, cols } = curvature.logits;
  const out = outOf(name, options.out, rows, cols, curvature.logits);
  out.data.fill(0);
  for (let row = 0; row < rows; row++) {
    if (!curvature.read(row)) continue;
    for (let k = 0; k < cols; k++) out.data[row * cols + k] = diagonal(curvature, k);
  }
  return out;
}

/**
 * The Hessian of `softmaxCrossEntropy` of one row, C (diag(p) - p p^T): symmetric, no eigenvalue below 0 (without softcap
 * and zLoss), and with rows that sum to 0.
 *
 * @param z 1 x K logits, K >= 2; a nested row is taken as logits
 * @param targets one class index, or 1 x K probabilities
 * @param options those of `softmaxCrossEntropy` that are about its value; `out`, K x K
 * @returns K x K numbers in nats per squared unit of logit; 0 when the row is left out
 * @throws TypeError, RangeError as `softmaxCrossEntropy`, when a number could overflow, there is more than one row or `out`
 * does not fit; nothing has been written then
 * @example
 * softmaxCrossEntropyHessian([[0, 0]], [0]).data; // Float64Array [0.25, -0.25, -0.25, 0.25]
 * @see Boehning: Multinomial logistic regression algorithm (1992)
 */
export function softmaxCrossEntropyHessian(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxCrossEntropyHessianOptions = {},
): Matrix {
  const name = "softmaxCrossEntropyHessian";
  const curvature = new SoftmaxCurvature(name, z, targets, options);
  checkOneRow(name, curvature.logits);
  curvature.checkSize(name);
  const { cols } = curvature.logits;
  const out = outOf(name, options.out, cols, cols, curvature.logits);
  out.data.fill(0);
  if (!curvature.read(0)) return out;
  const { common, spread } = curvature;
  for (let i = 0; i < cols; i++) {
    for (let j = 0; j < i; j++) {
      const entry = curvature.slope(i) * curvature.slope(j) * (common - spread) * curvature.p(i) * curvature.p(j);
      out.data[i * cols + j] = entry;
      out.data[j * cols + i] = entry;
    }
    out.data[i * cols + i] = diagonal(curvature, i);
  }
  return out;
}

function diagonal(curvature: SoftmaxCurvature, k: number): number {
  const p = curvature.p(k);
  const apart = curvature.spread * curvature.rest(k) + curvature.common * p;
  return curvature.slope(k) ** 2 * p * apart + curvature.bend(k);
}
