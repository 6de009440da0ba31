import { isShare, sumTolerance } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";

/**
 * Throws when these numbers are no probability distribution: one or more entries from 0 to 1 whose sum is 1 within the
 * square root of the type's epsilon (1.5e-8; 3.5e-4 for a Float32Array).
 */
export function checkDistribution(name: string, values: ArrayLike<number>): void {
  if (typeof values !== "object" || values === null || typeof values.length !== "number") {
    throw new TypeError(`${name} is ${describeValue(values)}; expected an array of probabilities`);
  }
  if (values.length === 0) throw new RangeError(`${name} is empty; expected one probability or more`);
  let sum = 0;
  for (let x = 0; x < values.length; x++) {
    if (!isShare(values[x])) {
      throw new RangeError(`${name}: entry ${x} is ${describeValue(values[x])}; expected a number from 0 to 1`);
    }
    sum += values[x];
  }
  if (Math.abs(sum - 1) > sumTolerance(values)) throw new RangeError(`${name} sums to ${sum}; expected 1`);
}
