import { describeValue } from "../numerics/describe-value.js";

/**
 * Nats (natural logarithm) as bits (logarithm of base 2): divided by ln 2.
 *
 * @param nats any number of them, also Infinity
 * @returns bits
 * @throws TypeError when nats is no number, or NaN
 * @example
 * natsToBits(Math.LN2); // 1
 * @see Shannon (1948), introduction: the base of the logarithm is the choice of a unit
 */
export function natsToBits(nats: number): number {
  checkNumber("natsToBits: nats", nats);
  return nats / Math.LN2;
}

/**
 * Bits (logarithm of base 2) as nats (natural logarithm): times ln 2.
 *
 * @param bits any number of them, also Infinity
 * @returns nats
 * @throws TypeError when bits is no number, or NaN
 * @example
 * bitsToNats(1); // 0.6931471805599453
 * @see Shannon (1948), introduction: the base of the logarithm is the choice of a unit
 */
export function bitsToNats(bits: number): number {
  checkNumber("bitsToNats: bits", bits);
  return bits * Math.LN2;
}

/**
 * How many equally likely outcomes would be as surprising: e^H.
 *
 * @param nats a cross-entropy or an entropy H, in nats a symbol
 * @returns a number of outcomes, which has no unit
 * @throws TypeError when nats is no number, or NaN
 * @throws RangeError when nats is negative
 * @example
 * perplexity(Math.log(6)); // 6 within rounding: a fair die
 * @see Jelinek, Mercer, Bahl, Baker: Perplexity, a measure of the difficulty of speech recognition tasks (1977)
 */
export function perplexity(nats: number): number {
  checkSurprise("perplexity: nats", nats);
  return Math.exp(nats);
}

/**
 * What language models of different vocabularies are compared by: the surprise of a whole text in bits, divided by the
 * text's length in bytes: nats / (ln 2 * bytes). A model's file can be no shorter, so 8 is no compression.
 *
 * @param nats of the whole text: the sum over its tokens of -log p, and no mean
 * @param bytes of the text as a file, 1 or more; in UTF-8 `new TextEncoder().encode(text).length`
 * @throws TypeError when nats is no number, or NaN
 * @throws RangeError when nats is negative, or bytes no whole number, 1 or more
 * @example
 * bitsPerByte(5 * Math.LN2, 2); // 2.5
 * @see Gao et al.: The Pile (2020), section 3.1
 */
export function bitsPerByte(nats: number, bytes: number): number {
  checkSurprise("bitsPerByte: nats", nats);
  if (!Number.isInteger(bytes) || bytes < 1) {
    throw new RangeError(`bitsPerByte: bytes is ${describeValue(bytes)}; expected a whole number, 1 or more`);
  }
  return natsToBits(nats) / bytes;
}

function checkNumber(name: string, value: number): void {
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new TypeError(`${name} is ${describeValue(value)}; expected a number`);
  }
}

function checkSurprise(name: string, nats: number): void {
  checkNumber(name, nats);
  if (nats < 0) throw new RangeError(`${name} is ${nats}; expected 0 or more`);
}
