import {
  checkClassIndices,
  checkEntries,
  checkFlag,
  checkFlags,
  checkLength,
  checkRowSums,
  checkWeights,
  isArrayLike,
  isShare,
} from "../../numerics/check.js";
import { counted } from "../../numerics/counted.js";
import { describeValue } from "../../numerics/describe-value.js";
import { brand, checkedLogits, checkedProbabilities, type Logits, type MatrixOf } from "../../numerics/kinds.js";
import { checkedRows, isMatrix, type Matrix, matrix, type NestedRows } from "../../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { sigmoid } from "../../numerics/sigmoid.js";
import { softmax } from "../../numerics/softmax.js";
import { checkLogitShape, type LogitShape } from "../../numerics/softmax-rows.js";
import { checkZLoss } from "../softmax-inputs.js";

/** Predictions, of one kind. */
type Predictions =
  | { logits: MatrixOf<"logits"> | NestedRows | ArrayLike<number>; probabilities?: undefined }
  | { probabilities: MatrixOf<"probabilities"> | NestedRows | ArrayLike<number>; logits?: undefined };

/**
 * What a loss is computed from, before anybody's conventions. One column of predictions is binary (sigmoid); two or more
 * are classes (softmax), or with `multiLabel` yes-or-no questions that do not exclude each other.
 */
export type LossInputs = Predictions & {
  /** N class indices, N numbers from 0 to 1 (one column), or N x K numbers from 0 to 1. */
  targets: ArrayLike<number> | MatrixOf<"probabilities"> | NestedRows;
  /** The columns are labels that do not exclude each other. Default false. */
  multiLabel?: boolean;
  /** K numbers, 0 or more: how much a class counts. Classes only. */
  classWeights?: ArrayLike<number>;
  /** N numbers, 0 or more: how much a row counts. */
  sampleWeights?: ArrayLike<number>;
  /** How much a "yes" counts against a "no". Binary and multi-label only. */
  posWeight?: number;
  /** From 0 to 1: this share of every target is spread evenly. */
  labelSmoothing?: number;
  /** N flags: a row whose flag is false is left out. Its target may be anything. */
  mask?: ArrayLike<boolean | number>;
  /** A class index that stands for none: its rows are left out. */
  ignoreIndex?: number;
  /** What logits of classes are divided by, after the softcap; default 1. */
  temperature?: number;
  /** c: logits z of classes become c tanh(z / c). */
  softcap?: number;
  /** a: log Z squared is added to every -log p, a times. Logits of classes only; default 0. */
  zLoss?: number;
};

const LOSS_INPUTS: OptionNames<LossInputs> = {
  ...{ logits: true, probabilities: true, targets: true, multiLabel: true },
  ...{ classWeights: true, sampleWeights: true, posWeight: true, labelSmoothing: true, mask: true, ignoreIndex: true },
  ...{ temperature: true, softcap: true, zLoss: true },
};

/** The same, checked and in one shape. */
export interface Case {
  readonly kind: "softmax" | "sigmoid";
  readonly given: "logits" | "probabilities";
  /** N x K: logits under their softcap and temperature; rows of probabilities need not sum to 1. */
  readonly predictions: Matrix;
  /** The logits before softcap and temperature; undefined without these. */
  readonly unshaped?: { readonly logits: Matrix; readonly shape: LogitShape };
  /** N x K; for class indices one-hot, and all zeros for a row that is left out and has no class. */
  readonly targets: Matrix;
  /** Whether the targets were class indices. */
  readonly indexed: boolean;
  readonly classWeights?: ArrayLike<number>;
  readonly sampleWeights?: ArrayLike<number>;
  readonly posWeight: number;
  readonly labelSmoothing: number;
  readonly zLoss: number;
  readonly mask?: ArrayLike<boolean | number>;
}

/** Throws when that is no object that inputs could be in. */
export function checkIsInputs(name: string, inputs: unknown): void {
  if (typeof inputs !== "object" || inputs === null || Array.isArray(inputs)) {
    throw new TypeError(
      `${name}: got ${describeValue(inputs)}; expected an object with logits or probabilities, and targets`,
    );
  }
}

/** Checks the inputs; `name` begins the errors. */
export function caseOf(name: string, inputs: LossInputs): Case {
  checkIsInputs(name, inputs);
  checkOptionNames(name, inputs, LOSS_INPUTS);
  const { logits, probabilities, sampleWeights, classWeights, posWeight = 1, labelSmoothing = 0, zLoss = 0 } = inputs;
  if ((logits === undefined) === (probabilities === undefined)) {
    const got = logits === undefined ? "neither" : "both";
    throw new TypeError(`${name}: got ${got}; expected either logits or probabilities`);
  }
  const given = logits === undefined ? "probabilities" : "logits";
  const predictions =
    logits === undefined
      ? checkedProbabilities(`${name}: probabilities`, probabilities, "any sum")
      : checkedLogits(`${name}: logits`, logits);
  const { rows, cols } = predictions;
  if (rows === 0 || cols === 0) throw new RangeError(`${name}: ${given} are empty; expected one row or more`);
  if (inputs.multiLabel !== undefined) checkFlag(`${name}: multiLabel`, inputs.multiLabel);
  const kind = cols === 1 || inputs.multiLabel ? "sigmoid" : "softmax";

  if (sampleWeights !== undefined) {
    checkLength(`${name}: sampleWeights`, sampleWeights, rows, "weights, one a row");
    checkWeights(`${name}: sampleWeights`, sampleWeights);
  }
  if (classWeights !== undefined) {
    if (kind === "sigmoid") throw new TypeError(`${name}: classWeights go with classes; expected posWeight`);
    checkLength(`${name}: classWeights`, classWeights, cols, "weights, one a class");
    checkWeights(`${name}: classWeights`, classWeights);
  }
  if (posWeight !== 1 && kind === "softmax") {
    throw new TypeError(`${name}: posWeight goes with yes and no; expected classWeights`);
  }
  if (!(typeof posWeight === "number" && posWeight >= 0 && posWeight < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name}: posWeight is ${describeValue(posWeight)}; expected a finite number, 0 or more`);
  }
  if (!isShare(labelSmoothing)) {
    throw new RangeError(`${name}: labelSmoothing is ${describeValue(labelSmoothing)}; expected a number from 0 to 1`);
  }
  if (inputs.mask !== undefined) {
    checkLength(`${name}: mask`, inputs.mask, rows, "flags, one a row");
    checkFlags(`${name}: mask`, inputs.mask);
  }
  const mask = maskOf(name, inputs);
  return {
    ...targetsOf(name, inputs.targets, predictions, kind, mask),
    ...{ kind, given, classWeights, sampleWeights, posWeight, labelSmoothing, mask, zLoss },
    ...shapedAs(checkedShape(name, inputs, kind, given), predictions),
  };
}

/** The options that only logits of classes have. */
function checkedShape(name: string, inputs: LossInputs, kind: Case["kind"], given: Case["given"]): LogitShape {
  const { temperature, softcap, zLoss } = inputs;
  for (const [option, value] of Object.entries({ temperature, softcap, zLoss })) {
    if (value !== undefined && (kind === "sigmoid" || given === "probabilities")) {
      throw new TypeError(`${name}: ${option} goes with logits of two classes or more; expected none`);
    }
  }
  checkLogitShape(name, { temperature, softcap });
  checkZLoss(name, zLoss);
  return { temperature, softcap };
}

/** The logits under softcap and temperature. */
export function shapedAs(shape: LogitShape, logits: Matrix): Pick<Case, "predictions" | "unshaped"> {
  const { softcap, temperature = 1 } = shape;
  if (softcap === undefined && temperature === 1) return { predictions: logits, unshaped: undefined };
  const capped = (z: number) =>
    softcap === undefined || z === Number.NEGATIVE_INFINITY ? z : softcap * Math.tanh(z / softcap);
  return { predictions: mapped(logits, (z) => capped(z) / temperature), unshaped: { logits, shape } };
}

/** The probabilities: as given, or the softmax or sigmoid of the logits. */
export function probabilitiesOf({ given, kind, predictions }: Case): Matrix {
  if (given === "probabilities") return predictions;
  return kind === "softmax" ? softmax(brand("logits", predictions) as Logits) : mapped(predictions, sigmoid);
}

/** The logits: as given, or log p (classes), or log p - log(1 - p) (yes or no). */
export function logitsOf({ given, kind, predictions }: Case): Matrix {
  if (given === "logits") return predictions;
  return mapped(predictions, kind === "softmax" ? Math.log : (p) => Math.log(p) - Math.log1p(-p));
}

/** The matrix with every entry replaced. */
export function mapped(m: Matrix, change: (entry: number) => number): Matrix {
  const result = matrix(m.rows, m.cols);
  for (let i = 0; i < m.data.length; i++) result.data[i] = change(m.data[i]);
  return result;
}

/** The rows that mask and ignoreIndex leave, of class indices. */
function maskOf(name: string, { targets, mask, ignoreIndex }: LossInputs): LossInputs["mask"] {
  if (ignoreIndex === undefined) return mask;
  if (!isArrayLike(targets) || typeof targets[0] === "object") {
    throw new RangeError(`${name}: ignoreIndex goes with class indices; expected mask`);
  }
  if (!Number.isInteger(ignoreIndex)) {
    throw new RangeError(`${name}: ignoreIndex is ${describeValue(ignoreIndex)}; expected a whole number`);
  }
  return Array.from(targets as ArrayLike<number>, (k, row) => (!mask || Boolean(mask[row])) && k !== ignoreIndex);
}

function targetsOf(
  name: string,
  given: LossInputs["targets"],
  { rows, cols }: Matrix,
  kind: Case["kind"],
  mask: LossInputs["mask"],
): Pick<Case, "targets" | "indexed"> {
  const nested = !isMatrix(given) && typeof given?.[0] === "object";
  if (isMatrix(given) || nested) {
    const targets = isMatrix(given) ? given : checkedRows(`${name}: targets`, given as NestedRows);
    if (targets.rows !== rows || targets.cols !== cols) {
      throw new RangeError(
        `${name}: targets are ${targets.rows} x ${targets.cols}; expected the shape of the predictions, ${rows} x ${cols}`,
      );
    }
    checkEntries(`${name}: targets`, targets, (t) => t >= 0 && t <= 1, "a number from 0 to 1", mask);
    if (kind === "softmax") checkRowSums(`${name}: targets`, targets, mask);
    return { targets, indexed: false };
  }
  const values = given as ArrayLike<number>;
  checkLength(`${name}: targets`, values, rows, "targets, one a row of the predictions");
  if (kind === "sigmoid") {
    if (cols > 1)
      throw new RangeError(`${name}: targets are ${counted(rows, "numbers")}; expected ${rows} x ${cols}, one a label`);
    const targets = matrix(rows, 1, Float64Array.from(values));
    checkEntries(`${name}: targets`, targets, (t) => t >= 0 && t <= 1, "a number from 0 to 1", mask);
    return { targets, indexed: false };
  }
  checkClassIndices(`${name}: targets`, values, cols, mask);
  const targets = matrix(rows, cols);
  for (let row = 0; row < rows; row++) {
    if (Number.isInteger(values[row]) && values[row] >= 0 && values[row] < cols) {
      targets.data[row * cols + values[row]] = 1;
    }
  }
  return { targets, indexed: true };
}
