import { addFractions, type Fraction, fraction, multiplyFractions } from "./fraction.js";

/** A product of powers, sorted by name: [["y", 1], ["z", 2]] is y z^2. Exponents may be negative, none is 0. */
export type Powers = readonly (readonly [name: string, exponent: number])[];

export interface Term {
  readonly powers: Powers;
  readonly coefficient: Fraction;
}

/** A sum of terms with different powers and no zero coefficient, by `keyOf` its powers. */
export type Polynomial = ReadonlyMap<string, Term>;

/** Products of sums grow fast; a derivation that needs more terms than this is left to the numbers. */
const MOST_TERMS = 4000;

/** What cannot be brought into the normal form: nothing is wrong, the line is checked by numbers alone. */
export class BeyondNormalForm extends Error {}

export function keyOf(powers: Powers): string {
  return JSON.stringify(powers);
}

export function polynomial(terms: Iterable<Term>): Polynomial {
  const sum = new Map<string, Term>();
  for (const { powers, coefficient } of terms) {
    const key = keyOf(powers);
    const before = sum.get(key)?.coefficient;
    const total = before ? addFractions(before, coefficient) : coefficient;
    if (total.top === 0n) sum.delete(key);
    else sum.set(key, { powers, coefficient: total });
  }
  if (sum.size > MOST_TERMS) throw new BeyondNormalForm(`more than ${MOST_TERMS} terms`);
  return sum;
}

export function constant(value: Fraction): Polynomial {
  return polynomial([{ powers: [], coefficient: value }]);
}

export function power(name: string, exponent = 1): Polynomial {
  return polynomial([{ powers: exponent === 0 ? [] : [[name, exponent]], coefficient: fraction(1n) }]);
}

export function addPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  return polynomial([...a.values(), ...b.values()]);
}

export function multiplyPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  if (a.size * b.size > 50 * MOST_TERMS) throw new BeyondNormalForm("too large a product");
  const terms: Term[] = [];
  for (const x of a.values()) {
    for (const y of b.values()) {
      terms.push({
        powers: multiplyPowers(x.powers, y.powers),
        coefficient: multiplyFractions(x.coefficient, y.coefficient),
      });
    }
  }
  return polynomial(terms);
}

export function multiplyPowers(a: Powers, b: Powers): Powers {
  const exponents = new Map(a);
  for (const [name, exponent] of b) exponents.set(name, (exponents.get(name) ?? 0) + exponent);
  return [...exponents].filter(([, exponent]) => exponent !== 0).sort(([x], [y]) => (x < y ? -1 : 1));
}

/** The only term of a polynomial that has just one. */
export function onlyTerm(p: Polynomial): Term | undefined {
  return p.size === 1 ? [...p.values()][0] : undefined;
}

/** 1 / (c x^a y^b): the inverse of a term. */
export function inverseOf({ powers, coefficient }: Term): Polynomial {
  return polynomial([
    {
      powers: powers.map(([name, exponent]) => [name, -exponent] as const),
      coefficient: fraction(coefficient.bottom, coefficient.top),
    },
  ]);
}

/** The term t with p = t q, if there is one. */
export function ratioOfPolynomials(p: Polynomial, q: Polynomial): Term | undefined {
  const [first, second] = [leadingTerm(p), leadingTerm(q)];
  if (!first || !second) return undefined;
  const ratio = multiplyPolynomials(polynomial([first]), inverseOf(second));
  const minus = constant(fraction(-1n));
  const rest = addPolynomials(p, multiplyPolynomials(minus, multiplyPolynomials(ratio, q)));
  return rest.size === 0 ? onlyTerm(ratio) : undefined;
}

/** The first in an order that multiplication respects: by the exponent of the alphabetically first name, then the next. */
function leadingTerm(p: Polynomial): Term | undefined {
  let leading: Term | undefined;
  for (const term of p.values()) if (!leading || comparePowers(term.powers, leading.powers) > 0) leading = term;
  return leading;
}

function comparePowers(a: Powers, b: Powers): number {
  const [exponentsOfA, exponentsOfB] = [new Map(a), new Map(b)];
  for (const name of [...new Set([...exponentsOfA.keys(), ...exponentsOfB.keys()])].sort()) {
    const difference = (exponentsOfA.get(name) ?? 0) - (exponentsOfB.get(name) ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
