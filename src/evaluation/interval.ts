import { isArrayLike } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";

/** Lower and upper end. */
export type Interval = readonly [lower: number, upper: number];

/** The 97.5 % point of the standard normal distribution: what 95 % intervals are made with. */
export const NORMAL_975 = 1.959963984540054;

/**
 * The 95 % interval of a share, by Wilson's score: it stays inside [0, 1] and is honest for few rows.
 *
 * @param successes 0 to count
 * @param count rows; with 0 rows the interval is [0, 1]: nothing is known
 * @throws RangeError when count is no whole number, 0 or more, or successes are not from 0 to count
 * @example
 * wilsonInterval(8, 10); // [0.490..., 0.943...]
 * @see Wilson (1927); Brown, Cai and DasGupta (2001) compare it with others
 */
export function wilsonInterval(successes: number, count: number): Interval {
  if (!(Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`wilsonInterval: count is ${describeValue(count)}; expected a whole number, 0 or more`);
  }
  if (!(typeof successes === "number" && successes >= 0 && successes <= count)) {
    throw new RangeError(`wilsonInterval: successes is ${describeValue(successes)}; expected 0 to ${count}`);
  }
  if (count === 0) return [0, 1];
  const share = successes / count;
  const z2 = NORMAL_975 ** 2;
  const center = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half = (NORMAL_975 / (1 + z2 / count)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count));
  return [successes === 0 ? 0 : Math.max(0, center - half), successes === count ? 1 : Math.min(1, center + half)];
}

/**
 * The mean of some rows' values, its standard error (sample standard deviation over the root of N) and its 95 %
 * interval by the central limit theorem.
 *
 * @param values N numbers, rows drawn independently
 * @returns without rows all is NaN; with one row the error is NaN; with an infinite value the mean is Infinity and there is no interval (NaN)
 * @throws TypeError when values are no array
 * @throws RangeError when one is NaN
 * @example
 * meanWithInterval([0.1, 0.3]).mean; // 0.2
 * @see Wasserman: All of statistics (2004), section 6.3.2
 */
export function meanWithInterval(values: ArrayLike<number>): {
  mean: number;
  standardError: number;
  interval: Interval;
} {
  if (!isArrayLike(values)) {
    throw new TypeError(`meanWithInterval: values is ${describeValue(values)}; expected an array of numbers`);
  }
  const n = values.length;
  for (let i = 0; i < n; i++) {
    if (typeof values[i] !== "number" || Number.isNaN(values[i])) {
      throw new RangeError(`meanWithInterval: values: row ${i} is ${describeValue(values[i])}; expected a number`);
    }
  }
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  const standardError = n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1) / n);
  return { mean, standardError, interval: normalInterval(mean, standardError) };
}

/** The 95 % interval of a mean by the central limit theorem; NaN where the standard error is. */
export function normalInterval(mean: number, standardError: number): Interval {
  return [mean - NORMAL_975 * standardError, mean + NORMAL_975 * standardError];
}
