import { checkDataset, type Dataset } from "../data/dataset.js";
import { entropy } from "../information/entropy.js";
import { logLoss } from "../loss/log-loss.js";
import { sigmoidCrossEntropy } from "../loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../loss/softmax-cross-entropy.js";
import type { Total } from "../loss/total.js";
import { checkModel } from "../model/check-model.js";
import type { Model } from "../model/sequential.js";
import { checkClassIndices, checkEntries, checkLength, checkNames } from "../numerics/check.js";
import { checkedProbabilities, type Probabilities } from "../numerics/kinds.js";
import { type NestedRows, rowOf } from "../numerics/matrix.js";
import { checkOptionNames } from "../numerics/option-names.js";
import { sigmoid } from "../numerics/sigmoid.js";
import { softmax } from "../numerics/softmax.js";
import { type ConfusionMatrix, confusionMatrix } from "./confusion-matrix.js";
import { type Interval, normalInterval, wilsonInterval } from "./interval.js";
import { type ReliabilityBin, reliabilityBins } from "./reliability.js";
import { rocCurve } from "./roc.js";

/** What a model's probabilities are worth on some rows. */
export interface Evaluation {
  readonly classNames: readonly string[];
  /** N x 1 or N x K: what was stated. */
  readonly probabilities: Probabilities;
  /** N class indices: what happened. */
  readonly targets: Int32Array;
  /** Nats; lower is better. The interval is of 95 %. `total` names the rows with an infinite loss. */
  readonly logLoss: {
    readonly mean: number;
    readonly standardError: number;
    readonly interval: Interval;
    /** N losses, row by row, in nats. */
    readonly rows: Float64Array;
    readonly total: Total;
    /** What always stating the shares of the classes in these rows would cost: the entropy of the targets, in nats. */
    readonly baseRate: number;
  };
  /** Share of rows whose most likely class happened; the interval is of 95 %, Wilson. */
  readonly accuracy: { readonly share: number; readonly interval: Interval };
  readonly confusion: ConfusionMatrix;
  /** Two classes: the probability of class 1. More: that of the most likely class, against whether it happened. */
  readonly reliability: readonly ReliabilityBin[];
  /** Area under the ROC curve; undefined for more than two classes, or when one class is absent. */
  readonly rocAuc: number | undefined;
}

/**
 * Evaluates a model on rows that it was not trained on.
 *
 * The losses are computed from the logits, so that confident predictions lose no digits.
 *
 * @param model one output (two classes) or K outputs
 * @param dataset rows to predict
 * @returns log loss in nats; accuracy, reliability and ROC-AUC as shares from 0 to 1; the confusion matrix in rows
 * @throws TypeError when the model or the dataset is none
 * @throws RangeError when a feature is not finite, the model's outputs do not fit the classes, or there is no row
 * @example
 * const report = evaluate(model, test);
 * report.logLoss.mean; // nats
 * @see Good: Rational decisions (1952), for the log loss; the other numbers: `wilsonInterval`, `rocCurve`,
 * `reliabilityBins`
 */
export function evaluate(model: Model, dataset: Dataset): Evaluation {
  checkModel("evaluate: model", model);
  checkDataset("evaluate: dataset", dataset);
  checkEntries("evaluate: dataset: features", dataset.features, Number.isFinite, "a finite number");
  const { targets, classNames } = dataset;
  const expected = classNames.length === 2 ? "1 or 2" : `${classNames.length}`;
  if (model.outputs !== classNames.length && !(model.outputs === 1 && classNames.length === 2)) {
    throw new RangeError(
      `evaluate: the model has ${model.outputs} outputs; expected ${expected} for the classes ${classNames.join(", ")}`,
    );
  }
  checkRows("evaluate", targets, targets.length, classNames);
  const z = model.logits(dataset.features);
  const binary = z.cols === 1;
  return summarize({
    probabilities: binary ? sigmoid(z) : softmax(z),
    scores: binary ? z.data : Float64Array.from(targets, (_, i) => z.data[i * z.cols + 1] - z.data[i * z.cols]),
    total: binary
      ? sigmoidCrossEntropy(z, targets, { rowLosses: true })
      : softmaxCrossEntropy(z, targets, { rowLosses: true }),
    targets,
    classNames,
  });
}

/**
 * Evaluates probabilities that anybody stated: another program's predictions, a forecaster's.
 *
 * @param probabilities N probabilities of class 1 (N x 1), or N x K with rows that sum to 1
 * @param targets N class indices: what happened
 * @param options classNames: K names (2 for N x 1); default "0", "1", ...
 * @throws RangeError when a probability, a row's sum or a target is not as described, or an option is unknown
 * @example
 * evaluateProbabilities([0.9, 0.2, 0.6], [1, 0, 0]).logLoss.mean; // 0.4149...
 * @see Good: Rational decisions (1952), for the log loss; the other numbers: `wilsonInterval`, `rocCurve`,
 * `reliabilityBins`
 */
export function evaluateProbabilities(
  probabilities: Probabilities | NestedRows | ArrayLike<number>,
  targets: ArrayLike<number>,
  options: { classNames?: readonly string[] } = {},
): Evaluation {
  const p = checkedProbabilities("evaluateProbabilities: probabilities", probabilities);
  const classes = Math.max(2, p.cols);
  checkOptionNames("evaluateProbabilities", options, { classNames: true });
  const classNames = options.classNames ?? Array.from({ length: classes }, (_, k) => String(k));
  checkNames("evaluateProbabilities: classNames", classNames);
  checkLength("evaluateProbabilities: classNames", classNames, classes, "names, one a class");
  checkRows("evaluateProbabilities", targets, p.rows, classNames);
  const y = Int32Array.from(targets);
  const scores = Float64Array.from(y, (_, i) => p.data[(i + 1) * p.cols - 1]);
  return summarize({ probabilities: p, scores, total: logLoss(p, y, { rowLosses: true }), targets: y, classNames });
}

interface Predictions {
  probabilities: Probabilities;
  /** What ranks the rows by how likely class 1 is; used with two classes only. */
  scores: ArrayLike<number>;
  total: Total;
  targets: Int32Array;
  classNames: readonly string[];
}

function summarize({ probabilities, scores, total, targets, classNames }: Predictions): Evaluation {
  const n = targets.length;
  const twoClasses = classNames.length === 2;
  const predicted = new Int32Array(n);
  const stated = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = rowOf(probabilities, i);
    predicted[i] = row.length === 1 ? (row[0] > 0.5 ? 1 : 0) : indexOfLargest(row);
    stated[i] = twoClasses ? row[row.length - 1] : row[predicted[i]];
  }
  const correct = predicted.filter((k, i) => k === targets[i]).length;
  const happened = targets.map((y, i) => (twoClasses ? y : y === predicted[i] ? 1 : 0));
  const shares = classShares(targets, classNames.length);
  const { mean, standardError } = total;
  const rows = total.rowLosses ?? new Float64Array(0);
  return {
    classNames,
    probabilities,
    targets,
    logLoss: {
      mean,
      standardError,
      interval: normalInterval(mean, standardError),
      rows,
      total,
      baseRate: entropy(shares),
    },
    accuracy: { share: correct / n, interval: wilsonInterval(correct, n) },
    confusion: confusionMatrix(predicted, targets, classNames),
    reliability: reliabilityBins(stated, happened),
    rocAuc: twoClasses && shares.every((share) => share > 0) ? rocCurve(scores, targets).area : undefined,
  };
}

function classShares(targets: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const k of targets) counts[k]++;
  return counts.map((count) => count / targets.length);
}

function indexOfLargest(row: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < row.length; k++) if (row[k] > row[best]) best = k;
  return best;
}

function checkRows(name: string, targets: ArrayLike<number>, rows: number, classNames: readonly string[]): void {
  if (rows === 0) throw new RangeError(`${name}: there are no rows; expected one or more`);
  checkLength(`${name}: targets`, targets, rows, "class indices, one a row");
  checkClassIndices(`${name}: targets`, targets, classNames.length);
}
