/**
 * Nats (natural logarithm) as bits (logarithm of base 2): divided by ln 2.
 *
 * @example
 * natsToBits(Math.LN2); // 1
 */
export function natsToBits(nats: number): number {
  return nats / Math.LN2;
}

/**
 * Bits (logarithm of base 2) as nats (natural logarithm): times ln 2.
 *
 * @example
 * bitsToNats(1); // 0.6931471805599453
 */
export function bitsToNats(bits: number): number {
  return bits * Math.LN2;
}

/**
 * How many equally likely outcomes would be as surprising: e^H.
 *
 * @param nats a cross-entropy or an entropy, in nats
 * @example
 * perplexity(Math.log(6)); // 6 within rounding: a fair die
 */
export function perplexity(nats: number): number {
  return Math.exp(nats);
}
