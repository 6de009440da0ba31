import { expect, test } from "vitest";
import { entropy, frequencies, natsToBits, symbolIndices } from "../../src/information/index.js";

test("the most frequent symbol first, equals by code point", () => {
  expect(frequencies("abracadabra")).toEqual({
    symbols: ["a", "b", "r", "c", "d"],
    counts: [5, 2, 2, 1, 1],
    shares: [5 / 11, 2 / 11, 2 / 11, 1 / 11, 1 / 11],
  });
});

test("words count as symbols, and a character beyond 16 bits as one", () => {
  expect(frequencies(["rain", "sun", "rain"]).symbols).toEqual(["rain", "sun"]);
  expect(frequencies("𝄞𝄞a").counts).toEqual([2, 1]);
});

test("four equally frequent letters have an entropy of two bits", () => {
  expect(natsToBits(entropy(frequencies("dcba").shares))).toBeCloseTo(2, 12);
});

test("nothing has no frequencies", () => {
  expect(() => frequencies("")).toThrow("frequencies: the sequence is empty; expected one symbol or more");
});

test("symbols become their positions, and back", () => {
  const alphabet = ["n", "a", "b"];
  const indices = symbolIndices("banana", alphabet);
  expect(indices).toEqual(Int32Array.of(2, 1, 0, 1, 0, 1));
  expect(Array.from(indices, (k) => alphabet[k]).join("")).toBe("banana");
});

test("a symbol outside the alphabet is named", () => {
  expect(() => symbolIndices("baZ", ["a", "b"])).toThrow(
    'symbolIndices: sequence: symbol 2 is "Z"; expected one of the alphabet\'s 2',
  );
});
