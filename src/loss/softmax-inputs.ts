import { isArrayLike } from "../numerics/check.js";
import { counted } from "../numerics/counted.js";
import { describeValue } from "../numerics/describe-value.js";
import { type Logits, uncheckedLogits } from "../numerics/kinds.js";
import { isMatrix, type NestedRows } from "../numerics/matrix.js";
import type { OptionNames } from "../numerics/option-names.js";
import { checkLogitShape, type LogitShape, type SoftmaxRows } from "../numerics/softmax-rows.js";
import { simdAllFinite } from "../wasm/all-finite.js";
import { isFreed } from "../wasm/allocate.js";
import { softmaxRowsOf } from "../wasm/softmax-rows.js";
import { type ClassCoefficientOptions, ClassCoefficients } from "./class-coefficients.js";
import { checkOptions, type LossOptions, ORDER, type ValueOptions } from "./options.js";
import type { SoftmaxTargets } from "./soft-targets.js";

export type { SoftmaxTargets } from "./soft-targets.js";

/** What the losses on the softmax of logits take. */
export interface SoftmaxLossOptions extends LossOptions, ClassCoefficientOptions, LogitShape {
  /** 0 or more, a: log Z squared is added to every -log p, a times; Z is the sum of the e^x_k. Default 0. */
  zLoss?: number;
}

export const SOFTMAX_VALUE_OPTIONS: OptionNames<ValueOptions<SoftmaxLossOptions>> = {
  classWeights: true,
  sampleWeights: true,
  mask: true,
  ignoreIndex: true,
  labelSmoothing: true,
  temperature: true,
  softcap: true,
  zLoss: true,
};

export const SOFTMAX_LOSS_OPTIONS: OptionNames<SoftmaxLossOptions> = {
  ...SOFTMAX_VALUE_OPTIONS,
  gradient: true,
  gradientScale: true,
  rowLosses: true,
};

/** What the losses on the softmax of logits work with. */
export interface SoftmaxInputs {
  readonly logits: Logits;
  /** The rows on their way through the softmax. */
  readonly softmax: SoftmaxRows;
  /** How much every class of a row counts. */
  readonly coefficients: ClassCoefficients;
  /** Throws where the logits of a row are none. */
  checkRow(row: number): void;
  /** Throws where the logits of a row that is not left out are none. */
  checkRows(): void;
}

/** Throws where the arguments are not as `softmaxCrossEntropy` says. */
export function checkedSoftmaxInputs(
  name: string,
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxLossOptions,
): SoftmaxInputs {
  const inputs = softmaxInputs(name, z, targets, options);
  inputs.checkRows();
  return inputs;
}

/** Throws where the arguments are not as `softmaxCrossEntropy` says; the numbers that the logits are it does not look at. */
export function softmaxInputs(
  name: string,
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxLossOptions,
): SoftmaxInputs {
  const logits = uncheckedLogits(`${name}: logits`, z);
  const { rows, cols } = logits;
  if (isFreed(logits.data)) {
    throw new RangeError(`${name}: logits were given back by free; expected a matrix that has its memory`);
  }
  if (cols < 2 && rows > 0) {
    if (isMatrix(targets) || isArrayLike(targets?.[0])) {
      throw new RangeError(
        `${name}: logits have ${counted(cols, "columns")}, and targets are rows; expected 2 or more: ${ORDER}`,
      );
    }
    throw new RangeError(
      `${name}: logits have ${counted(cols, "columns")}; expected 2 or more (for one column: sigmoidCrossEntropy)`,
    );
  }
  checkOptions(name, options, rows);
  checkLogitShape(name, options);
  const coefficients = new ClassCoefficients(name, targets, options, rows, cols);
  const softmax = softmaxRowsOf(logits, options);
  checkZLoss(name, options.zLoss);
  const checkRow = (row: number) => {
    softmax.check(`${name}: logits`, row);
    if (options.zLoss) checkFiniteRow(name, softmax, row);
  };
  const checkRows = () => {
    if (simdAllFinite(logits.data)) return;
    for (let row = 0; row < rows; row++) if (!coefficients.leavesOut(row)) checkRow(row);
  };
  return { logits, softmax, coefficients, checkRow, checkRows };
}

/** Throws when the factor of log Z squared is no finite number, 0 or more. */
export function checkZLoss(name: string, zLoss = 0): void {
  if (!(typeof zLoss === "number" && zLoss >= 0 && zLoss < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name}: zLoss is ${describeValue(zLoss)}; expected a finite number, 0 or more`);
  }
}

function checkFiniteRow(name: string, softmax: SoftmaxRows, row: number): void {
  softmax.read(row);
  if (softmax.largest < Number.POSITIVE_INFINITY) return;
  throw new RangeError(
    `${name}: logits: row ${row}, column ${softmax.argmax} is Infinity; expected finite logits with zLoss`,
  );
}
