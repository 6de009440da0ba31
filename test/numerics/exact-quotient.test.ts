import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestQuotient, rootOfQuotient } from "../../src/numerics/exact-quotient.js";
import "../within-ulps.js";

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The float64 number that many steps above a positive one. */
function stepped(x: number, steps: bigint): number {
  double[0] = x;
  bits[0] += steps;
  return double[0];
}

test("a quotient of numbers that a float64 holds is what the division gives", () => {
  const whole = fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 });
  fc.assert(
    fc.property(whole, fc.integer({ min: 1, max: 2 ** 53 - 1 }), (a, b) => {
      expect(nearestQuotient(BigInt(a), BigInt(b))).toBe(a === 0 ? 0 : a / b);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test("no other float64 is nearer", () => {
  const large = fc.bigInt({ min: 1n, max: 1n << 900n });
  const distance = (x: number, a: bigint, b: bigint) => {
    const scale = 1n << 2000n;
    const held = BigInt(x * 2 ** 60) * (scale >> 60n) * b;
    const difference = held - a * scale;
    return difference < 0n ? -difference : difference;
  };
  fc.assert(
    fc.property(large, fc.bigInt({ min: 1n, max: 1n << 300n }), (a, b) => {
      const x = nearestQuotient(a * b + (a % b), b);
      fc.pre(x > 2 ** -60 && x < 2 ** 900);
      const exact = distance(x, a * b + (a % b), b);
      for (const step of [-1n, 1n]) expect(distance(stepped(x, step), a * b + (a % b), b) >= exact).toBe(true);
    }),
    { seed: 2, numRuns: 300 },
  );
});

test("a tie goes to the even one, and a bit far below decides it", () => {
  const tie = 2n ** 53n + 1n;
  expect(nearestQuotient(tie, 1n)).toBe(2 ** 53);
  expect(nearestQuotient((tie << 500n) + 1n, 1n << 500n)).toBe(2 ** 53 + 2);
  expect(nearestQuotient(-(tie << 500n) - 1n, 1n << 500n)).toBe(-(2 ** 53) - 2);
});

test("beyond the range: Infinity, and the smallest numbers", () => {
  expect(nearestQuotient(1n << 1024n, 1n)).toBe(Number.POSITIVE_INFINITY);
  expect(nearestQuotient((1n << 1024n) - 1n, 1n)).toBe(Number.POSITIVE_INFINITY);
  expect(nearestQuotient(1n << 1023n, 1n)).toBe(2 ** 1023);
  expect(nearestQuotient(3n, 1n << 1074n)).toBe(1.5e-323);
  expect(nearestQuotient(1n << 5000n, 1n << 5001n)).toBe(0.5);
});

test("the root of a quotient, of even and of odd exponents", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 53 - 1 }), fc.integer({ min: -400, max: 400 }), (a, power) => {
      const numerator = power >= 0 ? BigInt(a) << BigInt(power) : BigInt(a);
      const denominator = power >= 0 ? 1n : 1n << BigInt(-power);
      expect(rootOfQuotient(numerator, denominator)).toBeWithinUlps(Math.sqrt(a * 2 ** power), 1);
    }),
    { seed: 3, numRuns: 500 },
  );
  expect(rootOfQuotient(0n, 7n)).toBe(0);
  expect(rootOfQuotient(1n << 2000n, 1n)).toBe(2 ** 1000);
});
