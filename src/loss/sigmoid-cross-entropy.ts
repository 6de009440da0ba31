import { type Logits, uncheckedLogits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { sumError } from "../numerics/rounding-error.js";
import { softplus } from "../numerics/sigmoid.js";
import {
  checkLabelLogits,
  type LabelCoefficientOptions,
  LabelCoefficients,
  type LabelTargets,
} from "./label-coefficients.js";
import { labelDerivative } from "./label-derivative.js";
import { checkOptions, checkOwnMemory, type LossOptions, outputsOf, type ValueOptions } from "./options.js";
import { addLabelsBySimd } from "./simd-labels.js";
import type { Total, TotalWithGradient } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

export interface SigmoidCrossEntropyOptions extends Omit<LossOptions, "mask">, LabelCoefficientOptions {}

/** For N numbers, a single column: it has no classes to weigh against each other. */
type OneColumnOptions = SigmoidCrossEntropyOptions & { classWeights?: never };

export const SIGMOID_VALUE_OPTIONS: OptionNames<ValueOptions<SigmoidCrossEntropyOptions>> = {
  posWeight: true,
  classWeights: true,
  sampleWeights: true,
  mask: true,
  labelSmoothing: true,
};

const OPTIONS: OptionNames<SigmoidCrossEntropyOptions> = {
  ...SIGMOID_VALUE_OPTIONS,
  gradient: true,
  gradientScale: true,
  rowLosses: true,
};

/**
 * Sigmoid cross-entropy, also called binary or logistic loss: how surprised a model with these logits is by the yes or
 * no that happened, in nats.
 *
 * Every entry costs sampleWeight * classWeight_k * (posWeight_k * t * softplus(-z) + (1 - t) * softplus(z)), where
 * softplus(z) = log(1 + e^z); that is -log sigmoid(z) for t = 1 and -log(1 - sigmoid(z)) for t = 0, without forming the
 * sigmoid; t = (1 - labelSmoothing) y + labelSmoothing / 2. A term whose coefficient is 0 is 0. The loss of a row is the
 * sum over its columns. The derivative without weights is sigmoid(z) - t; it is finite also where the loss is Infinity.
 *
 * Every option combines with every other, but classWeights needs two columns or more. Logits and gradient of float32 (a matrix
 * on a Float32Array) with targets of 0 and 1 that are not smoothed are done by SIMD where there is WebAssembly: losses within 2
 * units in the last place of float32, gradients within 4.
 *
 * @param z N logits (N x 1), or N x K for K labels that do not exclude each other; arrays are taken as logits
 * @param targets N (or N x K) numbers from 0 to 1: row after row, or a matrix or nested rows in the shape of the logits
 * @param options weights, smoothing, mask, gradient, rowLosses. Only nested rows and outputs to be made take memory that
 * grows with the input
 * @returns a Total whose weight is the sum of the coefficients of the softplus: without options, the number of entries
 * @throws TypeError when z is a matrix of probabilities or log-probabilities
 * @throws RangeError when a logit that no mask leaves out is NaN, a target is outside [0, 1], or an option does not fit; nothing has been
 * written then
 * @example
 * sigmoidCrossEntropy([0, 2, -40], [1, 1, 1]).sum; // ln 2 + 0.1269... + 40 = 40.82007...
 * @see Cox: The regression analysis of binary sequences (1958)
 */
export function sigmoidCrossEntropy(
  z: ArrayLike<number>,
  targets: LabelTargets,
  options: OneColumnOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function sigmoidCrossEntropy(z: ArrayLike<number>, targets: LabelTargets, options?: OneColumnOptions): Total;
export function sigmoidCrossEntropy(
  z: Logits | NestedRows,
  targets: LabelTargets,
  options: SigmoidCrossEntropyOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function sigmoidCrossEntropy(
  z: Logits | NestedRows,
  targets: LabelTargets,
  options?: SigmoidCrossEntropyOptions,
): Total;
export function sigmoidCrossEntropy(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  options: SigmoidCrossEntropyOptions = {},
): Total {
  const name = "sigmoidCrossEntropy";
  checkOptionNames(name, options, OPTIONS);
  const logits = uncheckedLogits(`${name}: logits`, z);
  const { rows, cols, data } = logits;
  checkOptions(name, options, rows, cols);
  const coefficients = new LabelCoefficients(name, targets, options, logits);
  checkLabelLogits(name, logits, coefficients);
  const { gradientScale = 1 } = options;
  const outputs = outputsOf(name, options, logits);
  checkOwnMemory(name, options, { logits: z, targets });
  const gradient = outputs.gradient?.data;

  const total = new TotalBuilder(outputs);
  const addRow = (row: number): void => {
    let loss = 0;
    let lossLost = 0;
    let weight = 0;
    let weightLost = 0;
    let left = 0;
    for (let k = 0; k < cols; k++) {
      const i = row * cols + k;
      if (coefficients.leavesOut(row, k)) {
        if (gradient) gradient[i] = 0;
        continue;
      }
      left++;
      coefficients.read(row, k);
      const { yes, no } = coefficients;
      const z = data[i];
      const cost = (yes > 0 ? yes * softplus(-z) : 0) + (no > 0 ? no * softplus(z) : 0);
      const nextLoss = loss + cost;
      lossLost += sumError(loss, cost, nextLoss);
      loss = nextLoss;
      const nextWeight = weight + coefficients.weight;
      weightLost += sumError(weight, coefficients.weight, nextWeight);
      weight = nextWeight;
      if (gradient) gradient[i] = gradientScale * labelDerivative(yes, no, z);
    }
    if (left === 0 && cols > 0) total.ignore(row);
    else total.add(row, loss < Number.POSITIVE_INFINITY ? loss + lossLost : loss, weight + weightLost);
  };
  if (!addLabelsBySimd(logits, options, coefficients, total, addRow)) {
    for (let row = 0; row < rows; row++) addRow(row);
  }
  return total.finish();
}
