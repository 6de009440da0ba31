import { checkClassIndices, checkEntries, checkLength, checkRowSums, checkWeights } from "../numerics/check.js";
import { checkedLogits, type Logits, type MatrixOf } from "../numerics/kinds.js";
import { checkedRows, isMatrix, type Matrix, type NestedRows } from "../numerics/matrix.js";
import { rowSum } from "../numerics/softmax.js";
import { checkOptions, checkTargetKind, type LossOptions } from "./options.js";

/** Class indices, or rows of probabilities (soft targets). */
export type SoftmaxTargets = ArrayLike<number> | MatrixOf<"probabilities"> | NestedRows;

/** What the losses on the softmax of logits take. */
export interface SoftmaxLossOptions extends LossOptions {
  /** K numbers, 0 or more: how much a class counts. Default 1. */
  classWeights?: ArrayLike<number>;
}

/** Logits and, for every row and class, c_k = sampleWeight * classWeight_k * ((1 - s) t_k + s / K), s the smoothing. */
export interface SoftmaxInputs {
  readonly logits: Logits;
  readonly coefficientOf: (row: number, k: number) => number;
}

/** Throws where the arguments are not as `softmaxCrossEntropy` says. */
export function checkedSoftmaxInputs(
  name: string,
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxLossOptions,
): SoftmaxInputs {
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
  const { classWeights, sampleWeights, mask, labelSmoothing = 0 } = options;
  if (classWeights) {
    checkLength(`${name}: classWeights`, classWeights, cols, "weights, one a class");
    checkWeights(`${name}: classWeights`, classWeights);
  }
  for (let row = 0; row < rows; row++) if (!mask || mask[row]) rowSum(name, logits, row);

  const spread = labelSmoothing / cols;
  const coefficientOf = (row: number, k: number) => {
    const target = soft ? soft.data[row * cols + k] : indices[row] === k ? 1 : 0;
    return (sampleWeights?.[row] ?? 1) * (classWeights?.[k] ?? 1) * ((1 - labelSmoothing) * target + spread);
  };
  return { logits, coefficientOf };
}

/** Soft targets as a matrix, checked; undefined when these are none, but maybe class indices. */
export function softTargets(
  name: string,
  given: SoftmaxTargets,
  z: Matrix,
  mask: LossOptions["mask"],
): Matrix | undefined {
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
