import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactSum, UNIT_BITS } from "../../src/numerics/exact-sum.js";

const ONE = 1n << BigInt(UNIT_BITS);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

/** x in units of 2^-2148, by another way: doubling until it is whole. */
function unitsOf(x: number): bigint {
  let doublings = 0;
  let whole = x;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    doublings++;
  }
  return BigInt(whole) << BigInt(UNIT_BITS - doublings);
}

function sumOf(values: readonly number[]): bigint {
  const sum = new ExactSum();
  for (const x of values) sum.add(x);
  return sum.total();
}

describe("a sum without rounding", () => {
  test("where rounding loses all", () => {
    expect(sumOf([1e100, 1, -1e100])).toBe(ONE);
    expect(sumOf([1e308, 1e308, 1e308, -1e308, -1e308, 5e-324])).toBe(unitsOf(1e308) + unitsOf(5e-324));
    expect(sumOf([])).toBe(0n);
    expect(sumOf([-0, 0])).toBe(0n);
  });

  test("is the sum of the integers, whatever the numbers", () => {
    fc.assert(
      fc.property(fc.array(finite, { maxLength: 40 }), (values) => {
        expect(sumOf(values)).toBe(values.reduce((total, x) => total + unitsOf(x), 0n));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test("of products, whose rounding errors count too", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, finite), { maxLength: 20 }), (pairs) => {
        const sum = new ExactSum();
        for (const [a, b] of pairs) sum.addProduct(a, b);
        const products = pairs.map(([a, b]) => (unitsOf(a) * unitsOf(b)) / ONE);
        expect(sum.total()).toBe(products.reduce((total, x) => total + x, 0n));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test("of products at the ends of the range", () => {
    const ends = [5e-324, 2.2250738585072014e-308, 2 ** -480, 1e-140, 3, 2 ** 899.5, 1.7976931348623157e308];
    for (const a of ends) {
      for (const b of ends) {
        const sum = new ExactSum();
        sum.addProduct(a, -b);
        expect(sum.total(), `${a} x ${b}`).toBe(-(unitsOf(a) * unitsOf(b)) / ONE);
      }
    }
  });

  test("a million numbers of every size", () => {
    const sum = new ExactSum();
    let expected = 0n;
    for (let i = 0; i < 1e6; i++) sum.add(i % 2 ? i : i * 2 ** -60);
    for (let i = 0n; i < 1000000n; i++) expected += i % 2n ? i << 60n : i;
    expect(sum.total()).toBe(expected << BigInt(UNIT_BITS - 60));
  });
});

test("what is not finite is refused", () => {
  for (const x of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(() => new ExactSum().add(x)).toThrow(`ExactSum: got ${x}; expected a finite number`);
    expect(() => new ExactSum().addProduct(1, x)).toThrow(`ExactSum: got ${x}`);
  }
});
