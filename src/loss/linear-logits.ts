import { checkEntries, checkLength } from "../numerics/check.js";
import { counted } from "../numerics/counted.js";
import { describeValue } from "../numerics/describe-value.js";
import { largestSize } from "../numerics/largest-size.js";
import { checkedRows, checkMatrix, isMatrix, type Matrix, type NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { simdAllFinite } from "../wasm/all-finite.js";
import { simdLargestSize } from "../wasm/largest-size.js";

/** Logits that a loss computes for itself where it needs them: z = hidden weight^T + bias, N x K. */
export interface LinearLogits {
  /** N x D finite numbers: what the layers before give, a row an example. */
  readonly hidden: (Matrix & { readonly kind?: never }) | NestedRows;
  /** K x D finite numbers, K >= 2: a row a class, as PyTorch and JAX's embeddings have it. */
  readonly weight: (Matrix & { readonly kind?: never }) | NestedRows;
  /** K numbers; -Infinity excludes a class. Default 0. */
  readonly bias?: ArrayLike<number>;
}

const PARTS: OptionNames<LinearLogits> = { hidden: true, weight: true, bias: true };

/** The same, checked. */
export interface LinearLayer {
  readonly hidden: Matrix;
  readonly weight: Matrix;
  readonly bias?: ArrayLike<number>;
  /** The largest sizes of their entries. */
  readonly largestHidden: number;
  readonly largestWeight: number;
  /** What no logit is beyond, nor the sums on the way to it. */
  readonly largestLogit: number;
}

/** Throws where the parts do not fit together or a logit might not be a number. */
export function checkedLinearLogits(name: string, given: LinearLogits): LinearLayer {
  if (typeof given !== "object" || given === null || isMatrix(given) || Array.isArray(given)) {
    throw new TypeError(`${name}: got ${describeValue(given)}; expected { hidden, weight, bias }`);
  }
  checkOptionNames(name, given, PARTS);
  const hidden = finiteMatrix(`${name}: hidden`, given.hidden);
  const weight = finiteMatrix(`${name}: weight`, given.weight);
  const { bias } = given;
  if (weight.rows < 2) {
    throw new RangeError(`${name}: weight has ${counted(weight.rows, "rows")}; expected 2 or more, one a class`);
  }
  if (hidden.cols !== weight.cols && hidden.rows > 0) {
    throw new RangeError(
      `${name}: hidden has ${counted(hidden.cols, "columns")}; expected ${weight.cols}, as weight has`,
    );
  }
  if (bias !== undefined) checkBias(`${name}: bias`, bias, weight.rows);
  // A sum that overflows on its way may be NaN or of the wrong sign: no logit of such numbers is taken.
  const [largestHidden, largestWeight] = [simdLargestSize(hidden.data), simdLargestSize(weight.data)];
  const largestLogit = largestHidden * largestWeight * weight.cols + largestSize(bias ?? []);
  if (!Number.isFinite(largestLogit)) {
    throw new RangeError(
      `${name}: the numbers of hidden and weight are so large that a logit could overflow; expected smaller ones`,
    );
  }
  return { hidden, weight, bias, largestHidden, largestWeight, largestLogit };
}

function finiteMatrix(name: string, given: Matrix | NestedRows): Matrix {
  if (isMatrix(given)) checkMatrix(name, given);
  const m = isMatrix(given) ? given : checkedRows(name, given);
  const kind = isMatrix(given) ? (given as { kind?: string }).kind : undefined;
  if (kind !== undefined) throw new TypeError(`${name}: got a matrix of ${kind}; expected one without a kind`);
  if (!simdAllFinite(m.data)) checkEntries(name, m, Number.isFinite, "a finite number");
  return m;
}

function checkBias(name: string, bias: ArrayLike<number>, classes: number): void {
  checkLength(name, bias, classes, "numbers, one a class");
  let possible = false;
  for (let k = 0; k < classes; k++) {
    if (!(Number.isFinite(bias[k]) || bias[k] === Number.NEGATIVE_INFINITY)) {
      throw new RangeError(`${name}: class ${k} is ${describeValue(bias[k])}; expected a finite number or -Infinity`);
    }
    possible ||= Number.isFinite(bias[k]);
  }
  if (!possible) throw new RangeError(`${name} has nothing but -Infinity; expected a class that is possible`);
}
