import type { Logits, LogProbabilities, MatrixOf } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { rowSum } from "../numerics/softmax.js";
import { divergenceOfRows, type KlDivergenceLossOptions } from "./divergence-of-rows.js";
import { divergenceOf, divergenceTerm, sumMinusOne } from "./divergence-term.js";
import { writeSoftmaxGradient } from "./softmax-gradient.js";
import type { Total, TotalWithGradient } from "./total.js";

/**
 * The Kullback-Leibler divergence of the predictions from the targets, D(t || p), the forward one: the surprise of a
 * model with these predictions beyond the one that nobody is spared, in nats. It is cross-entropy less the entropy of
 * the targets, and has its gradient.
 *
 * The loss of a row is sampleWeight * sum_k t_k (log t_k - log p_k), where a t_k of 0 makes its term 0. p is the softmax
 * of logits; log-probabilities are taken as they are. The derivative is (sum_j t_j) p_k - t_k with respect to a logit,
 * -t_k with respect to a log-probability, times the weight.
 *
 * From logits the error of a row is a few units in the last place of the loss and of sum_k |t_k - p_k| (1 + |log t_k|),
 * so that small divergences keep their digits. Targets count as they are, also if they sum to 1 only nearly. Where that
 * would make the sum negative, the loss is sum_k (t_k log(t_k / p_k) - t_k + p_k), larger by no more than the rows are off
 * 1: so it is never negative, and 0 only where t is p.
 *
 * @param predictions N x K `logits(...)` or `logProbabilities(...)`, K >= 2: the brand decides, so nested rows are refused
 * @param targets N x K probabilities; zeros are allowed
 * @param options weights, mask, gradient
 * @returns a Total whose weight is the sum of the sample weights; Infinity where p is 0 and t is not
 * @throws TypeError when the predictions are not of one of the two kinds
 * @throws RangeError when an entry is not of its kind, a row is no distribution, or an option does not fit; nothing has
 * been written then
 * @example
 * klDivergenceLoss(logits([[0, 0]]), [[0.9, 0.1]]).sum; // ln 2 - 0.3250... = 0.36806...
 * @see Kullback and Leibler: On information and sufficiency (1951)
 */
export function klDivergenceLoss(
  predictions: Logits | LogProbabilities,
  targets: MatrixOf<"probabilities"> | NestedRows,
  options: KlDivergenceLossOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function klDivergenceLoss(
  predictions: Logits | LogProbabilities,
  targets: MatrixOf<"probabilities"> | NestedRows,
  options?: KlDivergenceLossOptions,
): Total;
export function klDivergenceLoss(
  predictions: Logits | LogProbabilities,
  targets: MatrixOf<"probabilities"> | NestedRows,
  options: KlDivergenceLossOptions = {},
): Total {
  return divergenceOfRows("klDivergenceLoss", predictions, targets, options, {
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
  let sum = 0;
  for (let k = 0; k < z.cols; k++) {
    const target = t.data[base + k];
    const logit = z.data[base + k];
    const gap = k === argmax ? 0 : largest - logit;
    const p = Math.exp(-gap) / (1 + others);
    // Of two finite logits the difference may overflow and its share may not.
    if (gap === Number.POSITIVE_INFINITY && target > 0) sum += target * largest - target * logit;
    else sum += divergenceTerm(target, p, Math.log(target) + gap + rest);
  }
  if (gradient) writeSoftmaxGradient(gradient, row, z, sums, t.data.subarray(base, base + z.cols), scale);
  return divergenceOf(sum + sumMinusOne(t.data, base, base + z.cols), sum);
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
    const logRatio = Math.log(t.data[i]) - logP.data[i];
    if (t.data[i] > 0) sum += t.data[i] * logRatio;
    terms += divergenceTerm(t.data[i], Math.exp(logP.data[i]), logRatio);
    if (gradient) gradient.data[i] = 0 - scale * t.data[i];
  }
  return divergenceOf(sum, terms);
}
