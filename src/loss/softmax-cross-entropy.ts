import { checkClassIndices, checkEntries, checkLength, checkRowSums, checkWeights } from "../numerics/check.js";
import { checkedLogits, type Logits, type MatrixOf } from "../numerics/kinds.js";
import { checkedRows, isMatrix, type Matrix, type NestedRows } from "../numerics/matrix.js";
import { rowSum } from "../numerics/softmax.js";
import { checkOptions, checkTargetKind, type LossOptions, outputsOf } from "./options.js";
import { type Total, TotalBuilder, type TotalWithGradient } from "./total.js";

/** Class indices, or rows of probabilities (soft targets). */
type Targets = ArrayLike<number> | MatrixOf<"probabilities"> | NestedRows;

export interface SoftmaxCrossEntropyOptions extends LossOptions {
  /** K numbers, 0 or more: how much a class counts. Default 1. */
  classWeights?: ArrayLike<number>;
}

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
  targets: Targets,
  options: SoftmaxCrossEntropyOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function softmaxCrossEntropy(
  z: Logits | NestedRows,
  targets: Targets,
  options?: SoftmaxCrossEntropyOptions,
): Total;
export function softmaxCrossEntropy(
  z: Logits | NestedRows,
  targets: Targets,
  options: SoftmaxCrossEntropyOptions = {},
): Total {
  const name = "softmaxCrossEntropy";
  const logits = checkedLogits(`${name}: logits`, z);
  const { rows, cols } = logits;
  if (cols < 2 && rows > 0) {
    throw new RangeError(
      `${name}: logits have ${cols} column; expected 2 or more (for one column: sigmoidCrossEntropy)`,
    );
  }
  checkOptions(name, options, rows);
  const soft = softTargets(name, targets, logits, options.mask);
  const indices = targets as ArrayLike<number>;
  if (!soft) {
    checkLength(`${name}: targets`, indices, rows, "class indices, one a row of the logits");
    checkClassIndices(`${name}: targets`, indices, cols, options.mask);
  }
  const { classWeights, sampleWeights, mask, labelSmoothing = 0, gradientScale = 1 } = options;
  if (classWeights) {
    checkLength(`${name}: classWeights`, classWeights, cols, "weights, one a class");
    checkWeights(`${name}: classWeights`, classWeights);
  }
  const outputs = outputsOf(name, options, logits);
  const { gradient } = outputs;
  for (let row = 0; row < rows; row++) if (!mask || mask[row]) rowSum(name, logits, row);

  const total = new TotalBuilder(outputs);
  for (let row = 0; row < rows; row++) {
    const base = row * cols;
    if (mask && !mask[row]) {
      total.ignore(row);
      continue;
    }
    const { argmax, largest, others } = rowSum(name, logits, row);
    const rest = Math.log1p(others);
    const spread = labelSmoothing / cols;
    let loss = 0;
    let weight = 0;
    let weightOfOthers = 0;
    for (let k = 0; k < cols; k++) {
      const target = soft ? soft.data[base + k] : indices[row] === k ? 1 : 0;
      const coefficient =
        (sampleWeights?.[row] ?? 1) * (classWeights?.[k] ?? 1) * ((1 - labelSmoothing) * target + spread);
      if (coefficient > 0) {
        weight += coefficient;
        if (k !== argmax) weightOfOthers += coefficient;
        loss += lossTerm(coefficient, largest, logits.data[base + k], rest);
      }
      if (gradient) gradient.data[base + k] = coefficient;
    }
    total.add(row, loss, weight);
    if (gradient) {
      for (let k = 0; k < cols; k++) {
        const coefficient = gradient.data[base + k];
        // For the most likely class w p - c = (w - c - c s) / (1 + s), s the sum of the others' e^(z - largest), and
        // w - c is what the others weigh: so p near 1 loses no digits.
        gradient.data[base + k] =
          gradientScale *
          (k === argmax
            ? (weightOfOthers - coefficient * others) / (1 + others)
            : (weight * Math.exp(logits.data[base + k] - largest)) / (1 + others) - coefficient);
      }
    }
  }
  return total.finish();
}

/** coefficient * (largest - z + rest). Of two finite logits the difference may overflow and its share may not. */
function lossTerm(coefficient: number, largest: number, z: number, rest: number): number {
  const gap = z === largest ? 0 : largest - z;
  return gap < Number.POSITIVE_INFINITY ? coefficient * (gap + rest) : coefficient * largest - coefficient * z;
}

function softTargets(name: string, given: Targets, z: Matrix, mask: LossOptions["mask"]): Matrix | undefined {
  checkTargetKind(name, given);
  const nested = !isMatrix(given) && typeof given?.[0] === "object";
  if (!isMatrix(given) && !nested) return undefined;
  const targets = isMatrix(given) ? given : checkedRows(`${name}: targets`, given as NestedRows);
  if (targets.rows !== z.rows || targets.cols !== z.cols) {
    throw new RangeError(
      `${name}: targets are ${targets.rows} x ${targets.cols}; expected the shape of the logits, ${z.rows} x ${z.cols}`,
    );
  }
  checkEntries(`${name}: targets`, targets, (t) => t >= 0 && t <= 1, "a probability, 0 to 1", mask);
  checkRowSums(`${name}: targets`, targets, mask);
  return targets;
}
