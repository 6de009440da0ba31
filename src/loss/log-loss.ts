import { checkClassIndices, checkLength, checkUnitInterval, checkWeights } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkedProbabilities, type Probabilities } from "../numerics/kinds.js";
import type { NestedRows } from "../numerics/matrix.js";
import { outputsOf } from "./options.js";
import { type Total, TotalBuilder } from "./total.js";

export interface LogLossOptions {
  /** `true` makes an array, an array of N is filled: the loss of every row. */
  rowLosses?: boolean | Float64Array;
  /** N numbers, 0 or more: how much a row counts. Default 1. */
  sampleWeights?: ArrayLike<number>;
  /**
   * From 0 to 0.5: probabilities are moved into [clip, 1 - clip] first, and `clipped` says how many rows it changed.
   * Default 0: nothing is clipped, and an outcome that was called impossible costs Infinity.
   */
  clip?: number;
}

/** A total of log losses. */
export interface LogLossTotal extends Total {
  /** Rows whose loss was changed by `clip`. */
  readonly clipped: number;
}

/**
 * The log loss of stated probabilities: the mean of -log of the probability that was given to what happened, in nats.
 *
 * @param probabilities N probabilities of the event (N x 1), or N x K with rows that sum to 1
 * @param targets for N x 1, N numbers from 0 to 1 (1: it happened); for N x K, N class indices
 * @param options weights, clip
 * @returns a Total; `infinite` counts the rows that had called impossible what happened, `infiniteRows` names them
 * @throws TypeError when the matrix is one of logits
 * @throws RangeError when a probability, a row's sum, a target, a weight or the clip is not as described
 * @example
 * logLoss([0.8, 0.4], [1, 0]).mean; // (-log 0.8 - log 0.6) / 2 = 0.3669...
 * @see Good: Rational decisions (1952)
 */
export function logLoss(
  probabilities: Probabilities | NestedRows | ArrayLike<number>,
  targets: ArrayLike<number>,
  options: LogLossOptions = {},
): LogLossTotal {
  const p = checkedProbabilities("logLoss: probabilities", probabilities);
  const { sampleWeights, clip = 0 } = options;
  if (!(clip >= 0 && clip < 0.5)) {
    throw new RangeError(`logLoss: clip is ${describeValue(clip)}; expected a number from 0 to less than 0.5`);
  }
  checkLength("logLoss: targets", targets, p.rows, "targets, one a row of the probabilities");
  if (p.cols === 1) checkUnitInterval("logLoss: targets", targets);
  else checkClassIndices("logLoss: targets", targets, p.cols);
  if (sampleWeights) {
    checkLength("logLoss: sampleWeights", sampleWeights, p.rows, "weights, one a row");
    checkWeights("logLoss: sampleWeights", sampleWeights);
  }

  const total = new TotalBuilder(outputsOf("logLoss", { rowLosses: options.rowLosses }, p));
  let clipped = 0;
  for (let row = 0; row < p.rows; row++) {
    const weight = sampleWeights?.[row] ?? 1;
    const target = targets[row];
    const stated = p.cols === 1 ? p.data[row] : p.data[row * p.cols + target];
    const probability = Math.min(Math.max(stated, clip), 1 - clip);
    const yes = p.cols === 1 ? weight * target : weight;
    const no = p.cols === 1 ? weight * (1 - target) : 0;
    let loss = 0;
    if (yes > 0) loss -= yes * Math.log(probability);
    if (no > 0) loss -= no * Math.log1p(-probability);
    if (weight > 0 && probability !== stated) clipped++;
    total.add(row, loss + 0, weight);
  }
  return Object.assign(total.finish(), { clipped });
}
