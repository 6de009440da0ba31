import { bytesOf, makeTokenizer, singleBytes, type Tokenizer } from "./tokenizer.js";

/**
 * A tokenizer whose 256 tokens are the bytes of UTF-8: it needs no training and knows every language, at 1 token a letter of
 * English and 3 a character of Chinese.
 *
 * @throws RangeError (its `encode`) for half a surrogate pair; (its `decode`) for what is no byte
 * @example
 * byteTokenizer().encode("né"); // Int32Array [110, 195, 169]
 * @see Xue, Barua, Constant, Al-Rfou, Narang, Kale, Roberts, Raffel: ByT5 (2022)
 */
export function byteTokenizer(): Tokenizer {
  return makeTokenizer({ kind: "bytes" }, singleBytes(), bytesOf);
}
