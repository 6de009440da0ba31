import { checkEntries, sumTolerance } from "../numerics/check.js";
import { counted } from "../numerics/counted.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Logits, LogProbabilities, MatrixOf } from "../numerics/kinds.js";
import { checkMatrix, isMatrix, type Matrix, matrix, type NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { rowSum } from "../numerics/softmax.js";
import { checkOptions, checkOwnMemory, type LossOptions, outputsOf } from "./options.js";
import { softTargets } from "./soft-targets.js";
import type { Total } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

/** What the losses that compare two distributions take. */
export type KlDivergenceLossOptions = Omit<LossOptions, "labelSmoothing">;

const OPTIONS: OptionNames<KlDivergenceLossOptions> = {
  sampleWeights: true,
  mask: true,
  gradient: true,
  gradientScale: true,
  rowLosses: true,
};

/**
 * The loss of a row, by how its predictions are stated; writes scale times its derivative to the row of the gradient, if
 * there is one.
 */
type RowDivergence = (
  name: string,
  predictions: Matrix,
  targets: Matrix,
  row: number,
  scale: number,
  gradient: Matrix | undefined,
) => number;

/** The total of the divergences of all rows; throws where the arguments are not as `klDivergenceLoss` says. */
export function divergenceOfRows(
  name: string,
  predictions: Logits | LogProbabilities,
  targets: MatrixOf<"probabilities"> | NestedRows,
  options: KlDivergenceLossOptions,
  rowDivergence: Readonly<Record<(Logits | LogProbabilities)["kind"], RowDivergence>>,
): Total {
  const t = checkedTargets(name, predictions, targets, options);
  const { mask, sampleWeights, gradientScale = 1 } = options;
  const outputs = outputsOf(name, options, predictions);
  checkOwnMemory(name, options, { predictions, targets });

  const total = new TotalBuilder(outputs);
  for (let row = 0; row < predictions.rows; row++) {
    if (mask && !mask[row]) {
      total.ignore(row);
      continue;
    }
    const weight = sampleWeights?.[row] ?? 1;
    const loss = rowDivergence[predictions.kind](name, predictions, t, row, weight * gradientScale, outputs.gradient);
    total.add(row, weight > 0 ? weight * loss : 0, weight);
  }
  return total.finish();
}

function checkedTargets(
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
    throw new RangeError(`${name}: predictions have ${counted(cols, "columns")}; expected 2 or more classes`);
  }
  checkOptionNames(name, options, OPTIONS);
  checkOptions(name, options, rows);
  if (kind === "logits") checkLogitRows(name, predictions, options.mask);
  else checkLogRows(name, predictions, options.mask);
  if (rows === 0 && Array.isArray(targets) && targets.length === 0) return matrix(0, cols);
  const checked = softTargets(name, targets, predictions, options.mask);
  if (!checked) {
    throw new TypeError(`${name}: targets is ${describeValue(targets)}; expected a matrix or rows of probabilities`);
  }
  return checked;
}

function checkLogitRows(name: string, z: Matrix, mask: LossOptions["mask"]): void {
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
