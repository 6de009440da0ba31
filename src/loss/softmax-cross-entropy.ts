import type { Logits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { rowSum } from "../numerics/softmax.js";
import { outputsOf } from "./options.js";
import { surpriseTerm, writeSoftmaxGradient } from "./softmax-gradient.js";
import { checkedSoftmaxInputs, type SoftmaxLossOptions, type SoftmaxTargets } from "./softmax-inputs.js";
import { type Total, TotalBuilder, type TotalWithGradient } from "./total.js";

export type SoftmaxCrossEntropyOptions = SoftmaxLossOptions;

/**
 * Softmax cross-entropy: how surprised a model with these logits is by the classes that happened, in nats.
 *
 * With p = softmax(z), the loss of a row is sum_k c_k (-log p_k), where
 * c_k = sampleWeight * classWeight_k * ((1 - labelSmoothing) t_k + labelSmoothing / K) and t is 1 for the class of an
 * index target. A term whose c_k is 0 is 0. The gradient of the sum is (sum_j c_j) p_k - c_k.
 *
 * @param z N x K logits, K >= 2; nested rows are taken as logits
 * @param targets N class indices (0 to K - 1), or N x K probabilities (soft targets, one-hot rows)
 * @param options weights, smoothing, mask, gradient
 * @returns a Total whose weight is the sum of all c_k: with index targets and no options, the number of rows
 * @throws TypeError when z is a matrix of probabilities or log-probabilities
 * @throws RangeError when a logit is NaN, a row has only -Infinity, a target is no class or no distribution, or an
 * option does not fit; nothing has been written then
 * @example
 * softmaxCrossEntropy([[2, 1, 0.1], [0, 3, -1]], [0, 1]).mean; // 0.24145...
 * @see Bridle: Probabilistic interpretation of feedforward classification network outputs (1990); label smoothing:
 * Szegedy et al. (2016), section 7
 */
export function softmaxCrossEntropy(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxCrossEntropyOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function softmaxCrossEntropy(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options?: SoftmaxCrossEntropyOptions,
): Total;
export function softmaxCrossEntropy(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxCrossEntropyOptions = {},
): Total {
  const name = "softmaxCrossEntropy";
  const { logits, coefficientOf } = checkedSoftmaxInputs(name, z, targets, options);
  const { rows, cols } = logits;
  const { mask, gradientScale = 1 } = options;
  const outputs = outputsOf(name, options, logits);
  const { gradient } = outputs;
  const coefficients = gradient && new Float64Array(cols);

  const total = new TotalBuilder(outputs);
  for (let row = 0; row < rows; row++) {
    const base = row * cols;
    if (mask && !mask[row]) {
      total.ignore(row);
      continue;
    }
    const sums = rowSum(name, logits, row);
    const rest = Math.log1p(sums.others);
    let loss = 0;
    let weight = 0;
    for (let k = 0; k < cols; k++) {
      const coefficient = coefficientOf(row, k);
      if (coefficient > 0) {
        weight += coefficient;
        loss += surpriseTerm(coefficient, sums.largest, logits.data[base + k], rest);
      }
      if (coefficients) coefficients[k] = coefficient;
    }
    total.add(row, loss, weight);
    if (gradient && coefficients) writeSoftmaxGradient(gradient, row, logits, sums, coefficients, gradientScale);
  }
  return total.finish();
}
