import { describeValue } from "./describe-value.js";
import { portableLog } from "./portable-log.js";

/** A stream of random numbers that depends on nothing but its seed and its stream number. */
export interface Random {
  /** The next 32 random bits, 0 to 2^32 - 1. */
  uint32(): number;
  /** Uniform in [0, 1), 53 random bits. */
  next(): number;
  /** Uniform whole number in 0 to n - 1, without bias. */
  integer(n: number): number;
  /** Normal with mean 0 and variance 1. */
  normal(): number;
  /** Puts the entries in random order, in place, every order equally likely; returns the same array. */
  shuffle<Items extends { [index: number]: unknown; readonly length: number }>(items: Items): Items;
  /** How many times 32 bits have been drawn. */
  position(): number;
  /** Goes to a position, 0 or more, forwards or back, in no time: the next 32 bits are those that follow it. */
  seek(position: number): void;
}

/** Places that `shuffle` draws before it swaps. */
const PLACES = 1024;

/**
 * A seeded generator: Philox4x32-10, which is counter-based, so that streams of one seed never overlap and no state
 * but a position is needed. Only sums, products, quotients and square roots are used: the same numbers in every engine.
 *
 * @param seed whole number, 0 to 2^53 - 1
 * @param stream whole number, 0 to 2^32 - 1: other streams of the same seed are independent of this one
 * @throws RangeError when the seed or the stream is outside its range
 * @example
 * const random = createRandom(1);
 * random.next() === createRandom(1).next(); // true
 * @see Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC11, 2011). Normal: Marsaglia and
 * Bray's polar method (1964). Shuffle: Fisher-Yates. Integers: rejection, as in Lemire (2019), section 3.
 */
export function createRandom(seed: number, stream = 0): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`createRandom: seed is ${describeValue(seed)}; expected a whole number, 0 to 2^53 - 1`);
  }
  if (!Number.isInteger(stream) || stream < 0 || stream > 0xffffffff) {
    throw new RangeError(`createRandom: stream is ${describeValue(stream)}; expected a whole number, 0 to 2^32 - 1`);
  }
  const key0 = seed >>> 0;
  const key1 = Math.floor(seed / 2 ** 32);
  const counter = new Uint32Array([0, 0, stream, 0]);
  const block = new Uint32Array(4);
  let used = 4;
  let spare = Number.NaN;

  function nextBlock(): void {
    philox4x32(counter, key0, key1, block);
    if (++counter[0] === 0) counter[1]++;
    used = 0;
  }
  function uint32(): number {
    if (used === 4) nextBlock();
    return block[used++];
  }
  function next(): number {
    const high = uint32() >>> 5;
    const low = uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }
  function integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new RangeError(`integer: n is ${describeValue(n)}; expected a whole number, 1 to 2^32`);
    }
    const bits = uint32();
    return bits < 2 ** 32 - n ? bits % (n >>> 0) : unbiased(bits, n);
  }
  /** The remainder by n of these bits, or of the next that are not among the last ones, of which there are too few for all n. */
  function unbiased(bits: number, n: number): number {
    const limit = 2 ** 32 - (2 ** 32 % n);
    while (bits >= limit) bits = uint32();
    return bits % n;
  }
  function normal(): number {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    let x: number;
    let y: number;
    let s: number;
    do {
      x = 2 * next() - 1;
      y = 2 * next() - 1;
      s = x * x + y * y;
    } while (s >= 1 || s === 0);
    const factor = Math.sqrt((-2 * portableLog(s)) / s);
    spare = y * factor;
    return x * factor;
  }
  function shuffle<Items extends { [index: number]: unknown; readonly length: number }>(items: Items): Items {
    // Places are drawn before the swaps, and without a call: a swap that waited for its quotient would hold up the next one.
    const places = new Uint32Array(Math.min(items.length, PLACES));
    for (let end = items.length; end > 1; end -= PLACES) {
      const first = Math.max(1, end - PLACES);
      for (let i = end - 1; i >= first; i--) {
        if (used === 4) nextBlock();
        const bits = block[used++];
        places[i - first] = bits < 2 ** 32 - 1 - i ? bits % ((i + 1) >>> 0) : unbiased(bits, i + 1);
      }
      for (let i = end - 1; i >= first; i--) {
        const j = places[i - first];
        const item = items[i];
        items[i] = items[j];
        items[j] = item;
      }
    }
    return items;
  }
  function seek(position: number): void {
    if (!Number.isSafeInteger(position) || position < 0) {
      throw new RangeError(`seek: position is ${describeValue(position)}; expected a whole number, 0 or more`);
    }
    const blocks = Math.floor(position / 4);
    counter[0] = blocks >>> 0;
    counter[1] = Math.floor(blocks / 2 ** 32);
    used = 4;
    spare = Number.NaN;
    for (let words = position % 4; words > 0; words--) uint32();
  }
  return {
    uint32,
    next,
    integer,
    normal,
    shuffle,
    // A block is counted when its first words are drawn.
    position: () => 4 * (counter[0] + counter[1] * 2 ** 32) - (4 - used),
    seek,
  };
}

/** One block of Philox4x32-10: four words out of a counter of four words and a key of two. */
export function philox4x32(counter: Uint32Array, key0: number, key1: number, out: Uint32Array): void {
  // Not unpacked by a pattern: that would take as long as the rounds. Words are signed: unsigned ones would be floats to V8.
  let c0 = counter[0] | 0;
  let c1 = counter[1] | 0;
  let c2 = counter[2] | 0;
  let c3 = counter[3] | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ key0;
    c1 = low1;
    c2 = high0 ^ c3 ^ key1;
    c3 = low0;
    key0 = (key0 + 0x9e3779b9) | 0;
    key1 = (key1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The upper 32 bits, signed, of the 64-bit product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  // Neither is beyond 32 bits: (2^16 - 1)^2 + 2^16 - 1 is below 2^32.
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}
