import { describeValue } from "../numerics/describe-value.js";
import type { Logits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { sumError } from "../numerics/rounding-error.js";
import type { LogitShape, SoftmaxRows } from "../numerics/softmax-rows.js";
import type { ClassCoefficientOptions, ClassCoefficients } from "./class-coefficients.js";
import { outputsOf } from "./options.js";
import { checkedSoftmaxInputs, type SoftmaxLossOptions, type SoftmaxTargets } from "./softmax-inputs.js";
import { type Total, TotalBuilder, type TotalWithGradient } from "./total.js";

export interface SoftmaxCrossEntropyOptions extends SoftmaxLossOptions, ClassCoefficientOptions, LogitShape {
  /** 0 or more, a: log Z squared is added to every -log p, a times; Z is the sum of the e^x_k. Default 0. */
  zLoss?: number;
}

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
 * option does not fit; nothing has been written then
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
  const { logits, softmax, coefficients } = checkedSoftmaxInputs(name, z, targets, options);
  const { rows, cols } = logits;
  const { zLoss = 0, gradientScale = 1 } = options;
  if (zLoss !== 0) checkZLoss(name, zLoss, softmax, rows, coefficients);
  const outputs = outputsOf(name, options, logits);
  const gradient = outputs.gradient?.data;
  const exponentials = gradient && new Float64Array(cols);

  const total = new TotalBuilder(outputs);
  for (let row = 0; row < rows; row++) {
    if (coefficients.leavesOut(row)) {
      total.ignore(row);
      continue;
    }
    softmax.read(row, exponentials);
    coefficients.read(row);
    const { weight } = coefficients;
    const { argmax, others } = softmax;
    const rest = Math.log1p(others);
    const logZ = softmax.largest / softmax.temperature + rest;
    const penalty = weight > 0 && zLoss > 0 ? weight * zLoss * logZ : 0;
    total.add(row, rowLoss(softmax, coefficients, cols, rest) + (penalty === 0 ? 0 : penalty * logZ), weight);
    if (!gradient || !exponentials) continue;

    const start = row * cols;
    const share = (weight + 2 * penalty) / (1 + others);
    for (let k = 0; k < cols; k++) {
      const coefficient = coefficients.single ? (k === coefficients.target ? weight : 0) : coefficients.of(k);
      // For the most likely class C p - c = (C - c - c others) / (1 + others), and C - c is what the others weigh: so p
      // near 1 loses no digits.
      const derivative =
        k === argmax
          ? (coefficients.weightOfOthers(k) - coefficient * others + 2 * penalty) / (1 + others)
          : share * exponentials[k] - coefficient;
      gradient[start + k] = derivative * (gradientScale * softmax.slope(k));
    }
  }
  return total.finish();
}

/** The sum of c_k (largest - x_k + log(1 + others)): no term is below 0, so that none loses digits. */
function rowLoss(softmax: SoftmaxRows, coefficients: ClassCoefficients, cols: number, rest: number): number {
  if (coefficients.single) return lossTerm(softmax, coefficients.weight, coefficients.target, rest);
  let sum = 0;
  let lost = 0;
  for (let k = 0; k < cols; k++) {
    const term = lossTerm(softmax, coefficients.of(k), k, rest);
    const next = sum + term;
    lost += sumError(sum, term, next);
    sum = next;
  }
  return sum === Number.POSITIVE_INFINITY ? sum : sum + lost;
}

/** A gap may be beyond the largest number and its share may not; the rest is then far below its last digit. */
function lossTerm(softmax: SoftmaxRows, coefficient: number, k: number, rest: number): number {
  if (coefficient === 0) return 0;
  const gap = softmax.gap(k);
  return gap < Number.POSITIVE_INFINITY ? coefficient * (gap + rest) : softmax.shareOfGap(k, coefficient);
}

function checkZLoss(
  name: string,
  zLoss: number,
  softmax: SoftmaxRows,
  rows: number,
  coefficients: ClassCoefficients,
): void {
  if (!(zLoss > 0 && zLoss < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name}: zLoss is ${describeValue(zLoss)}; expected a finite number, 0 or more`);
  }
  for (let row = 0; row < rows; row++) {
    if (coefficients.leavesOut(row)) continue;
    softmax.read(row);
    if (softmax.largest === Number.POSITIVE_INFINITY) {
      throw new RangeError(
        `${name}: logits: row ${row}, column ${softmax.argmax} is Infinity; expected finite logits with zLoss`,
      );
    }
  }
}
