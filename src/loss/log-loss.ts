import { checkFlag } from "../numerics/check.js";
import { checkedProbabilities, type Probabilities } from "../numerics/kinds.js";
import type { NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { sumError } from "../numerics/rounding-error.js";
import { ClassCoefficients } from "./class-coefficients.js";
import { indicesOfNames } from "./class-names.js";
import { LabelCoefficients, type LabelTargets } from "./label-coefficients.js";
import { checkOptions, checkOwnMemory, outputsOf } from "./options.js";
import { logLossBySimd } from "./simd-log-loss.js";
import type { SoftmaxTargets } from "./soft-targets.js";
import { StatedProbabilities } from "./stated-probabilities.js";
import type { Total } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

export interface LogLossOptions {
  /** `true` makes an array, an array of N is filled: the loss of every row. */
  rowLosses?: boolean | Float64Array;
  /** N numbers, 0 or more: how much a row counts. Default 1. */
  sampleWeights?: ArrayLike<number>;
  /** N flags, true or 1, false or 0: a row whose flag is false has loss 0 and weight 0; it may hold anything. */
  mask?: ArrayLike<boolean | number>;
  /** K names (for N x 1 two, the second that of the event): then targets may be names. */
  classNames?: readonly string[];
  /**
   * From 0 to 0.5: probabilities are moved into [clip, 1 - clip] first, and `clipped` says how many rows it changed.
   * Default 0: nothing is clipped, and an outcome that was called impossible costs Infinity.
   */
  clip?: number;
  /**
   * For N x K, K >= 2: rows are divided by their sums, before `clip`, and `normalised` says how many did not
   * sum to 1. Default false: such a row is an error, which names it. A row of zeros is one always.
   */
  normalise?: boolean;
}

/** What happened: numbers from 0 to 1 for a single column, else class indices; names; soft rows. */
export type LogLossTargets = SoftmaxTargets | readonly string[];

const OPTIONS: OptionNames<LogLossOptions> = {
  sampleWeights: true,
  mask: true,
  classNames: true,
  clip: true,
  normalise: true,
  rowLosses: true,
};

/**
 * The log loss of stated probabilities: the mean of -log of the probability that was given to what happened, in nats.
 *
 * The loss of a row is sampleWeight * sum_k t_k (-log p_k), where t is 1 for the class that happened; for a single column
 * sampleWeight * (y (-log p) + (1 - y) (-log(1 - p))). A term whose coefficient is 0 is 0.
 *
 * Probabilities of float32 in a single column (a Float32Array, or a matrix on one) with targets 0 and 1 in a typed array, and no
 * options, are done by SIMD where there is WebAssembly: losses within 2 units in the last place of float32; millions of them in Node
 * on several threads, as many as the environment variable SURPRISAL_THREADS says or as there are processors, to the same bits. All
 * else is done in float64.
 *
 * Predictions come first, as in all losses here; scikit-learn's log_loss has them second.
 *
 * @param probabilities N probabilities of the event (N x 1), or N x K with rows that sum to 1
 * @param targets for N x 1, N numbers from 0 to 1 (1: it happened), also as rows of one; for N x K, N class
 * indices or N x K probabilities (soft targets, one-hot rows); with classNames N names
 * @param options weights, mask, classNames, clip, normalise. Only nested rows, names and outputs to be made take memory that
 * grows with the input
 * @returns a Total; `infinite` counts the rows that had called impossible what happened, `infiniteRows` names them
 * @throws TypeError when the matrix is one of logits
 * @throws RangeError when a probability, a row's sum, a target, a weight or the clip is not as described, or SURPRISAL_THREADS is no
 * whole number from 1 on
 * @throws Error when a thread dies at its work
 * @example
 * logLoss([0.8, 0.4], [1, 0]).mean; // (-log 0.8 - log 0.6) / 2 = 0.3669...
 * @see Good: Rational decisions (1952)
 */
export function logLoss(
  probabilities: ArrayLike<number>,
  targets: ArrayLike<number> | NestedRows | readonly string[],
  options?: LogLossOptions,
): Total;
export function logLoss(
  probabilities: Probabilities | NestedRows,
  targets: LogLossTargets,
  options?: LogLossOptions,
): Total;
export function logLoss(
  probabilities: Probabilities | NestedRows | ArrayLike<number>,
  targets: LogLossTargets,
  options: LogLossOptions = {},
): Total {
  const name = "logLoss";
  checkOptionNames(name, options, OPTIONS);
  const { sampleWeights, mask, classNames, clip = 0, normalise = false } = options;
  checkFlag(`${name}: normalise`, normalise);
  if (!(sampleWeights || mask || classNames || clip !== 0 || normalise || typeof options.rowLosses === "object")) {
    const total = logLossBySimd(probabilities, targets, options.rowLosses);
    if (total) return total;
  }
  const p = checkedProbabilities(`${name}: probabilities`, probabilities, "any sum", mask);
  checkOptions(name, { sampleWeights, mask }, p.rows);
  const stated = new StatedProbabilities(name, p, { clip, normalise, mask });
  const known =
    classNames !== undefined ? indicesOfNames(name, targets, classNames, p, mask) : (targets as SoftmaxTargets);
  const weights = { sampleWeights, mask };
  const binary = p.cols === 1 ? new LabelCoefficients(name, known as LabelTargets, weights, p) : undefined;
  const classes = binary ? undefined : new ClassCoefficients(name, known, weights, p.rows, p.cols);
  checkOwnMemory(name, options, { probabilities, targets });

  const total = new TotalBuilder(outputsOf(name, { rowLosses: options.rowLosses }, p));
  for (let row = 0; row < p.rows; row++) {
    if (mask && !mask[row]) {
      total.ignore(row);
      continue;
    }
    stated.read(row);
    if (binary) {
      binary.read(row, 0);
      total.add(row, binaryLoss(stated, binary), binary.weight);
    } else if (classes) {
      classes.read(row);
      total.add(row, rowLoss(stated, classes, p.cols), classes.weight);
    }
  }
  return total.finish({ clipped: stated.clipped, normalised: stated.normalised });
}

function binaryLoss(stated: StatedProbabilities, { yes, no }: LabelCoefficients): number {
  return (yes > 0 ? yes * stated.surprise(0) : 0) + (no > 0 ? no * stated.surpriseOfNo() : 0);
}

function rowLoss(stated: StatedProbabilities, coefficients: ClassCoefficients, cols: number): number {
  if (coefficients.single) {
    return coefficients.weight > 0 ? coefficients.weight * stated.surprise(coefficients.target) : 0;
  }
  let sum = 0;
  let lost = 0;
  for (let k = 0; k < cols; k++) {
    const coefficient = coefficients.of(k);
    const term = coefficient > 0 ? coefficient * stated.surprise(k) : 0;
    const next = sum + term;
    lost += sumError(sum, term, next);
    sum = next;
  }
  return sum === Number.POSITIVE_INFINITY ? sum : sum + lost;
}
