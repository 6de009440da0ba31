import fc from "fast-check";
import { expect, test } from "vitest";
import { steadyQuotient } from "../../src/numerics/steady-quotient.js";

test("what float64 can hold is found, whatever the order of the factors", () => {
  expect(steadyQuotient([1e-200, 1e-200, 1e300], 1e-100)).toBeCloseTo(1, 12);
  expect(steadyQuotient([1e200, 1e200, -1e-300], 1e100)).toBeCloseTo(-1, 12);
  expect(steadyQuotient([2, 3, -7], 3)).toBe(-14);
  expect(steadyQuotient([], 4)).toBe(0.25);
});

test("0 times anything is 0; what is beyond float64 is Infinity or 0", () => {
  expect(steadyQuotient([Number.POSITIVE_INFINITY, 0, 2], 1)).toBe(0);
  expect(steadyQuotient([1e200, -1e200], 1)).toBe(Number.NEGATIVE_INFINITY);
  expect(steadyQuotient([1e-200, 1e-200], 1)).toBe(0);
});

test("powers of two are multiplied without an error as far as float64 goes", () => {
  const exponent = fc.integer({ min: -1000, max: 1000 });
  fc.assert(
    fc.property(fc.array(exponent, { maxLength: 8 }), exponent, (exponents, divisor) => {
      const sum = exponents.reduce((a, b) => a + b, -divisor);
      const expected = sum > 1023 ? Number.POSITIVE_INFINITY : 2 ** sum;
      expect(
        steadyQuotient(
          exponents.map((e) => 2 ** e),
          2 ** divisor,
        ),
      ).toBe(expected);
    }),
  );
});
