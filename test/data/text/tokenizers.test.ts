import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  bytePairTokenizer,
  byteTokenizer,
  type Tokenizer,
  type TokenizerJson,
  tokenizerFromJson,
  wordTokenizer,
} from "../../../src/data/index.js";
import { textPieces } from "../../../src/data/text/text-pieces.js";
import { golden } from "../../golden.js";

interface Case {
  name: string;
  text: string;
  pieces: string[];
  words: string[];
  merges: [number, number][];
  encoded: number[];
  foreign: number[];
}
const { cases } = golden<{ cases: Case[] }>("data/tokenizers");
const [english, , mixed] = cases;
const FOREIGN = [...english.text].reverse().join("") + mixed.text;

describe("beside counting everything anew, in Python", () => {
  test.each(cases)(
    "the pieces, words and pairs are the same: $name",
    ({ text, pieces, words, merges, ...expected }) => {
      expect(textPieces(text)).toEqual(pieces);
      expect(wordTokenizer(text, { size: 262 }).toJSON()).toEqual({ kind: "words", words });
      const pairs = bytePairTokenizer(text, { size: 296 });
      expect(pairs.toJSON()).toEqual({ kind: "bytePairs", merges });
      expect(pairs.size).toBe(256 + merges.length);
      expect(Array.from(pairs.encode(text))).toEqual(expected.encoded);
      expect(Array.from(pairs.encode(FOREIGN))).toEqual(expected.foreign);
    },
  );
});

const tokenizers: [string, Tokenizer][] = [
  ["bytes", byteTokenizer()],
  ["words", wordTokenizer(FOREIGN, { size: 280 })],
  ["bytePairs", bytePairTokenizer(FOREIGN, { size: 320 })],
];

describe.each(tokenizers)("a tokenizer of %s", (kind, tokenizer) => {
  const { size } = tokenizer;
  // Of the texts it was made of, and of any characters.
  const texts = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...textPieces(FOREIGN), " ", "\n", "\ufeff")).map((pieces) => pieces.join("")),
  );
  it("gives back every text", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const tokens = tokenizer.encode(text);
        expect(tokenizer.decode(tokens)).toBe(text);
        expect(tokens.every((token) => token >= 0 && token < size)).toBe(true);
      }),
      { seed: 1, numRuns: process.env.CI === "true" ? 5000 : 500 },
    );
  });
  it("is saved as JSON and read again", () => {
    const read = tokenizerFromJson(JSON.parse(JSON.stringify(tokenizer)));
    expect(read.toJSON()).toMatchObject({ kind });
    expect(read.toJSON()).toEqual(tokenizer.toJSON());
    expect(read.size).toBe(size);
    expect(read.encode(FOREIGN)).toEqual(tokenizer.encode(FOREIGN));
  });
  it("decodes any tokens: what is no UTF-8 becomes U+FFFD", () => {
    expect(tokenizer.decode([0xff, 65, 0xc3])).toBe("\ufffdA\ufffd");
    expect(tokenizer.decode([])).toBe("");
    expect(() => tokenizer.decode([65, size])).toThrow(
      `decode: tokens: entry 1 is ${size}; expected a token, 0 to ${size - 1}`,
    );
    expect(() => tokenizer.decode([0.5])).toThrow("decode: tokens: entry 0 is 0.5; expected a token");
    expect(() => tokenizer.decode("AB" as unknown as number[])).toThrow('decode: tokens is "AB"; expected an array');
  });
  it("refuses half a surrogate pair, and what is no text", () => {
    expect(() => tokenizer.encode("ab\ud83d!")).toThrow(
      "encode: text: position 2 is U+D83D, half a surrogate pair; expected whole characters",
    );
    expect(() => tokenizer.encode(7 as unknown as string)).toThrow("encode: text is 7; expected a text");
  });
});

describe("wordTokenizer and bytePairTokenizer", () => {
  it("have short names for what is frequent, and spell what is not", () => {
    const words = wordTokenizer("the cat and the dog and the cow", { size: 258 });
    expect(words.toJSON()).toEqual({ kind: "words", words: [" and", " the"] });
    expect(Array.from(words.encode("so the hat"))).toEqual([115, 111, 257, 32, 104, 97, 116]);
    const pairs = bytePairTokenizer("low lower lowest", { size: 300 });
    expect(pairs.size).toBeLessThan(262);
    expect(pairs.encode(" lowest").length).toBeLessThan(7);
  });
  it("take a word of any length", () => {
    const long = "b".repeat(300_000);
    expect(bytePairTokenizer("low lower lowest", { size: 300 }).encode(long)).toHaveLength(long.length);
  });
  it.each([
    ["wordTokenizer", wordTokenizer],
    ["bytePairTokenizer", bytePairTokenizer],
  ])("%s refuses sizes that leave no room for bytes, and other options", (name, make) => {
    expect(() => make("a b", { size: 255 })).toThrow(`${name}: size is 255; expected a whole number, 256 to 1048576`);
    expect(() => make("a b", {} as { size: number })).toThrow(`${name}: size is undefined; expected a whole number`);
    expect(() => make("a b", { size: 300, vocabulary: 3 } as { size: number })).toThrow(
      "there is no option vocabulary",
    );
    expect(() => make(["a"] as unknown as string, { size: 300 })).toThrow(
      `${name}: text is an Array of 1; expected a text`,
    );
    expect(make("", { size: 300 }).size).toBe(256);
  });
});

describe("tokenizerFromJson", () => {
  it("refuses what was no tokenizer", () => {
    const from = (json: unknown) => () => tokenizerFromJson(json as TokenizerJson);
    expect(from([])).toThrow("tokenizerFromJson: json is an Array of 0; expected an object");
    expect(from({ kind: "letters" })).toThrow('kind is "letters"; expected "bytes", "words" or "bytePairs"');
    expect(from({ kind: "words" })).toThrow("tokenizerFromJson: words is undefined; expected an array");
    expect(from({ kind: "words", words: ["an", "an"] })).toThrow('words: entry 1 is "an"; expected a word of its own');
    expect(from({ kind: "words", words: [""] })).toThrow('words: entry 0 is ""; expected a word of its own');
    expect(from({ kind: "bytePairs", merges: [[1, 256]] })).toThrow(
      "merges: entry 0 is [1, 256]; expected a new pair of tokens, each 0 to 255",
    );
    expect(
      from({
        kind: "bytePairs",
        merges: [
          [1, 2],
          [1, 2],
        ],
      }),
    ).toThrow("merges: entry 1 is [1, 2]; expected a new");
    expect(from({ kind: "bytePairs", merges: [7] })).toThrow("merges: entry 0 is 7; expected a new pair");
  });
});
