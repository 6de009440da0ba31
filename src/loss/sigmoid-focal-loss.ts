import { isShare } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { type Logits, uncheckedLogits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { sumError } from "../numerics/rounding-error.js";
import { sigmoid, softplus } from "../numerics/sigmoid.js";
import { checkedGamma, focalFactor, focalSlope } from "./focal-factor.js";
import {
  checkLabelLogits,
  type LabelCoefficientOptions,
  LabelCoefficients,
  type LabelTargets,
} from "./label-coefficients.js";
import { labelDerivative } from "./label-derivative.js";
import { checkOptions, checkOwnMemory, type LossOptions, outputsOf } from "./options.js";
import type { Total, TotalWithGradient } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

export interface SigmoidFocalLossOptions
  extends LossOptions,
    Omit<LabelCoefficientOptions, "posWeight" | "classWeights" | "mask"> {
  /** The exponent of 1 - p, 0 or more: how much less what is already likely counts. Default 2, the paper's. */
  gamma?: number;
  /** From 0 to 1: a "yes" counts alpha times, a "no" 1 - alpha times. Without it both count once. */
  alpha?: number;
}

const OPTIONS: OptionNames<SigmoidFocalLossOptions> = {
  gamma: true,
  alpha: true,
  sampleWeights: true,
  mask: true,
  labelSmoothing: true,
  gradient: true,
  gradientScale: true,
  rowLosses: true,
};

/**
 * Sigmoid focal loss: binary cross-entropy in which an entry counts the less the more likely it already is, in nats.
 *
 * With p = sigmoid(z), every entry costs
 * sampleWeight * (alpha y (1 - p)^gamma (-log p) + (1 - alpha) (1 - y) p^gamma (-log(1 - p))), where label smoothing s
 * makes y (1 - s) y + s / 2. gamma 0 without alpha is `sigmoidCrossEntropy`, bit by bit. A y between 0 and 1 mixes the
 * losses of yes and no; torchvision and optax put p y + (1 - p) (1 - y) to the power then, which is the same for 0 and 1.
 *
 * Both p and 1 - p have all their digits on either side, so that small losses keep theirs.
 *
 * @param z N logits (N x 1), or N x K for K labels that do not exclude each other; arrays are taken as logits
 * @param targets N (or N x K) numbers from 0 to 1: row after row, or a matrix or nested rows in the shape of the logits
 * @param options gamma, alpha, weights, smoothing, mask, gradient
 * @returns a Total whose weight is the sum of the coefficients, alpha included; the power is part of the loss
 * @throws TypeError, RangeError as `sigmoidCrossEntropy`; RangeError when gamma is negative or not finite, or alpha is
 * outside [0, 1]
 * @example
 * sigmoidFocalLoss([0], [1], { alpha: 0.25 }).sum; // 0.25 * 0.5^2 ln 2 = 0.04332...
 * @see Lin et al.: Focal loss for dense object detection (2017), eq. 5
 */
export function sigmoidFocalLoss(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  options: SigmoidFocalLossOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function sigmoidFocalLoss(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  options?: SigmoidFocalLossOptions,
): Total;
export function sigmoidFocalLoss(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  options: SigmoidFocalLossOptions = {},
): Total {
  const name = "sigmoidFocalLoss";
  checkOptionNames(name, options, OPTIONS);
  const logits = uncheckedLogits(`${name}: logits`, z);
  const { rows, cols } = logits;
  checkOptions(name, options, rows);
  const gamma = checkedGamma(name, options.gamma);
  const { alpha, gradientScale = 1, sampleWeights, mask, labelSmoothing } = options;
  if (alpha !== undefined && !isShare(alpha)) {
    throw new RangeError(`${name}: alpha is ${describeValue(alpha)}; expected a number from 0 to 1`);
  }
  const coefficients = new LabelCoefficients(name, targets, { sampleWeights, mask, labelSmoothing }, logits);
  checkLabelLogits(name, logits, coefficients);
  const outputs = outputsOf(name, options, logits);
  checkOwnMemory(name, options, { logits: z, targets });
  const { gradient } = outputs;

  const total = new TotalBuilder(outputs);
  for (let row = 0; row < rows; row++) {
    if (coefficients.leavesOut(row)) {
      total.ignore(row);
      continue;
    }
    let loss = 0;
    let lossLost = 0;
    let weight = 0;
    let weightLost = 0;
    for (let k = 0; k < cols; k++) {
      coefficients.read(row, k);
      const yes = coefficients.yes * (alpha ?? 1);
      const no = coefficients.no * (alpha === undefined ? 1 : 1 - alpha);
      const logit = logits.data[row * cols + k];
      const p = sigmoid(logit);
      const rest = sigmoid(-logit);
      const ofYes = yes > 0 ? yes * focalFactor(rest, gamma) * softplus(-logit) : 0;
      const ofNo = no > 0 ? no * focalFactor(p, gamma) * softplus(logit) : 0;
      const nextLoss = loss + (ofYes + ofNo);
      lossLost += sumError(loss, ofYes + ofNo, nextLoss);
      loss = nextLoss;
      const entryWeight = alpha === undefined ? coefficients.weight : yes + no;
      const nextWeight = weight + entryWeight;
      weightLost += sumError(weight, entryWeight, nextWeight);
      weight = nextWeight;
      if (gradient) {
        const up = no * focalSlope(rest, p, softplus(logit), gamma);
        const down = yes * focalSlope(p, rest, softplus(-logit), gamma);
        gradient.data[row * cols + k] = gradientScale * labelDerivative(down, up, logit);
      }
    }
    total.add(row, loss < Number.POSITIVE_INFINITY ? loss + lossLost : loss, weight + weightLost);
  }
  return total.finish();
}
