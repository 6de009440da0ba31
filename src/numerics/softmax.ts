import { brand, checkedLogits, type Logits, type LogProbabilities, type Probabilities } from "./kinds.js";
import { type Matrix, matrix, type NestedRows } from "./matrix.js";

/**
 * log(e^x1 + ... + e^xn), without overflow: the largest term is taken out first.
 *
 * @param values n numbers; -Infinity stands for a term of 0
 * @returns -Infinity when there is no term or all are 0, +Infinity when one is infinite, NaN when one is NaN
 * @example
 * logSumExp([1000, 1000]); // 1000.6931471805599
 */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  let argmax = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) return Number.NaN;
    if (values[i] > largest) {
      largest = values[i];
      argmax = i;
    }
  }
  if (!Number.isFinite(largest)) return largest;
  let others = 0;
  for (let i = 0; i < values.length; i++) if (i !== argmax) others += Math.exp(values[i] - largest);
  return largest + Math.log1p(others);
}

/**
 * The softmax of every row, p_k = e^(z_k) / sum_j e^(z_j).
 *
 * @param logits N x K, K >= 2; nested rows are taken as logits
 * @returns N x K probabilities, rows summing to 1
 * @throws RangeError when K < 2, or a row has nothing but -Infinity, or NaN, or more than one +Infinity
 * @example
 * softmax(logits([[0, 0]])).data; // Float64Array [0.5, 0.5]
 */
export function softmax(logits: Logits | NestedRows): Probabilities {
  const z = checkedLogits("softmax: logits", logits);
  const result = eachRow("softmax", z, (row, out) => {
    const { argmax, largest, others } = rowSum("softmax", z, row);
    const base = row * z.cols;
    for (let k = 0; k < z.cols; k++) {
      out[base + k] = (k === argmax ? 1 : Math.exp(z.data[base + k] - largest)) / (1 + others);
    }
  });
  return brand("probabilities", result);
}

/**
 * The logarithm of the softmax of every row, in nats: log p_k = z_k - log(sum_j e^(z_j)).
 *
 * @param logits N x K, K >= 2; nested rows are taken as logits
 * @returns N x K log-probabilities
 * @throws RangeError as `softmax`
 * @example
 * logSoftmax(logits([[0, -1000]])).data; // Float64Array [0, -1000]
 */
export function logSoftmax(logits: Logits | NestedRows): LogProbabilities {
  const z = checkedLogits("logSoftmax: logits", logits);
  const result = eachRow("logSoftmax", z, (row, out) => {
    const { argmax, largest, others } = rowSum("logSoftmax", z, row);
    const rest = Math.log1p(others);
    const base = row * z.cols;
    for (let k = 0; k < z.cols; k++) out[base + k] = (k === argmax ? 0 : z.data[base + k] - largest) - rest;
  });
  return brand("log-probabilities", result);
}

/** What a row's softmax is made of: e^(z_k - largest) summed over all classes is 1 + others. */
export interface RowSum {
  /** The class of the largest logit, the first one of equals. */
  argmax: number;
  largest: number;
  /** The sum of e^(z_k - largest) over all classes but argmax: kept apart, so that a tiny sum is not lost beside 1. */
  others: number;
}

/**
 * The largest logit of a row and the sum of the others relative to it.
 *
 * @throws RangeError when the row has NaN, nothing but -Infinity, or more than one +Infinity
 */
export function rowSum(name: string, z: Matrix, row: number): RowSum {
  const base = row * z.cols;
  let argmax = 0;
  let largest = z.data[base];
  for (let k = 0; k < z.cols; k++) {
    const value = z.data[base + k];
    if (Number.isNaN(value)) throw new RangeError(`${name}: row ${row}, column ${k} is NaN; expected a number`);
    if (value > largest) {
      largest = value;
      argmax = k;
    }
  }
  if (largest === Number.NEGATIVE_INFINITY) {
    throw new RangeError(`${name}: row ${row} has nothing but -Infinity; expected a class that is possible`);
  }
  let others = 0;
  for (let k = 0; k < z.cols; k++) if (k !== argmax) others += Math.exp(z.data[base + k] - largest);
  if (Number.isNaN(others)) {
    throw new RangeError(`${name}: row ${row} has more than one +Infinity; expected one at the most`);
  }
  return { argmax, largest, others };
}

function eachRow(name: string, z: Matrix, write: (row: number, out: Float64Array) => void): Matrix {
  if (z.cols < 2) {
    throw new RangeError(`${name}: logits have ${z.cols} column${z.cols === 1 ? "" : "s"}; expected 2 or more classes`);
  }
  const result = matrix(z.rows, z.cols);
  for (let row = 0; row < z.rows; row++) write(row, result.data);
  return result;
}
