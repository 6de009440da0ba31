import { type Fraction, fraction } from "./fraction.js";
import {
  addPolynomials,
  BeyondNormalForm,
  constant,
  inverseOf,
  multiplyPolynomials,
  onlyTerm,
  type Polynomial,
  power,
} from "./polynomial.js";

/** One polynomial over another. It is not reduced: whether two are equal is asked of the difference's top alone. */
export interface Quotient {
  readonly top: Polynomial;
  readonly bottom: Polynomial;
}

const ONE = constant(fraction(1n));

/** Integer powers of sums are multiplied out up to this exponent. */
const LARGEST_POWER = 24;

export function quotient(top: Polynomial, bottom: Polynomial = ONE): Quotient {
  if (bottom.size === 0) throw new BeyondNormalForm("a division by zero");
  const divisor = onlyTerm(bottom);
  return divisor ? { top: multiplyPolynomials(top, inverseOf(divisor)), bottom: ONE } : { top, bottom };
}

export function numberQuotient(value: Fraction): Quotient {
  return quotient(constant(value));
}

export function powerQuotient(name: string, exponent = 1): Quotient {
  return quotient(power(name, exponent));
}

export function addQuotients(a: Quotient, b: Quotient): Quotient {
  if (sameTerms(a.bottom, b.bottom)) return quotient(addPolynomials(a.top, b.top), a.bottom);
  const top = addPolynomials(multiplyPolynomials(a.top, b.bottom), multiplyPolynomials(b.top, a.bottom));
  return quotient(top, multiplyPolynomials(a.bottom, b.bottom));
}

export function multiplyQuotients(a: Quotient, b: Quotient): Quotient {
  return quotient(multiplyPolynomials(a.top, b.top), multiplyPolynomials(a.bottom, b.bottom));
}

export function invertQuotient(a: Quotient): Quotient {
  return quotient(a.bottom, a.top);
}

export function quotientToThe(base: Quotient, exponent: number): Quotient {
  if (Math.abs(exponent) > LARGEST_POWER) throw new BeyondNormalForm(`the power ${exponent}`);
  let result = numberQuotient(fraction(1n));
  const factor = exponent < 0 ? invertQuotient(base) : base;
  for (let i = 0; i < Math.abs(exponent); i++) result = multiplyQuotients(result, factor);
  return result;
}

function sameTerms(a: Polynomial, b: Polynomial): boolean {
  return (
    a.size === b.size &&
    [...a].every(([key, { coefficient }]) => {
      const other = b.get(key)?.coefficient;
      return other !== undefined && other.top === coefficient.top && other.bottom === coefficient.bottom;
    })
  );
}
