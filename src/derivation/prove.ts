import type { MathJsInstance, MathNode } from "mathjs";
import { type Fraction, fraction, greatestCommonDivisor } from "./fraction.js";
import { difference, exponentOf, type NormalForm, normalForm } from "./normal-form.js";
import {
  addPolynomials,
  BeyondNormalForm,
  keyOf,
  multiplyPolynomials,
  type Polynomial,
  type Powers,
  polynomial,
  ratioOfPolynomials,
  type Term,
} from "./polynomial.js";
import { multiplyQuotients, numberQuotient, type Quotient, quotientToThe } from "./quotient.js";

/**
 * Whether left = right follows from the rules of arithmetic, exponentials and logarithms alone.
 *
 * @returns false when it does not, or when the expressions are not of the kind that can be decided here
 */
export function isProved(math: MathJsInstance, left: MathNode, right: MathNode): boolean {
  try {
    return isZero(difference(normalForm(math, left), normalForm(math, right)));
  } catch (error) {
    if (error instanceof BeyondNormalForm) return false;
    throw error;
  }
}

/**
 * Over the common denominator every coefficient is a polynomial. Terms of the same powers belong together: their
 * logarithms, with whole coefficients, are the logarithm of one product. If that product is e^x, they come to x, which
 * joins the part without logarithms; that must then vanish.
 */
function isZero({ rational, logs }: NormalForm): boolean {
  const coefficients = overCommonDenominator([rational, ...logs.map(({ coefficient }) => coefficient)]);
  let rest = coefficients[0];
  const groups = new Map<string, { powers: Powers; parts: { times: Fraction; argument: Quotient }[] }>();
  logs.forEach(({ argument }, j) => {
    for (const { powers, coefficient } of coefficients[j + 1].values()) {
      const group = groups.get(keyOf(powers)) ?? { powers, parts: [] };
      group.parts.push({ times: coefficient, argument });
      groups.set(keyOf(powers), group);
    }
  });
  for (const { powers, parts } of groups.values()) {
    const value = sumOfLogs(parts);
    if (!value) return false;
    const factor = polynomial([{ powers, coefficient: fraction(1n) }]);
    rest = addPolynomials(rest, multiplyPolynomials(factor, value));
  }
  return rest.size === 0;
}

function overCommonDenominator(quotients: readonly Quotient[]): Polynomial[] {
  const bottoms = new Map(quotients.map(({ bottom }) => [bottomKey(bottom), bottom]));
  return quotients.map(({ top, bottom }) => {
    let scaled = top;
    for (const [key, other] of bottoms) if (key !== bottomKey(bottom)) scaled = multiplyPolynomials(scaled, other);
    return scaled;
  });
}

function bottomKey(bottom: Polynomial): string {
  return [...bottom]
    .map(([key, { coefficient }]) => `${coefficient.top}/${coefficient.bottom} ${key}`)
    .sort()
    .join(" ");
}

/** sum of times * log(argument) as a polynomial, if the product of the powers is an exponential. */
function sumOfLogs(parts: readonly { times: Fraction; argument: Quotient }[]): Polynomial | undefined {
  const scale = parts.reduce(
    (common, { times }) => (common * times.bottom) / greatestCommonDivisor(common, times.bottom),
    1n,
  );
  let result = numberQuotient(fraction(1n));
  for (const { times, argument } of parts) {
    result = multiplyQuotients(result, quotientToThe(argument, Number((times.top * scale) / times.bottom)));
  }
  const ratio = ratioOfPolynomials(result.top, result.bottom);
  if (!ratio || ratio.coefficient.top !== ratio.coefficient.bottom) return undefined;
  const terms: Term[] = [];
  for (const [name, exponent] of ratio.powers) {
    const inner = exponentOf(name);
    if (inner === undefined) return undefined;
    terms.push({ powers: JSON.parse(inner), coefficient: fraction(BigInt(exponent * 1024), 1024n * scale) });
  }
  return polynomial(terms);
}
