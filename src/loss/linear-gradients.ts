import { checkLength } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { dtypeOf, zeros } from "../numerics/dtype.js";
import { isMatrix, type Matrix } from "../numerics/matrix.js";
import { addFourScaledRows, addScaledRow } from "../numerics/row-products.js";
import type { LinearLayer } from "./linear-logits.js";

const LARGEST_FLOAT32 = 2 ** 128;

/** Derivatives of the sum, in the shapes of what they belong to. */
export interface LinearGradients {
  /** N x D. */
  readonly hidden: Matrix;
  /** K x D. */
  readonly weight: Matrix;
  /** K numbers. */
  readonly bias: Float64Array | Float32Array;
}

/** The memory for the gradients, made or checked, where they are wanted. */
export function linearGradientsOf(
  name: string,
  given: boolean | LinearGradients | undefined,
  { hidden, weight }: LinearLayer,
): LinearGradients | undefined {
  if (given === undefined || given === false) return undefined;
  if (given === true) {
    return {
      hidden: zeros(hidden.rows, hidden.cols, dtypeOf(hidden)),
      weight: zeros(weight.rows, weight.cols, dtypeOf(weight)),
      bias: zeros(1, weight.rows, dtypeOf(weight)).data,
    };
  }
  for (const [part, out, of] of [
    ["hidden", given.hidden, hidden],
    ["weight", given.weight, weight],
  ] as const) {
    if (!isMatrix(out) || out.rows !== of.rows || out.cols !== of.cols || out.data.length !== of.data.length) {
      const found = isMatrix(out) ? `${out.rows} x ${out.cols}` : describeValue(out);
      throw new RangeError(
        `${name}: gradients: ${part} is ${found}; expected the shape of ${part}, ${of.rows} x ${of.cols}`,
      );
    }
  }
  if (!(given.bias instanceof Float64Array || given.bias instanceof Float32Array)) {
    throw new TypeError(`${name}: gradients: bias is ${describeValue(given.bias)}; expected a typed array`);
  }
  checkLength(`${name}: gradients: bias`, given.bias, weight.rows, "numbers, one a class");
  return { hidden: given.hidden, weight: given.weight, bias: given.bias };
}

/**
 * Throws when a sum of gradients, of rows whose derivatives by the logits add up to `largest` at the most, could be beyond
 * the largest number: then it might have no value, as Infinity less Infinity.
 */
export function checkGradientSizes(
  name: string,
  { hidden, largestHidden, largestWeight }: Pick<LinearLayer, "hidden" | "largestHidden" | "largestWeight">,
  { hidden: ofHidden, weight: ofWeight, bias: ofBias }: LinearGradients,
  largest: number,
): void {
  const sizes: readonly [string, LinearGradients["bias"], number][] = [
    ["hidden", ofHidden.data, largest * largestWeight],
    ["weight", ofWeight.data, largest * hidden.rows * largestHidden],
    ["bias", ofBias, largest * hidden.rows],
  ];
  for (const [part, out, size] of sizes) {
    if (size < (out instanceof Float32Array ? LARGEST_FLOAT32 : Number.MAX_VALUE)) continue;
    throw new RangeError(
      `${name}: the gradient of ${part} could overflow; expected a smaller gradientScale, or smaller weights or inputs`,
    );
  }
}

/**
 * Adds what rows `from` on have, whose derivatives by the logits are the rows of `gradient`. Class by class and row by
 * row in order, so that in float64 neither the height of a block nor taking four at a time changes a bit.
 */
export function addLinearGradients(
  out: LinearGradients,
  { hidden, weight }: LinearLayer,
  from: number,
  gradient: Matrix,
): void {
  const { rows, cols, data } = gradient;
  const fourRows = rows - (rows % 4);
  const fourClasses = cols - (cols % 4);
  for (let k = 0; k < cols; k++) {
    for (let i = 0; i < rows; i++) out.bias[k] += data[i * cols + k];
    for (let i = 0; i < fourRows; i += 4) {
      const at = i * cols + k;
      const [g0, g1, g2, g3] = [data[at], data[at + cols], data[at + 2 * cols], data[at + 3 * cols]];
      addFourScaledRows(out.weight, k, hidden, from + i, g0, g1, g2, g3);
    }
    for (let i = fourRows; i < rows; i++) addScaledRow(out.weight, k, hidden, from + i, data[i * cols + k]);
  }
  for (let k = 0; k < fourClasses; k += 4) {
    for (let i = 0; i < rows; i++) {
      const at = i * cols + k;
      addFourScaledRows(out.hidden, from + i, weight, k, data[at], data[at + 1], data[at + 2], data[at + 3]);
    }
  }
  for (let k = fourClasses; k < cols; k++) {
    for (let i = 0; i < rows; i++) addScaledRow(out.hidden, from + i, weight, k, data[i * cols + k]);
  }
}
