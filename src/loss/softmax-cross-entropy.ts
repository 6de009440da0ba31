import type { Logits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { checkOptionNames } from "../numerics/option-names.js";
import { SOFTMAX_LOSS_OPTIONS, type SoftmaxLossOptions, type SoftmaxTargets } from "./softmax-inputs.js";
import { softmaxLoss } from "./softmax-loss.js";
import type { Total, TotalWithGradient } from "./total.js";

export type SoftmaxCrossEntropyOptions = SoftmaxLossOptions;

/**
 * Softmax cross-entropy: how surprised a model with these logits is by the classes that happened, in nats.
 *
 * With p = softmax(x), the loss of a row is sum_k c_k (-log p_k + zLoss (log Z)^2), where
 * c_k = sampleWeight * classWeight_k * ((1 - labelSmoothing) t_k + labelSmoothing / K), t is 1 for the class of an index
 * target, and log Z = log sum_k e^(x_k). A term whose c_k is 0 is 0. The logits z are first capped, then divided by the
 * temperature: x = softcap tanh(z / softcap) / temperature; without these options x is z.
 *
 * A logit of -Infinity excludes its class, also under a softcap: p is 0, and the loss is Infinity if the class has a
 * coefficient (labelSmoothing gives one to every class). The gradient of the sum is then still finite. With respect to
 * x it is C (1 + 2 zLoss log Z) p_k - c_k, C = sum_j c_j; then come the slope of the cap and 1 / temperature.
 *
 * Logits and gradient of float32 (a matrix on a Float32Array), with all options but softcap, are done by SIMD where there is
 * WebAssembly: losses within 2 units in the last place of float32, gradients within 4 of the larger number that they are the
 * difference of (C p_k and c_k; of the most likely class what the others weigh and what p lacks of 1); a probability below 1e-37 may become 0. Rows for which float32 has not the digits (logits beyond 700
 * temperatures, infinite ones with smoothing, soft targets or temperature, a zLoss so large that it would enlarge the error)
 * and all else are done in float64, its exponentials by SIMD too, and within 4 units in its last place.
 *
 * Every option combines with every other, but ignoreIndex needs class indices, and zLoss a finite log Z.
 *
 * @param z N x K logits, K >= 2; nested rows are taken as logits
 * @param targets N class indices (0 to K - 1), or N x K probabilities (soft targets, one-hot rows)
 * @param options weights, smoothing, mask, ignoreIndex, temperature, softcap, zLoss, gradient, rowLosses. Only nested
 * rows, `gradient` (a row of float64) and outputs to be made take memory that grows with the input
 * @returns a Total whose weight is the sum of all c_k, with index targets and no options the number of rows; its mean is
 * the weighted average of -log p + zLoss (log Z)^2
 * @throws TypeError when z is a matrix of probabilities or log-probabilities
 * @throws RangeError when a logit is NaN, a row has only -Infinity, a target is no class or no distribution, or an
 * option does not fit; nothing has been written then, or, when a logit is at fault among more than 2^18 of float32, NaN
 * to all of gradient and rowLosses
 * @example
 * softmaxCrossEntropy([[2, 1, 0.1], [0, 3, -1]], [0, 1]).mean; // 0.24145...
 * @see Bridle: Probabilistic interpretation of feedforward classification network outputs (1990); label smoothing:
 * Szegedy et al. (2016), section 7; zLoss: Chowdhery et al. (PaLM, 2022), section 5; softcap: Gemma 2 (2024), section 2
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
  checkOptionNames(name, options, SOFTMAX_LOSS_OPTIONS);
  return softmaxLoss(name, z, targets, options);
}
