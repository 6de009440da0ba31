import type { Logits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import type { ClassTerm } from "./class-term.js";
import { checkedGamma, focalFactor, focalSlope } from "./focal-factor.js";
import { SOFTMAX_LOSS_OPTIONS, type SoftmaxLossOptions, type SoftmaxTargets } from "./softmax-inputs.js";
import { softmaxLoss } from "./softmax-loss.js";
import type { Total, TotalWithGradient } from "./total.js";

export interface SoftmaxFocalLossOptions extends SoftmaxLossOptions {
  /** The exponent of 1 - p, 0 or more: how much less what is already likely counts. Default 2, the paper's. */
  gamma?: number;
}

const OPTIONS: OptionNames<SoftmaxFocalLossOptions> = { gamma: true, ...SOFTMAX_LOSS_OPTIONS };

/**
 * Softmax focal loss: cross-entropy in which a class counts the less the more likely it already is, in nats.
 *
 * With p = softmax(z), the loss of a row is sum_k c_k (1 - p_k)^gamma (-log p_k), with the coefficients c of
 * `softmaxCrossEntropy`; their class weights are what the paper calls alpha. gamma 0 is cross-entropy, bit by bit. The
 * gradient of the sum is that of a cross-entropy with the coefficients
 * d_k = c_k (1 - p_k)^gamma (1 + gamma p_k (-log p_k) / (1 - p_k)): (sum_j d_j) p_k - d_k.
 *
 * 1 - p is never a difference: near p = 1 it is the sum of the other classes, so that small losses keep their digits.
 *
 * @param z N x K logits, K >= 2; nested rows are taken as logits
 * @param targets N class indices (0 to K - 1), or N x K probabilities
 * @param options gamma, weights, smoothing, mask, gradient
 * @returns a Total whose weight is the sum of all c_k, as that of cross-entropy; (1 - p)^gamma is part of the loss
 * @throws TypeError, RangeError as `softmaxCrossEntropy`; RangeError when gamma is negative or not finite
 * @example
 * softmaxFocalLoss([[0, 0]], [1]).sum; // 0.5^2 ln 2 = 0.17328...
 * @see Lin et al.: Focal loss for dense object detection (2017), eq. 4 and 5
 */
export function softmaxFocalLoss(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxFocalLossOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function softmaxFocalLoss(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options?: SoftmaxFocalLossOptions,
): Total;
export function softmaxFocalLoss(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxFocalLossOptions = {},
): Total {
  const name = "softmaxFocalLoss";
  checkOptionNames(name, options, OPTIONS);
  const gamma = checkedGamma(name, options.gamma);
  const term: ClassTerm = {
    factor: (_p, rest) => focalFactor(rest, gamma),
    extra: () => 0,
    slope: (p, rest, surprise) => focalSlope(p, rest, surprise, gamma),
  };
  return softmaxLoss(name, z, targets, options, { term: gamma === 0 ? undefined : term });
}
