import { checkedLogits, type Logits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { sigmoid, softplus } from "../numerics/sigmoid.js";
import { type LabelCoefficientOptions, LabelCoefficients, type LabelTargets } from "./label-coefficients.js";
import { checkOptions, type LossOptions, outputsOf } from "./options.js";
import { type Total, TotalBuilder, type TotalWithGradient } from "./total.js";

export interface SigmoidCrossEntropyOptions extends LossOptions, LabelCoefficientOptions {}

/**
 * Sigmoid cross-entropy, also called binary or logistic loss: how surprised a model with these logits is by the yes or
 * no that happened, in nats.
 *
 * Every entry costs sampleWeight * (posWeight * y * softplus(-z) + (1 - y) * softplus(z)), where
 * softplus(z) = log(1 + e^z); that is -log sigmoid(z) for y = 1 and -log(1 - sigmoid(z)) for y = 0, without forming the
 * sigmoid. With label smoothing s, y becomes (1 - s) y + s / 2. The derivative with posWeight 1 is sigmoid(z) - y.
 *
 * @param z N logits (N x 1), or N x K for K labels that do not exclude each other; arrays are taken as logits
 * @param targets N (or N x K) numbers from 0 to 1, in the shape of the logits
 * @param options weights, smoothing, mask, gradient
 * @returns a Total whose weight is the sum of the coefficients: without options, the number of entries
 * @throws TypeError when z is a matrix of probabilities or log-probabilities
 * @throws RangeError when a logit is NaN, a target is outside [0, 1], or an option does not fit; nothing has been
 * written then
 * @example
 * sigmoidCrossEntropy([0, 2, -40], [1, 1, 1]).sum; // ln 2 + 0.1269... + 40
 * @see Cox: The regression analysis of binary sequences (1958)
 */
export function sigmoidCrossEntropy(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  options: SigmoidCrossEntropyOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function sigmoidCrossEntropy(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  options?: SigmoidCrossEntropyOptions,
): Total;
export function sigmoidCrossEntropy(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  options: SigmoidCrossEntropyOptions = {},
): Total {
  const name = "sigmoidCrossEntropy";
  const logits = checkedLogits(`${name}: logits`, z);
  const { rows, cols } = logits;
  checkOptions(name, options, rows);
  const { gradientScale = 1 } = options;
  const coefficients = new LabelCoefficients(name, targets, options, logits);
  const outputs = outputsOf(name, options, logits);
  const { gradient } = outputs;

  const total = new TotalBuilder(outputs);
  for (let row = 0; row < rows; row++) {
    if (coefficients.leavesOut(row)) {
      total.ignore(row);
      continue;
    }
    let loss = 0;
    let weight = 0;
    for (let k = 0; k < cols; k++) {
      coefficients.read(row, k);
      const { yes, no } = coefficients;
      const logit = logits.data[row * cols + k];
      weight += yes + no;
      if (yes > 0) loss += yes * softplus(-logit);
      if (no > 0) loss += no * softplus(logit);
      if (gradient) gradient.data[row * cols + k] = gradientScale * (no * sigmoid(logit) - yes * sigmoid(-logit));
    }
    total.add(row, loss, weight);
  }
  return total.finish();
}
