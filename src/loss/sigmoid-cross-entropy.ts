import { checkLength, isShare } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkedLogits, type Logits, type MatrixOf } from "../numerics/kinds.js";
import { isMatrix, type Matrix, type NestedRows } from "../numerics/matrix.js";
import { sigmoid, softplus } from "../numerics/sigmoid.js";
import { checkOptions, checkTargetKind, type LossOptions, outputsOf } from "./options.js";
import { type Total, TotalBuilder, type TotalWithGradient } from "./total.js";

export interface SigmoidCrossEntropyOptions extends LossOptions {
  /** How much a "yes" counts against a "no", 0 or more. Default 1. */
  posWeight?: number;
}

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
  targets: ArrayLike<number> | MatrixOf<"probabilities">,
  options: SigmoidCrossEntropyOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function sigmoidCrossEntropy(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: ArrayLike<number> | MatrixOf<"probabilities">,
  options?: SigmoidCrossEntropyOptions,
): Total;
export function sigmoidCrossEntropy(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: ArrayLike<number> | MatrixOf<"probabilities">,
  options: SigmoidCrossEntropyOptions = {},
): Total {
  const name = "sigmoidCrossEntropy";
  const logits = checkedLogits(`${name}: logits`, z);
  const { rows, cols } = logits;
  checkOptions(name, options, rows);
  const { sampleWeights, mask, labelSmoothing = 0, posWeight = 1, gradientScale = 1 } = options;
  if (!(posWeight >= 0 && posWeight < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name}: posWeight is ${describeValue(posWeight)}; expected a finite number, 0 or more`);
  }
  const y = checkTargets(name, targets, logits, mask);
  const outputs = outputsOf(name, options, logits);
  const { gradient } = outputs;

  const total = new TotalBuilder(outputs);
  for (let row = 0; row < rows; row++) {
    const base = row * cols;
    if (mask && !mask[row]) {
      total.ignore(row);
      continue;
    }
    let loss = 0;
    let weight = 0;
    for (let i = base; i < base + cols; i++) {
      const target = (1 - labelSmoothing) * y[i] + labelSmoothing / 2;
      const yes = (sampleWeights?.[row] ?? 1) * posWeight * target;
      const no = (sampleWeights?.[row] ?? 1) * (1 - target);
      const logit = logits.data[i];
      weight += yes + no;
      if (yes > 0) loss += yes * softplus(-logit);
      if (no > 0) loss += no * softplus(logit);
      if (gradient) gradient.data[i] = gradientScale * (no * sigmoid(logit) - yes * sigmoid(-logit));
    }
    total.add(row, loss, weight);
  }
  return total.finish();
}

function checkTargets(
  name: string,
  targets: ArrayLike<number> | MatrixOf<"probabilities">,
  z: Matrix,
  mask: LossOptions["mask"],
): ArrayLike<number> {
  checkTargetKind(name, targets);
  if (isMatrix(targets) && (targets.rows !== z.rows || targets.cols !== z.cols)) {
    throw new RangeError(
      `${name}: targets are ${targets.rows} x ${targets.cols}; expected the shape of the logits, ${z.rows} x ${z.cols}`,
    );
  }
  const y = isMatrix(targets) ? targets.data : targets;
  checkLength(`${name}: targets`, y, z.data.length, "numbers from 0 to 1, one a logit");
  for (let i = 0; i < y.length; i++) {
    const row = Math.floor(i / z.cols);
    if ((!mask || mask[row]) && !isShare(y[i])) {
      const place = z.cols === 1 ? `row ${row}` : `row ${row}, column ${i % z.cols}`;
      throw new RangeError(`${name}: targets: ${place} is ${describeValue(y[i])}; expected a number from 0 to 1`);
    }
  }
  return y;
}
