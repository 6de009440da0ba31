import { nearestQuotient } from "./exact-quotient.js";
import { ExactSum, UNIT_BITS } from "./exact-sum.js";
import { productError, sumError } from "./rounding-error.js";

const ONE = 1n << BigInt(UNIT_BITS);
/** Between 2^-300 and 2^300 a quotient is found with numbers alone: their products and rests stay in range. */
const RANGE = 2 ** 300;
/** More than the rounding error of a correction, as a share of it, and than what has fallen below the least number. */
const UNSURE = 2 ** -48;
const LOST = 2 ** -700;

/**
 * Numbers that are added without rounding: they are made numbers that do not overlap, from the smallest to the largest.
 *
 * @see Shewchuk: Adaptive precision floating-point arithmetic (1997), GROW-EXPANSION
 */
const apart = new Float64Array(64);
let count = 0;

function grow(number: number): void {
  let carry = number;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const part = apart[i];
    const sum = carry + part;
    const error = sumError(carry, part, sum);
    if (error !== 0) apart[kept++] = error;
    carry = sum;
  }
  apart[kept++] = carry;
  count = kept;
}

function growBySums(sums: readonly ExactSum[]): boolean {
  for (const sum of sums) {
    const parts = sum.parts();
    if (!parts) return false;
    for (let i = 0; i < parts.length; i++) if (parts[i] !== 0) grow(parts[i]);
  }
  return true;
}

/** The sum of the numbers apart, rounded once: the largest two decide. */
function rounded(): number {
  let sum = 0;
  for (let i = count - 1; i >= 0; i--) {
    const next = sum + apart[i];
    const error = sumError(sum, apart[i], next);
    sum = next;
    if (error === 0) continue;
    // A tie went to the even number; what is left beyond it may say the other one.
    const rest = i > 0 ? apart[i - 1] : 0;
    const other = sum + 2 * error;
    return Math.sign(rest) === Math.sign(error) && other - sum === 2 * error ? other : sum;
  }
  return sum;
}

/** The sum of all that was added to some sums, and of one more number, rounded once. */
export function roundedSum(sums: readonly ExactSum[], more = 0): number {
  count = 0;
  grow(more);
  return growBySums(sums) ? rounded() : nearestQuotient(unitsOf(sums, more), ONE);
}

/**
 * The sum of all that was added to `above` over that of `below` and one more number, rounded once; NaN for a divisor of 0.
 *
 * The quotient of both sums, each rounded, is put right by what is left of the exact division. Only where that leaves two
 * numbers possible, or far out, are big integers asked.
 */
export function roundedQuotient(above: readonly ExactSum[], below: readonly ExactSum[], more = 0): number {
  const divisor = roundedSum(below, more);
  if (divisor === 0) return Number.NaN;
  const dividend = roundedSum(above);
  const quotient = dividend / divisor;
  if (isInRange(dividend) && isInRange(divisor) && isInRange(quotient)) {
    count = 0;
    if (growBySums(above) && growByProduct(below, more, -quotient)) {
      const correction = rounded() / divisor;
      const nearest = quotient + correction;
      const off = Math.abs(sumError(quotient, correction, nearest)) + UNSURE * Math.abs(correction) + LOST;
      if (nearest + off === nearest && nearest - off === nearest) return nearest;
    }
  }
  return nearestQuotient(unitsOf(above, 0), unitsOf(below, more));
}

function growByProduct(sums: readonly ExactSum[], more: number, factor: number): boolean {
  const times = (number: number) => {
    const product = number * factor;
    grow(productError(number, factor, product));
    grow(product);
  };
  times(more);
  for (const sum of sums) {
    const parts = sum.parts();
    if (!parts) return false;
    for (let i = 0; i < parts.length; i++) if (parts[i] !== 0) times(parts[i]);
  }
  return true;
}

function isInRange(x: number): boolean {
  const size = Math.abs(x);
  return size > 1 / RANGE && size < RANGE;
}

function unitsOf(sums: readonly ExactSum[], more: number): bigint {
  const all = new ExactSum();
  all.add(more);
  for (const sum of sums) all.addSum(sum);
  return all.total();
}
