import { checkEntries, sumTolerance } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkedLogits, type Logits, type LogProbabilities, type MatrixOf } from "../numerics/kinds.js";
import { checkMatrix, isMatrix, type Matrix, type NestedRows } from "../numerics/matrix.js";
import { rowSum } from "../numerics/softmax.js";
import { checkOptionNames, type OptionNames } from "./option-names.js";
import { checkOptions, type LossOptions } from "./options.js";
import { softTargets } from "./softmax-inputs.js";

/** What the losses that compare two distributions take. */
export type KlDivergenceLossOptions = Omit<LossOptions, "labelSmoothing">;

const OPTIONS: OptionNames<KlDivergenceLossOptions> = {
  sampleWeights: true,
  mask: true,
  gradient: true,
  gradientScale: true,
  rowLosses: true,
};

/** The targets of a divergence as a matrix; throws where the arguments are not as `klDivergenceLoss` says. */
export function checkedKlTargets(
  name: string,
  predictions: Logits | LogProbabilities,
  targets: MatrixOf<"probabilities"> | NestedRows,
  options: KlDivergenceLossOptions,
): Matrix {
  const kind = isMatrix(predictions) ? predictions.kind : undefined;
  if (kind !== "logits" && kind !== "log-probabilities") {
    const found = typeof kind === "string" ? `a matrix of ${kind}` : describeValue(predictions);
    throw new TypeError(`${name}: predictions: got ${found}; expected logits(...) or logProbabilities(...)`);
  }
  checkMatrix(`${name}: predictions`, predictions);
  const { rows, cols } = predictions;
  if (cols < 2 && rows > 0) {
    throw new RangeError(`${name}: predictions have ${cols} column; expected 2 or more classes`);
  }
  checkOptionNames(name, options, OPTIONS);
  checkOptions(name, options, rows);
  if (kind === "logits") checkLogitRows(name, predictions, options.mask);
  else checkLogRows(name, predictions, options.mask);
  const checked = softTargets(name, targets, predictions, options.mask);
  if (!checked) {
    throw new TypeError(`${name}: targets is ${describeValue(targets)}; expected a matrix or rows of probabilities`);
  }
  return checked;
}

function checkLogitRows(name: string, z: Matrix, mask: LossOptions["mask"]): void {
  checkedLogits(`${name}: predictions`, z);
  for (let row = 0; row < z.rows; row++) if (!mask || mask[row]) rowSum(`${name}: predictions`, z, row);
}

function checkLogRows(name: string, logP: Matrix, mask: LossOptions["mask"]): void {
  checkEntries(`${name}: predictions`, logP, (x) => x <= 0, "0 or less", mask);
  const tolerance = sumTolerance(logP.data);
  for (let row = 0; row < logP.rows; row++) {
    if (mask && !mask[row]) continue;
    let sum = 0;
    for (let k = 0; k < logP.cols; k++) sum += Math.exp(logP.data[row * logP.cols + k]);
    if (!(Math.abs(sum - 1) <= tolerance)) {
      throw new RangeError(`${name}: predictions: row ${row} has probabilities that sum to ${sum}; expected 1`);
    }
  }
}
