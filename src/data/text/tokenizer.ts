import { isArrayLike } from "../../numerics/check.js";
import { describeValue } from "../../numerics/describe-value.js";

/** Turns text into numbers and back. Every token is a row of bytes; the first 256 are the single bytes. */
export interface Tokenizer {
  /** How many tokens there are: they are the numbers 0 to size - 1. */
  readonly size: number;
  /** The tokens of a text; throws a RangeError for half a surrogate pair, which no bytes can be. */
  encode(text: string): Int32Array;
  /** The text of tokens: what was encoded. Bytes that are no UTF-8, which other tokens may be, become U+FFFD. */
  decode(tokens: ArrayLike<number>): string;
  /** What `tokenizerFromJson` makes the same tokenizer of. */
  toJSON(): TokenizerJson;
}

/** A tokenizer as plain data. */
export type TokenizerJson =
  | { readonly kind: "bytes" }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "bytePairs"; readonly merges: readonly (readonly [number, number])[] };

const BYTES = 256;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The 256 tokens that every tokenizer has. */
export function singleBytes(): Uint8Array[] {
  return Array.from({ length: BYTES }, (_, byte) => Uint8Array.of(byte));
}

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** A tokenizer of known tokens; `encode` takes a text that was checked. */
export function makeTokenizer(
  json: TokenizerJson,
  tokens: readonly Uint8Array[],
  encode: (text: string) => ArrayLike<number>,
): Tokenizer {
  return {
    size: tokens.length,
    encode(text) {
      checkText("encode: text", text);
      return Int32Array.from(encode(text));
    },
    decode(numbers) {
      if (!isArrayLike(numbers)) {
        throw new TypeError(`decode: tokens is ${describeValue(numbers)}; expected an array of tokens`);
      }
      let length = 0;
      for (let i = 0; i < numbers.length; i++) {
        const token = numbers[i];
        if (!(Number.isInteger(token) && token >= 0 && token < tokens.length)) {
          throw new RangeError(
            `decode: tokens: entry ${i} is ${describeValue(token)}; expected a token, 0 to ${tokens.length - 1}`,
          );
        }
        length += tokens[token].length;
      }
      const bytes = new Uint8Array(length);
      for (let i = 0, at = 0; i < numbers.length; at += tokens[numbers[i]].length, i++)
        bytes.set(tokens[numbers[i]], at);
      return decoder.decode(bytes);
    },
    toJSON: () => json,
  };
}

/** Throws when a value is no text, or none that can be written in UTF-8. */
export function checkText(name: string, text: string): void {
  if (typeof text !== "string") throw new TypeError(`${name} is ${describeValue(text)}; expected a text`);
  const at = text.search(/\p{Surrogate}/u);
  if (at >= 0) {
    const code = text.charCodeAt(at).toString(16).toUpperCase();
    throw new RangeError(`${name}: position ${at} is U+${code}, half a surrogate pair; expected whole characters`);
  }
}

/** Throws when a size is none that a tokenizer of single bytes and more can have. */
export function checkTokens(name: string, size: unknown): void {
  if (!(Number.isInteger(size) && (size as number) >= BYTES && (size as number) <= 2 ** 20)) {
    throw new RangeError(`${name} is ${describeValue(size)}; expected a whole number, ${BYTES} to ${2 ** 20}`);
  }
}
