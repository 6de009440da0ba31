import { checkObject } from "../../numerics/check.js";
import { describeValue } from "../../numerics/describe-value.js";
import { tokenizerOfPairs } from "./byte-pair-tokenizer.js";
import { byteTokenizer } from "./byte-tokenizer.js";
import { checkText, type Tokenizer, type TokenizerJson } from "./tokenizer.js";
import { tokenizerOfWords } from "./word-tokenizer.js";

/**
 * The tokenizer that was saved as JSON: `JSON.stringify(tokenizer)`.
 *
 * @param json what `JSON.parse` gives, or the tokenizer's own `toJSON`
 * @throws TypeError when it is no object or lacks its list
 * @throws RangeError naming what is no tokenizer's: another kind, an empty word or one named twice, a pair of tokens that are
 * not there yet or were joined before
 * @example
 * const saved = JSON.stringify(bytePairTokenizer("low lower lowest", { size: 300 }));
 * tokenizerFromJson(JSON.parse(saved)).encode("low"); // Int32Array [257]
 * @see RFC 8259, for JSON
 */
export function tokenizerFromJson(json: TokenizerJson): Tokenizer {
  checkObject("tokenizerFromJson: json", json);
  switch (json.kind) {
    case "bytes":
      return byteTokenizer();
    case "words":
      return tokenizerOfWords(checkedWords(json.words));
    case "bytePairs":
      return tokenizerOfPairs(checkedMerges(json.merges));
    default: {
      const { kind } = json as { kind: unknown };
      throw new RangeError(
        `tokenizerFromJson: kind is ${describeValue(kind)}; expected "bytes", "words" or "bytePairs"`,
      );
    }
  }
}

function checkedWords(words: readonly string[]): readonly string[] {
  checkList("words", words);
  const seen = new Set<string>();
  for (let i = 0; i < words.length; i++) {
    checkText(`tokenizerFromJson: words: entry ${i}`, words[i]);
    if (words[i] === "" || seen.has(words[i])) {
      throw new RangeError(
        `tokenizerFromJson: words: entry ${i} is ${describeValue(words[i])}; expected a word of its own`,
      );
    }
    seen.add(words[i]);
  }
  return [...words];
}

function checkedMerges(merges: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  checkList("merges", merges);
  const seen = new Set<string>();
  return Array.from(merges, (pair, i) => {
    const isToken = (token: unknown) =>
      Number.isInteger(token) && (token as number) >= 0 && (token as number) < 256 + i;
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(isToken) || seen.has(String(pair))) {
      const given = Array.isArray(pair) ? `[${pair.map(describeValue).join(", ")}]` : describeValue(pair);
      throw new RangeError(
        `tokenizerFromJson: merges: entry ${i} is ${given}; expected a new pair of tokens, each 0 to ${255 + i}`,
      );
    }
    seen.add(String(pair));
    return [pair[0], pair[1]];
  });
}

function checkList(name: string, list: unknown): void {
  if (!Array.isArray(list)) {
    throw new TypeError(`tokenizerFromJson: ${name} is ${describeValue(list)}; expected an array`);
  }
}
