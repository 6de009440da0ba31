import type { Matrix } from "../../numerics/matrix.js";
import type { Case } from "./case.js";
import { byRow, coefficient, smoothed, weightOf } from "./reckoning.js";

/**
 * Losses of rows over classes: the sum of coefficient times cost, where `cost(i)` is what the entry at place i costs if it
 * happens. A term whose coefficient is 0 is 0.
 */
export function classLosses(c: Case, cost: (i: number) => number): Float64Array {
  return sumOverClasses(c, (factor, i) => (factor === 0 ? 0 : factor * cost(i)));
}

/** The same by plain multiplication, as frameworks do: 0 times Infinity is NaN. Of an index only its own term is taken. */
export function plainClassLosses(c: Case, cost: (i: number) => number): Float64Array {
  const picks = c.indexed && c.labelSmoothing === 0;
  return sumOverClasses(c, (factor, i) => (picks && c.targets.data[i] === 0 ? 0 : factor * cost(i)));
}

function sumOverClasses(c: Case, term: (factor: number, i: number) => number): Float64Array {
  const { cols } = c.predictions;
  return byRow(c, (row) => {
    let loss = 0;
    for (let k = 0; k < cols; k++) loss += term(coefficient(c, row, k), row * cols + k);
    return loss;
  });
}

/** Losses of rows of yes-or-no questions: sampleWeight times the sum of `loss(i, y)`, y the smoothed target. */
export function binaryLosses(c: Case, loss: (i: number, y: number) => number): Float64Array {
  const { cols } = c.predictions;
  return byRow(c, (row) => {
    let sum = 0;
    for (let i = row * cols; i < (row + 1) * cols; i++) sum += loss(i, smoothed(c, i, 1 / 2));
    return weightOf(c, row) * sum;
  });
}

/** The largest logit of every row, and the logarithm of the sum of e^(z - largest). */
export function logSums(z: Matrix): { largest: Float64Array; logSum: Float64Array } {
  const largest = new Float64Array(z.rows);
  const logSum = new Float64Array(z.rows);
  for (let row = 0; row < z.rows; row++) {
    const entries = z.data.subarray(row * z.cols, (row + 1) * z.cols);
    let sum = 0;
    largest[row] = Number.NEGATIVE_INFINITY;
    for (const entry of entries) largest[row] = Math.max(largest[row], entry);
    for (const entry of entries) sum += Math.exp(entry - largest[row]);
    logSum[row] = Math.log(sum);
  }
  return { largest, logSum };
}

/**
 * -log softmax as most write it: with the logarithm of the sum of exponentials, which is 0 where the sum is 1 to the last
 * digit. What is lost are losses below 1e-16 (and digits of those below 1e-8).
 */
export function textbookSoftmaxCosts(z: Matrix): (i: number) => number {
  const { largest, logSum } = logSums(z);
  return (i) => {
    const row = Math.floor(i / z.cols);
    return -(z.data[i] - largest[row] - logSum[row]);
  };
}

/** What the textbook formula does to the losses, in words. */
export const SMALL_LOSSES = "small losses are rounded away (log where log1p keeps them)";

/** The number moved into [low, high]; NaN stays. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
