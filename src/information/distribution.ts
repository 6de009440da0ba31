import { describeValue } from "../numerics/describe-value.js";

/**
 * Throws when these numbers are no probability distribution: one or more entries from 0 to 1 whose sum is 1 within
 * 1.5e-8 (the square root of float64's epsilon).
 */
export function checkDistribution(name: string, values: ArrayLike<number>): void {
  if (typeof values !== "object" || values === null || typeof values.length !== "number") {
    throw new TypeError(`${name} is ${describeValue(values)}; expected an array of probabilities`);
  }
  if (values.length === 0) throw new RangeError(`${name} is empty; expected one probability or more`);
  let sum = 0;
  for (let x = 0; x < values.length; x++) {
    if (!(values[x] >= 0 && values[x] <= 1)) {
      throw new RangeError(`${name}: entry ${x} is ${describeValue(values[x])}; expected a number from 0 to 1`);
    }
    sum += values[x];
  }
  if (Math.abs(sum - 1) > 2 ** -26) throw new RangeError(`${name} sums to ${sum}; expected 1`);
}
