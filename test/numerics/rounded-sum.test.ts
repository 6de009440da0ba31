import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearestQuotient } from "../../src/numerics/exact-quotient.js";
import { ExactSum, UNIT_BITS } from "../../src/numerics/exact-sum.js";
import { roundedQuotient, roundedSum } from "../../src/numerics/rounded-sum.js";

const ONE = 1n << BigInt(UNIT_BITS);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Few exponents, so that much cancels and ties come up. */
const near = fc
  .tuple(fc.integer({ min: -(2 ** 27), max: 2 ** 27 }), fc.integer({ min: -60, max: 0 }))
  .map(([digits, exponent]) => digits * 2 ** exponent);

function sumOf(values: readonly number[]): ExactSum {
  const sum = new ExactSum();
  for (const x of values) sum.add(x);
  return sum;
}

describe("a sum, rounded once", () => {
  const rounded = (parts: readonly (readonly number[])[], more = 0) => roundedSum(parts.map(sumOf), more);

  test("is the number nearest to the integer, whatever the numbers", () => {
    const numbers = fc.array(fc.oneof(near, finite), { maxLength: 12 });
    fc.assert(
      fc.property(numbers, numbers, near, (a, b, more) => {
        const exact = sumOf([...a, ...b, more]).total();
        expect(rounded([a, b], more)).toBe(nearestQuotient(exact, ONE) + 0);
      }),
      { seed: 6, numRuns: 1000 },
    );
  });

  test("ties go to the even number, but not when something is left", () => {
    const tie = [1, 2 ** -53];
    expect(rounded([tie])).toBe(1);
    expect(rounded([[...tie, 2 ** -120]])).toBe(1 + 2 ** -52);
    expect(rounded([[...tie, -(2 ** -120)]])).toBe(1);
    const odd = [1 + 2 ** -52, 2 ** -53];
    expect(rounded([odd])).toBe(1 + 2 ** -51);
    expect(rounded([[...odd, -(2 ** -120)]])).toBe(1 + 2 ** -52);
    expect(rounded([[]])).toBe(0);
  });
});

describe("a quotient of sums, rounded once", () => {
  const positive = near.map((x) => Math.abs(x) + 2 ** -60);

  /** Beside the quotient of the big integers. */
  function check(above: readonly (readonly number[])[], below: readonly (readonly number[])[], more: number): void {
    const divisor = sumOf([...below.flat(), more]).total();
    const truth = nearestQuotient(sumOf(above.flat()).total(), divisor) + 0;
    expect(roundedQuotient(above.map(sumOf), below.map(sumOf), more)).toBe(truth);
  }

  test("is the number nearest to that of the integers", () => {
    const losses = fc.array(fc.oneof(near, fc.double({ min: 0, max: 1e300, noNaN: true })), { maxLength: 8 });
    const weights = fc.array(fc.oneof(positive, fc.double({ min: 1e-300, max: 1e300, noNaN: true })), { maxLength: 4 });
    fc.assert(
      fc.property(losses, losses, weights, fc.integer({ min: 1, max: 1e9 }), (a, b, w, n) => check([a, b], [w], n)),
      { seed: 7, numRuns: 1000 },
    );
  });

  test("also where it is a tie, or almost", () => {
    // Quotients of 54 bits, and what is left over them.
    const digits = fc.bigInt({ min: 2n ** 53n, max: 2n ** 54n - 1n });
    const rest = fc.constantFrom(0, 2 ** -30, -(2 ** -30), 2 ** -70, -(2 ** -70), 2 ** -400, -(2 ** -400));
    fc.assert(
      fc.property(digits, fc.integer({ min: 1, max: 2 ** 20 }), rest, (quotient, divisor, left) => {
        const low = quotient & 0xffffffn;
        const products = [quotient - low, low].map((part) => Number(part) * divisor);
        check([products, [left]], [], divisor);
      }),
      { seed: 8, numRuns: 1000 },
    );
  });

  test("far out, and where there is nothing to divide", () => {
    check([[5e-324]], [], 3);
    check([[1e308, 1e308]], [[1e-300]], 2);
    check([[-1, 1]], [], 7);
    expect(roundedQuotient([sumOf([1])], [], 0)).toBeNaN();
  });
});
