import { checkOptionNames } from "../../numerics/option-names.js";
import { joinPair, type Pair, pairKey } from "./pair.js";
import { countPieces, textPieces } from "./text-pieces.js";
import { bytesOf, checkText, checkTokens, makeTokenizer, singleBytes, type Tokenizer } from "./tokenizer.js";
import { trainBytePairs } from "./train-byte-pairs.js";
import { TOKENIZER_OPTIONS, type TokenizerOptions } from "./word-tokenizer.js";

/**
 * A tokenizer trained by byte-pair encoding: again and again the two neighbouring tokens that a text has most often become
 * one, until there are as many tokens as wanted.
 *
 * Pairs are sought within words (runs of letters, of digits or of other signs, each with one space or line break before it).
 * Of pairs that are equally frequent the one whose first token, then whose second, is the smaller number is joined. A text is
 * encoded by the same steps in the same order, so that frequent words are one token and rare ones a few.
 *
 * @param text to train on
 * @param options the size: 256 bytes and size - 256 joined pairs, fewer where no pair is left that occurs twice
 * @returns a tokenizer whose joined pairs are the tokens from 256 on, in the order in which they were found
 * @throws TypeError when text is none or options is no object
 * @throws RangeError when text has half a surrogate pair, or size is no whole number of 256 to 2^20
 * @example
 * const pairs = bytePairTokenizer("low lower lowest", { size: 258 });
 * pairs.encode("slow"); // Int32Array [115, 257]
 * @see Sennrich, Haddow, Birch: Neural machine translation of rare words with subword units (2016); on bytes: Radford et al.:
 * Language models are unsupervised multitask learners (2019)
 */
export function bytePairTokenizer(text: string, options: TokenizerOptions): Tokenizer {
  checkText("bytePairTokenizer: text", text);
  checkOptionNames("bytePairTokenizer", options, TOKENIZER_OPTIONS);
  checkTokens("bytePairTokenizer: size", options.size);
  const words = [...countPieces(text)].map(([word, count]) => ({ tokens: [...bytesOf(word)], count }));
  return tokenizerOfPairs(trainBytePairs(words, options.size - 256));
}

/** The tokenizer that joins these pairs, the first one first. */
export function tokenizerOfPairs(merges: readonly Pair[]): Tokenizer {
  const tokens = singleBytes();
  for (const [left, right] of merges) tokens.push(Uint8Array.of(...tokens[left], ...tokens[right]));
  const joined = new Map(merges.map((pair, i) => [pairKey(pair), 256 + i]));
  const known = new Map<string, readonly number[]>();
  const encodeWord = (word: string): readonly number[] => {
    let found: number[] = [...bytesOf(word)];
    for (;;) {
      let earliest = Infinity;
      for (let i = 1; i < found.length; i++) {
        earliest = Math.min(earliest, joined.get(pairKey([found[i - 1], found[i]])) ?? Infinity);
      }
      if (earliest === Infinity) return found;
      found = joinPair(found, merges[earliest - 256], earliest);
    }
  };
  return makeTokenizer({ kind: "bytePairs", merges }, tokens, (text) =>
    textPieces(text).flatMap((word) => {
      const encoded = known.get(word) ?? encodeWord(word);
      if (known.size < MOST_REMEMBERED) known.set(word, encoded);
      return encoded;
    }),
  );
}

/** Words whose tokens are remembered by a tokenizer. */
const MOST_REMEMBERED = 100_000;
