/** Bits that are kept of a quotient before it is rounded: more than the 53 of a float64 and one that says "and a bit". */
const KEPT = 72;

/**
 * The float64 nearest to numerator / denominator, a tie going to the even one.
 *
 * @param numerator any whole number
 * @param denominator a whole number above 0
 * @example
 * nearestQuotient(1n, 3n); // 0.3333333333333333
 */
export function nearestQuotient(numerator: bigint, denominator: bigint): number {
  const { head, exponent } = quotient(numerator, denominator);
  return timesPowerOfTwo(Number(head), exponent);
}

/** The square root of numerator / denominator, neither below 0, within one float64 of the truth. */
export function rootOfQuotient(numerator: bigint, denominator: bigint): number {
  const { head, exponent } = quotient(numerator, denominator);
  const odd = exponent & 1;
  return timesPowerOfTwo(Math.sqrt(Number(head) * (odd ? 2 : 1)), (exponent - odd) / 2);
}

/** The quotient as head * 2^exponent; the last bit of head is set when something was cut off. */
function quotient(numerator: bigint, denominator: bigint): { head: bigint; exponent: number } {
  const exponent = bitLength(numerator) - bitLength(denominator) - KEPT;
  const dividend = exponent < 0 ? numerator << BigInt(-exponent) : numerator;
  const divisor = exponent < 0 ? denominator : denominator << BigInt(exponent);
  const whole = dividend / divisor;
  const rest = dividend === whole * divisor ? 0n : 1n;
  return { head: whole < 0n ? -(-whole | rest) : whole | rest, exponent };
}

/** How many bits a whole number has, up to three too many. */
function bitLength(x: bigint): number {
  return 4 * (x < 0n ? -x : x).toString(16).length;
}

function timesPowerOfTwo(x: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return x * 2 ** half * 2 ** (exponent - half);
}
