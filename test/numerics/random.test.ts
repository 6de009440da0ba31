import { describe, expect, test } from "vitest";
import { createRandom, philox4x32, type Random } from "../../src/numerics/random.js";
import { golden } from "../golden.js";

const { streams, normalQuantiles, chiSquared999 } = golden<{
  streams: { seed: number; stream: number; words: number[] }[];
  normalQuantiles: number[];
  chiSquared999: Record<string, number>;
}>("numerics/philox");

/** Pearson's statistic of counts that should all be equal. */
function chiSquared(counts: ArrayLike<number>): number {
  const all = Array.from(counts);
  const expected = all.reduce((a, b) => a + b, 0) / all.length;
  return all.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("philox4x32", () => {
  test.each([
    ["zeros", [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
    [
      "ones",
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      "digits of pi",
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("gives Random123's known answer for %s", (_name, counter, key, expected) => {
    const out = new Uint32Array(4);
    philox4x32(Uint32Array.from(counter), key[0], key[1], out);
    expect(Array.from(out)).toEqual(expected);
  });
});

describe("createRandom", () => {
  test("seek goes to any position, where what follows is what had followed", () => {
    const random = createRandom(3, 1);
    const words = Array.from({ length: 40 }, () => random.uint32());
    expect(random.position()).toBe(40);
    for (const position of [0, 1, 7, 8, 38, 3]) {
      random.seek(position);
      expect(random.position()).toBe(position);
      expect(random.uint32()).toBe(words[position]);
      expect(random.position()).toBe(position + 1);
    }
    random.seek(4 * 2 ** 32 + 6);
    expect(random.position()).toBe(4 * 2 ** 32 + 6);
    // The half of a pair of normal numbers that was not drawn yet stays behind.
    random.normal();
    random.seek(0);
    const again = createRandom(3, 1);
    expect(random.normal()).toBe(again.normal());
    expect(() => random.seek(-1)).toThrow("seek: position is -1; expected a whole number, 0 or more");
  });

  test.each(streams)("seed $seed, stream $stream gives the words of an independent Philox", (golden) => {
    const random = createRandom(golden.seed, golden.stream);
    expect(golden.words.map(() => random.uint32())).toEqual(golden.words);
  });

  test("next() takes 27 and 26 bits of two words", () => {
    const words = createRandom(3);
    const random = createRandom(3);
    for (let i = 0; i < 100; i++) {
      const bits = (BigInt(words.uint32() >>> 5) << 26n) | BigInt(words.uint32() >>> 6);
      expect(random.next()).toBe(Number(bits) / 2 ** 53);
    }
  });

  test("next() is uniform: 100 equal bins, mean, variance, Kolmogorov-Smirnov distance", () => {
    const n = 50_000;
    const random = createRandom(4);
    const values = Float64Array.from({ length: n }, () => random.next());
    const counts = new Float64Array(100);
    for (const x of values) counts[Math.floor(x * 100)]++;
    expect(chiSquared(counts)).toBeLessThan(chiSquared999[99]);
    const sorted = values.toSorted();
    const distance = sorted.reduce((d, x, i) => Math.max(d, x - i / n, (i + 1) / n - x), 0);
    expect(distance * Math.sqrt(n)).toBeLessThan(1.95);
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
    expect(sorted[n - 1]).toBeLessThan(1);
  });

  test("normal() is normal: 50 bins of equal probability, mean, variance, no correlation of neighbours", () => {
    const n = 50_000;
    const random = createRandom(5);
    const values = Float64Array.from({ length: n }, () => random.normal());
    const counts = new Float64Array(50);
    for (const x of values) counts[normalQuantiles.filter((q) => q <= x).length]++;
    expect(chiSquared(counts)).toBeLessThan(chiSquared999[49]);
    const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(3.3 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(3.3 * Math.sqrt(2 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(3.3 * Math.sqrt(96 / n));
    const correlation = values.slice(1).reduce((sum, x, i) => sum + x * values[i], 0) / n;
    expect(Math.abs(correlation)).toBeLessThan(3.3 / Math.sqrt(n));
  });

  test("integer(n) is unbiased where 2^32 is no multiple of n", () => {
    // A remainder of 32 bits alone would give the lower third twice its share: 1/2 instead of 1/3.
    const random = createRandom(6);
    const counts = new Float64Array(3);
    for (let i = 0; i < 30_000; i++) counts[Math.floor(random.integer(3 * 2 ** 30) / 2 ** 30)]++;
    for (const count of counts) expect(Math.abs(count / 30_000 - 1 / 3)).toBeLessThan(0.01);
  });

  test("integer(n) takes 1 to 2^32 and stays below n", () => {
    const random = createRandom(7);
    for (let i = 0; i < 20; i++) expect(random.integer(1)).toBe(0);
    const words = createRandom(8);
    const same = createRandom(8);
    for (let i = 0; i < 20; i++) expect(same.integer(2 ** 32)).toBe(words.uint32());
    const seen = new Set(Array.from({ length: 200 }, () => random.integer(7)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 32 + 1]) {
      expect(() => random.integer(n)).toThrow(`integer: n is ${n}; expected a whole number, 1 to 2^32`);
    }
  });

  test("shuffle() makes all 24 orders of four things equally often", () => {
    const random = createRandom(9);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.shuffle(["a", "b", "c", "d"]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquared([...counts.values()])).toBeLessThan(chiSquared999[23]);
  });

  test("shuffle() works in place, on typed arrays too, and loses nothing", () => {
    const items = Int32Array.from({ length: 1000 }, (_, i) => i);
    const result = createRandom(10).shuffle(items);
    expect(result).toBe(items);
    expect(items.toSorted()).toEqual(Int32Array.from({ length: 1000 }, (_, i) => i));
    expect(items.filter((item, i) => item === i).length).toBeLessThan(10);
    expect(createRandom(10).shuffle([])).toEqual([]);
  });

  /** Fisher and Yates's, as it is written in a textbook. */
  function shuffled(length: number, random: Random): number[] {
    const items = Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  }

  test.each([1, 2, 3, 1023, 1024, 1025, 2048, 2049, 5000])("shuffle() of %i things is the textbook's", (length) => {
    const [one, other] = [createRandom(12), createRandom(12)];
    for (const words of [0, 1, 3]) {
      for (let i = 0; i < words; i++) expect(one.uint32()).toBe(other.uint32());
      const items = Int32Array.from({ length }, (_, i) => i);
      expect(Array.from(one.shuffle(items))).toEqual(shuffled(length, other));
      expect(one.position()).toBe(other.position());
    }
  });

  test("shuffle() draws again where a remainder would have been biased", () => {
    const length = 66100;
    const limit = 2 ** 32 - (2 ** 32 % length);
    const [one, other] = [createRandom(13), createRandom(13)];
    while (other.uint32() < limit);
    const position = other.position() - 1;
    for (const random of [one, other]) random.seek(position);
    const items = one.shuffle(Int32Array.from({ length }, (_, i) => i));
    expect(one.position()).toBeGreaterThanOrEqual(position + length);
    const same = shuffled(length, other);
    expect(items.every((item, i) => item === same[i])).toBe(true);
  });

  test("the same seed repeats, another seed or stream does not", () => {
    const draw = (seed: number, stream?: number) => {
      const random = createRandom(seed, stream);
      return Array.from({ length: 8 }, () => random.uint32());
    };
    expect(draw(1, 2)).toEqual(draw(1, 2));
    expect(draw(1)).toEqual(draw(1, 0));
    const all = [draw(1, 0), draw(1, 1), draw(2, 0), draw(1 + 2 ** 32, 0), draw(0, 1)].flat();
    expect(new Set(all).size).toBe(all.length);
  });

  test("calls of different kinds share one stream", () => {
    const random = createRandom(11);
    const words = createRandom(11);
    random.next();
    words.uint32();
    words.uint32();
    expect(random.uint32()).toBe(words.uint32());
  });

  test("refuses what is no seed or stream", () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => createRandom(seed)).toThrow(
        new RangeError(`createRandom: seed is ${seed}; expected a whole number, 0 to 2^53 - 1`),
      );
    }
    expect(() => createRandom("1" as unknown as number)).toThrow('createRandom: seed is "1"');
    for (const stream of [-1, 0.5, 2 ** 32]) {
      expect(() => createRandom(1, stream)).toThrow(
        `createRandom: stream is ${stream}; expected a whole number, 0 to 2^32 - 1`,
      );
    }
  });
});
