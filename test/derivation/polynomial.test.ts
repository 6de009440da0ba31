import fc from "fast-check";
import { expect, test } from "vitest";
import { type Fraction, fraction, fractionOfDecimal } from "../../src/derivation/fraction.js";
import {
  addPolynomials,
  multiplyPolynomials,
  type Polynomial,
  polynomial,
  ratioOfPolynomials,
} from "../../src/derivation/polynomial.js";

const polynomials = fc
  .array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.integer({ min: -9, max: 9 })), {
    maxLength: 5,
  })
  .map((terms) =>
    polynomial(
      terms.map(([i, j, c]) => ({
        powers: (
          [
            ["a", i],
            ["b", j],
          ] as const
        ).filter(([, exponent]) => exponent !== 0),
        coefficient: fraction(BigInt(c), 4n),
      })),
    ),
  );

/** The value at a = 2, b = 3, exactly. */
function at(p: Polynomial): Fraction {
  let [top, bottom] = [0n, 1n];
  for (const { powers, coefficient } of p.values()) {
    let [x, y] = [coefficient.top, coefficient.bottom];
    for (const [name, exponent] of powers) {
      const base = (name === "a" ? 2n : 3n) ** BigInt(Math.abs(exponent));
      if (exponent > 0) x *= base;
      else y *= base;
    }
    [top, bottom] = [top * y + x * bottom, bottom * y];
  }
  return fraction(top, bottom);
}

test("sums and products have the values they must have", () => {
  fc.assert(
    fc.property(polynomials, polynomials, (p, q) => {
      const [x, y] = [at(p), at(q)];
      expect(at(addPolynomials(p, q))).toEqual(fraction(x.top * y.bottom + y.top * x.bottom, x.bottom * y.bottom));
      expect(at(multiplyPolynomials(p, q))).toEqual(fraction(x.top * y.top, x.bottom * y.bottom));
    }),
    { seed: 1 },
  );
});

test("a term times a polynomial, over the polynomial, is the term", () => {
  fc.assert(
    fc.property(polynomials, (p) => {
      fc.pre(p.size > 0);
      const term = { powers: [["a", -2]] as const, coefficient: fraction(-3n, 5n) };
      expect(ratioOfPolynomials(multiplyPolynomials(polynomial([term]), p), p)).toEqual(term);
    }),
    { seed: 1 },
  );
});

test("decimals are read exactly", () => {
  expect(fractionOfDecimal("-0.25")).toEqual({ top: -1n, bottom: 4n });
  expect(fractionOfDecimal("1e-15")).toEqual({ top: 1n, bottom: 10n ** 15n });
  expect(fractionOfDecimal("12.5e+3")).toEqual({ top: 12500n, bottom: 1n });
  expect(() => fractionOfDecimal("NaN")).toThrow("number is NaN; expected a decimal");
});
