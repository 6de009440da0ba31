import { checkedLogits, type Logits } from "../numerics/kinds.js";
import type { NestedRows } from "../numerics/matrix.js";
import { checkLogitShape, type LogitShape, SoftmaxRows } from "../numerics/softmax-rows.js";
import { type ClassCoefficientOptions, ClassCoefficients } from "./class-coefficients.js";
import { checkOptions, type LossOptions } from "./options.js";
import type { SoftmaxTargets } from "./soft-targets.js";

export { type SoftmaxTargets, softTargets } from "./soft-targets.js";

/** What the losses on the softmax of logits take. */
export interface SoftmaxLossOptions extends LossOptions, Omit<ClassCoefficientOptions, "ignoreIndex"> {}

/** What the losses on the softmax of logits work with. */
export interface SoftmaxInputs {
  readonly logits: Logits;
  /** The rows on their way through the softmax. */
  readonly softmax: SoftmaxRows;
  /** How much every class of a row counts. */
  readonly coefficients: ClassCoefficients;
  /** c_k = sampleWeight * classWeight_k * ((1 - s) t_k + s / K), s the smoothing. */
  readonly coefficientOf: (row: number, k: number) => number;
}

/** Throws where the arguments are not as `softmaxCrossEntropy` says. */
export function checkedSoftmaxInputs(
  name: string,
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxLossOptions & ClassCoefficientOptions & LogitShape,
): SoftmaxInputs {
  const logits = checkedLogits(`${name}: logits`, z);
  const { rows, cols } = logits;
  if (cols < 2 && rows > 0) {
    throw new RangeError(
      `${name}: logits have ${cols} column; expected 2 or more (for one column: sigmoidCrossEntropy)`,
    );
  }
  checkOptions(name, options, rows);
  checkLogitShape(name, options);
  const coefficients = new ClassCoefficients(name, targets, options, rows, cols);
  const softmax = new SoftmaxRows(logits, options);
  for (let row = 0; row < rows; row++) if (!coefficients.leavesOut(row)) softmax.check(name, row);
  let current = -1;
  const coefficientOf = (row: number, k: number) => {
    if (row !== current) coefficients.read(row);
    current = row;
    return coefficients.of(k);
  };
  return { logits, softmax, coefficients, coefficientOf };
}
