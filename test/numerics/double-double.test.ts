import fc from "fast-check";
import { expect, test } from "vitest";
import { type DoubleDouble, difference, plus, times, twoProduct, twoSum } from "../../src/numerics/double-double.js";

const UNIT = 600;
/** The sum of the numbers, exactly, in units of 2^-600. */
function exact(...parts: readonly number[]): bigint {
  return parts.reduce((sum, x) => {
    let [whole, shift] = [x, 0];
    for (; !Number.isInteger(whole); shift++) whole *= 2;
    return sum + (BigInt(whole) << BigInt(UNIT - shift));
  }, 0n);
}
const product = (a: bigint, b: bigint) => (a * b) >> BigInt(UNIT);
const isCloseTo = (a: bigint, b: bigint) => (a > b ? a - b : b - a) * 10n ** 30n <= b;
const numbers = fc.double({ min: -1e10, max: 1e10, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-60);

test("sums and products have no error", () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      expect(exact(...twoSum(a, b))).toBe(exact(a, b));
      expect(twoSum(a, b)[0]).toBe(a + b);
      expect(exact(...twoProduct(a, b))).toBe(product(exact(a), exact(b)));
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("of doubled numbers they keep 30 digits, and a difference is right where twenty digits agree", () => {
  fc.assert(
    fc.property(fc.array(numbers.map(Math.abs), { minLength: 2, maxLength: 9 }), (terms) => {
      const sum = terms.reduce<DoubleDouble>(plus, [0, 0]);
      const square = product(exact(...terms), exact(...terms));
      expect(isCloseTo(exact(...sum), exact(...terms))).toBe(true);
      expect(isCloseTo(exact(...times(sum, sum)), square)).toBe(true);
      const little = sum[0] * 1e-20;
      expect(Math.abs(difference(plus(sum, little), sum) - little)).toBeLessThanOrEqual(little * 1e-10);
    }),
    { seed: 2, numRuns: 500 },
  );
});
