import type { Logits, LogProbabilities, MatrixOf } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { type RowSum, rowSum } from "../numerics/softmax.js";
import { divergenceOfRows, type KlDivergenceLossOptions } from "./divergence-of-rows.js";
import { divergenceOf, divergenceTerm, sumMinusOne } from "./divergence-term.js";
import { writeJacobianProduct } from "./softmax-jacobian.js";
import type { Total, TotalWithGradient } from "./total.js";

/**
 * The Kullback-Leibler divergence of the targets from the predictions, D(p || t), the reverse one, in nats: it punishes
 * what the predictions hold likely and the targets do not, where the forward one (`klDivergenceLoss`) punishes what the
 * predictions leave out.
 *
 * The loss of a row is sampleWeight * sum_k p_k (log p_k - log t_k), where a p_k of 0 makes its term 0. p is the softmax
 * of logits; log-probabilities are taken as they are. Like the forward one it is never negative, and 0 only where p is t,
 * also for rows that sum to 1 only nearly. With r_k = log p_k - log t_k, the derivative is
 * p_k (r_k - sum_j p_j r_j) with respect to a logit, p_k (r_k + 1) with respect to a log-probability, times the weight.
 *
 * Where a target of 0 is held possible the loss is Infinity, and unlike that of the forward one its derivative has no
 * finite limit: it is written as Infinity for the logits of such classes and -Infinity for the other possible ones. Give
 * such targets a floor before training.
 *
 * @param predictions N x K `logits(...)` or `logProbabilities(...)`, K >= 2: the brand decides, so nested rows are refused
 * @param targets N x K probabilities
 * @param options weights, mask, gradient
 * @returns a Total whose weight is the sum of the sample weights
 * @throws TypeError when the predictions are not of one of the two kinds
 * @throws RangeError when an entry is not of its kind, a row is no distribution, or an option does not fit; nothing has
 * been written then
 * @example
 * reverseKlDivergenceLoss(logits([[0, 0]]), [[0.9, 0.1]]).sum; // -ln 0.6 = 0.51082...
 * @see Bishop: Pattern recognition and machine learning (2006), section 10.1.2
 */
export function reverseKlDivergenceLoss(
  predictions: Logits | LogProbabilities,
  targets: MatrixOf<"probabilities"> | NestedRows,
  options: KlDivergenceLossOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function reverseKlDivergenceLoss(
  predictions: Logits | LogProbabilities,
  targets: MatrixOf<"probabilities"> | NestedRows,
  options?: KlDivergenceLossOptions,
): Total;
export function reverseKlDivergenceLoss(
  predictions: Logits | LogProbabilities,
  targets: MatrixOf<"probabilities"> | NestedRows,
  options: KlDivergenceLossOptions = {},
): Total {
  return divergenceOfRows("reverseKlDivergenceLoss", predictions, targets, options, {
    logits: divergenceFromLogits,
    "log-probabilities": divergenceFromLogProbabilities,
  });
}

function divergenceFromLogits(
  name: string,
  z: Matrix,
  t: Matrix,
  row: number,
  scale: number,
  gradient: Matrix | undefined,
): number {
  const sums = rowSum(name, z, row);
  const { argmax, largest, others } = sums;
  const rest = Math.log1p(others);
  const base = row * z.cols;
  const logRatio = (k: number) => {
    const gap = k === argmax ? 0 : largest - z.data[base + k];
    return gap < Number.POSITIVE_INFINITY ? -gap - rest - Math.log(t.data[base + k]) : 0;
  };
  let sum = 0;
  for (let k = 0; k < z.cols; k++) {
    const p = (k === argmax ? 1 : Math.exp(z.data[base + k] - largest)) / (1 + others);
    const target = t.data[base + k];
    if (target === 0 && isPossible(z, row, k, sums)) sum = Number.POSITIVE_INFINITY;
    else sum += divergenceTerm(p, target, logRatio(k));
  }
  if (gradient) {
    if (sum < Number.POSITIVE_INFINITY) writeJacobianProduct(gradient, row, z, sums, logRatio, scale);
    else {
      for (let k = 0; k < z.cols; k++) {
        const sign = !isPossible(z, row, k, sums) ? 0 : t.data[base + k] === 0 ? scale : -scale;
        gradient.data[base + k] = sign === 0 ? 0 : sign * Number.POSITIVE_INFINITY;
      }
    }
  }
  return divergenceOf(sum - sumMinusOne(t.data, base, base + z.cols), sum);
}

function divergenceFromLogProbabilities(
  _name: string,
  logP: Matrix,
  t: Matrix,
  row: number,
  scale: number,
  gradient: Matrix | undefined,
): number {
  const base = row * logP.cols;
  let sum = 0;
  let terms = 0;
  for (let i = base; i < base + logP.cols; i++) {
    let derivative = 0;
    if (logP.data[i] === Number.NEGATIVE_INFINITY) terms += t.data[i];
    if (logP.data[i] > Number.NEGATIVE_INFINITY) {
      const p = Math.exp(logP.data[i]);
      const logRatio = logP.data[i] - Math.log(t.data[i]);
      // Also where p is so small that it is 0 in float64.
      sum += t.data[i] === 0 ? Number.POSITIVE_INFINITY : p * logRatio;
      terms += divergenceTerm(p, t.data[i], logRatio);
      derivative = t.data[i] === 0 ? Number.POSITIVE_INFINITY : p * (logRatio + 1);
    }
    if (gradient) gradient.data[i] = scale === 0 ? 0 : scale * derivative;
  }
  return divergenceOf(sum, terms);
}

/** Whether the softmax of logit k is above 0, however small. */
function isPossible(z: Matrix, row: number, k: number, { argmax, largest }: RowSum): boolean {
  return k === argmax || (largest < Number.POSITIVE_INFINITY && z.data[row * z.cols + k] > Number.NEGATIVE_INFINITY);
}
