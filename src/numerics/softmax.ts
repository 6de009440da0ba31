import { isArrayLike } from "./check.js";
import { counted } from "./counted.js";
import { describeValue } from "./describe-value.js";
import { brand, checkedLogits, type Logits, type LogProbabilities, type Probabilities } from "./kinds.js";
import { type Matrix, matrix, type NestedRows } from "./matrix.js";
import { SoftmaxRows } from "./softmax-rows.js";

/**
 * log(e^x1 + ... + e^xn), in nats where the values are, without overflow: the largest term is taken out first.
 *
 * @param values n numbers; -Infinity stands for a term of 0
 * @returns -Infinity when there is no term or all are 0, +Infinity when one is infinite, NaN when one is NaN
 * @throws TypeError when values are no array, or hold something that is no number
 * @example
 * logSumExp([1000, 1000]); // 1000.6931471805599
 * @see Blanchard, Higham, Higham: Accurately computing the log-sum-exp and softmax functions (2021)
 */
export function logSumExp(values: ArrayLike<number>): number {
  if (!isArrayLike(values)) {
    throw new TypeError(`logSumExp: values is ${describeValue(values)}; expected an array of numbers`);
  }
  let largest = Number.NEGATIVE_INFINITY;
  let argmax = 0;
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] !== "number") {
      throw new TypeError(`logSumExp: values: entry ${i} is ${describeValue(values[i])}; expected a number`);
    }
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
 * @throws TypeError when logits are a matrix of another kind, or no matrix and no rows
 * @throws RangeError when K < 2, or a row has nothing but -Infinity, or NaN, or more than one +Infinity
 * @example
 * softmax(logits([[0, 0]])).data; // Float64Array [0.5, 0.5]
 * @see Bridle: Probabilistic interpretation of feedforward classification network outputs (1990); without overflow:
 * Blanchard, Higham, Higham: Accurately computing the log-sum-exp and softmax functions (2021)
 */
export function softmax(logits: Logits | NestedRows): Probabilities {
  const z = checkedLogits("softmax: logits", logits);
  const rows = new SoftmaxRows(z);
  const result = eachRow("softmax", z, (row, out) => {
    rows.check("softmax", row);
    rows.read(row, true);
    for (let k = 0; k < z.cols; k++) out[row * z.cols + k] = rows.exponentials[k] / (1 + rows.others);
  });
  return brand("probabilities", result);
}

/**
 * The logarithm of the softmax of every row, in nats: log p_k = z_k - log(sum_j e^(z_j)).
 *
 * @param logits N x K, K >= 2; nested rows are taken as logits
 * @returns N x K log-probabilities
 * @throws TypeError, RangeError as `softmax`
 * @example
 * logSoftmax(logits([[0, -1000]])).data; // Float64Array [0, -1000]
 * @see Bridle (1990), whose softmax it is the logarithm of; the sum: Blanchard, Higham, Higham: (2021)
 */
export function logSoftmax(logits: Logits | NestedRows): LogProbabilities {
  const z = checkedLogits("logSoftmax: logits", logits);
  const rows = new SoftmaxRows(z);
  const result = eachRow("logSoftmax", z, (row, out) => {
    rows.check("logSoftmax", row);
    rows.read(row);
    const rest = Math.log1p(rows.others);
    for (let k = 0; k < z.cols; k++) out[row * z.cols + k] = 0 - rows.gap(k) - rest;
  });
  return brand("log-probabilities", result);
}

/** What a row's softmax is made of: e^(z_k - largest) summed over all classes is 1 + others. */
export type RowSum = Pick<SoftmaxRows, "argmax" | "largest" | "others">;

/**
 * The largest logit of a row and the sum of the others relative to it.
 *
 * @throws RangeError when the row has NaN, nothing but -Infinity, or more than one +Infinity
 */
export function rowSum(name: string, z: Matrix, row: number): SoftmaxRows {
  const rows = new SoftmaxRows(z);
  rows.check(name, row);
  rows.read(row);
  return rows;
}

function eachRow(name: string, z: Matrix, write: (row: number, out: Float64Array) => void): Matrix {
  if (z.cols < 2) {
    throw new RangeError(`${name}: logits have ${counted(z.cols, "columns")}; expected 2 or more classes`);
  }
  const result = matrix(z.rows, z.cols);
  for (let row = 0; row < z.rows; row++) write(row, result.data);
  return result;
}
