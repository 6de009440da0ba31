import { checkedLogits, type Logits } from "../../numerics/kinds.js";
import type { Matrix, NestedRows } from "../../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { sigmoid } from "../../numerics/sigmoid.js";
import { LabelCoefficients, type LabelTargets } from "../label-coefficients.js";
import { checkOptions, checkOwnMemory } from "../options.js";
import { SIGMOID_VALUE_OPTIONS, type SigmoidCrossEntropyOptions } from "../sigmoid-cross-entropy.js";
import { checkedDirection, checkOneRow, type HessianOptions, outOf } from "./hessian-options.js";

export type SigmoidCrossEntropyHessianOptions = HessianOptions<SigmoidCrossEntropyOptions>;

const OPTIONS: OptionNames<SigmoidCrossEntropyHessianOptions> = { ...SIGMOID_VALUE_OPTIONS, out: true };

/**
 * The diagonal of the Hessian of `sigmoidCrossEntropy`, which is all of it: every logit has a loss of its own.
 *
 * An entry is C p (1 - p), p = sigmoid(z) and C the sum of its two coefficients: 1 without options, whatever the target.
 *
 * @param z N logits (N x 1), or N x K; arrays are taken as logits
 * @param targets N (or N x K) numbers from 0 to 1: row after row, a matrix or nested rows
 * @param options those of `sigmoidCrossEntropy` that are about its value; `out`, in the shape of the logits
 * @returns a matrix in the shape of the logits, in nats per squared unit of logit; 0 in rows that are left out
 * @throws TypeError, RangeError as `sigmoidCrossEntropy`, and when `out` does not fit; nothing has been written then
 * @example
 * sigmoidCrossEntropyHessianDiagonal([0], [1]).data; // Float64Array [0.25]
 * @see McCullagh and Nelder: Generalized linear models (1989), section 4.4
 */
export function sigmoidCrossEntropyHessianDiagonal(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  options: SigmoidCrossEntropyHessianOptions = {},
): Matrix {
  const { logits, curvatureOf } = curvatures("sigmoidCrossEntropyHessianDiagonal", z, targets, options);
  const out = outOf("sigmoidCrossEntropyHessianDiagonal", options.out, logits.rows, logits.cols, logits);
  return fill(out, curvatureOf);
}

/**
 * The product of the Hessian of `sigmoidCrossEntropy` with a direction v: how its gradient changes when the logits move
 * along v. An entry is C p (1 - p) v.
 *
 * @param z N logits (N x 1), or N x K; arrays are taken as logits
 * @param targets N (or N x K) numbers from 0 to 1: row after row, a matrix or nested rows
 * @param direction v, a matrix or rows in the shape of the logits, of finite numbers, in units of logit
 * @param options those of `sigmoidCrossEntropy` that are about its value; `out`, in the shape of the logits
 * @returns a matrix in the shape of the logits, in nats per unit of logit, as the gradient; 0 in rows that are left out
 * @throws TypeError, RangeError as `sigmoidCrossEntropy`, and when the direction or `out` does not fit; nothing has been
 * written then
 * @example
 * sigmoidCrossEntropyHessianProduct([0], [1], [[2]]).data; // Float64Array [0.5]
 * @see McCullagh and Nelder: Generalized linear models (1989), section 4.4
 */
export function sigmoidCrossEntropyHessianProduct(
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  direction: Matrix | NestedRows,
  options: SigmoidCrossEntropyHessianOptions = {},
): Matrix {
  const name = "sigmoidCrossEntropyHessianProduct";
  const { logits, curvatureOf } = curvatures(name, z, targets, options);
  const v = checkedDirection(name, direction, logits);
  const out = outOf(name, options.out, logits.rows, logits.cols, logits, v);
  return fill(out, (row, k) => curvatureOf(row, k) * v.data[row * logits.cols + k]);
}

/**
 * The Hessian of `sigmoidCrossEntropy` of one row: K x K, with C p (1 - p) on the diagonal and 0 elsewhere, since labels
 * do not exclude each other.
 *
 * @param z 1 x K logits; nested rows are taken as logits
 * @param targets K numbers from 0 to 1
 * @param options those of `sigmoidCrossEntropy` that are about its value; `out`, K x K
 * @returns K x K numbers in nats per squared unit of logit; 0 when the row is left out
 * @throws TypeError, RangeError as `sigmoidCrossEntropy`, and when there is more than one row or `out` does not fit;
 * nothing has been written then
 * @example
 * sigmoidCrossEntropyHessian([[0, 0]], [1, 0]).data; // Float64Array [0.25, 0, 0, 0.25]
 * @see McCullagh and Nelder: Generalized linear models (1989), section 4.4
 */
export function sigmoidCrossEntropyHessian(
  z: Logits | NestedRows,
  targets: LabelTargets,
  options: SigmoidCrossEntropyHessianOptions = {},
): Matrix {
  const name = "sigmoidCrossEntropyHessian";
  const { logits, curvatureOf } = curvatures(name, z, targets, options);
  checkOneRow(name, logits);
  const out = outOf(name, options.out, logits.cols, logits.cols, logits);
  return fill(out, (i, j) => (i === j ? curvatureOf(0, i) : 0));
}

/** The logits, checked with all that goes with them, and C p (1 - p) of an entry. */
function curvatures(
  name: string,
  z: Logits | NestedRows | ArrayLike<number>,
  targets: LabelTargets,
  options: SigmoidCrossEntropyHessianOptions,
) {
  checkOptionNames(name, options, OPTIONS);
  const logits = checkedLogits(`${name}: logits`, z);
  checkOptions(name, options, logits.rows, logits.cols);
  checkOwnMemory(name, options, { logits: z, targets });
  const coefficients = new LabelCoefficients(name, targets, options, logits);
  const curvatureOf = (row: number, k: number) => {
    if (coefficients.leavesOut(row, k)) return 0;
    coefficients.read(row, k);
    const logit = logits.data[row * logits.cols + k];
    return (coefficients.yes + coefficients.no) * sigmoid(logit) * sigmoid(-logit);
  };
  return { logits, curvatureOf };
}

function fill(out: Matrix, entry: (row: number, k: number) => number): Matrix {
  for (let row = 0; row < out.rows; row++) {
    for (let k = 0; k < out.cols; k++) out.data[row * out.cols + k] = entry(row, k);
  }
  return out;
}
