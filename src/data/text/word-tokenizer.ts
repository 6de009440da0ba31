import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { countPieces, textPieces } from "./text-pieces.js";
import { bytesOf, checkText, checkTokens, makeTokenizer, singleBytes, type Tokenizer } from "./tokenizer.js";

/** How large a tokenizer's vocabulary is. */
export interface TokenizerOptions {
  /** The most tokens it has, the 256 single bytes among them. */
  readonly size: number;
}

/** The names of the options, for `checkOptionNames`. */
export const TOKENIZER_OPTIONS: OptionNames<TokenizerOptions> = { size: true };

/**
 * A tokenizer of the most frequent words of a text; all other words are spelled in bytes, so that none is unknown.
 *
 * Words are runs of letters, of digits or of other signs, each with one space or line break before it, and other white space.
 * Of words that are equally frequent the one that comes first in the text is taken.
 *
 * @param text to take the words from
 * @param options the size: 256 bytes and size - 256 words, fewer where the text has fewer
 * @returns a tokenizer whose words are the tokens from 256 on, the most frequent first
 * @throws TypeError when text is none or options is no object
 * @throws RangeError when text has half a surrogate pair, or size is no whole number of 256 to 2^20
 * @example
 * const words = wordTokenizer("to be or not to be", { size: 258 });
 * words.decode([256, 33]); // " be!"
 * @see Bengio, Ducharme, Vincent, Jauvin: A neural probabilistic language model (2003), for a vocabulary of frequent words
 */
export function wordTokenizer(text: string, options: TokenizerOptions): Tokenizer {
  checkText("wordTokenizer: text", text);
  checkOptionNames("wordTokenizer", options, TOKENIZER_OPTIONS);
  checkTokens("wordTokenizer: size", options.size);
  const counted = [...countPieces(text)].filter(([word]) => bytesOf(word).length > 1);
  counted.sort(([, a], [, b]) => b - a);
  return tokenizerOfWords(counted.slice(0, options.size - 256).map(([word]) => word));
}

/** The tokenizer that knows these words. */
export function tokenizerOfWords(words: readonly string[]): Tokenizer {
  const tokens = [...singleBytes(), ...words.map(bytesOf)];
  const tokenOf = new Map(words.map((word, i) => [word, 256 + i]));
  return makeTokenizer({ kind: "words", words }, tokens, (text) =>
    textPieces(text).flatMap((piece) => tokenOf.get(piece) ?? [...bytesOf(piece)]),
  );
}
