import { checkNames } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";

/** Which symbols occur, and how often: the most frequent first, equals in the order of their code points. */
export interface Frequencies {
  /** n different symbols */
  readonly symbols: readonly string[];
  /** n whole numbers, 1 or more */
  readonly counts: readonly number[];
  /** n probabilities that sum to 1: the counts divided by their sum */
  readonly shares: readonly number[];
}

/**
 * Counts the symbols of a text (its characters), or of any list of strings (words, labels).
 *
 * @param sequence N symbols, 1 or more: a text counts by its code points
 * @returns n different symbols with their counts and shares, the most frequent first
 * @throws TypeError when it is neither text nor a list of strings
 * @throws RangeError when there is none
 * @example
 * frequencies("abracadabra").symbols; // ["a", "b", "r", "c", "d"]
 * entropy(frequencies("abracadabra").shares); // 1.4142... nats a letter
 */
export function frequencies(sequence: Iterable<string>): Frequencies {
  checkIterable("frequencies: sequence", sequence);
  const counted = new Map<string, number>();
  let total = 0;
  for (const symbol of sequence) {
    if (typeof symbol !== "string") {
      throw new TypeError(`frequencies: sequence: symbol ${total} is ${describeValue(symbol)}; expected a string`);
    }
    counted.set(symbol, (counted.get(symbol) ?? 0) + 1);
    total++;
  }
  if (total === 0) throw new RangeError("frequencies: the sequence is empty; expected one symbol or more");
  const ordered = [...counted].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const counts = ordered.map(([, count]) => count);
  return { symbols: ordered.map(([symbol]) => symbol), counts, shares: counts.map((count) => count / total) };
}

/**
 * A text (or a list of strings) as numbers: the position of each symbol in the alphabet.
 *
 * @param sequence N symbols
 * @param alphabet K different symbols
 * @returns N whole numbers, 0 to K - 1
 * @throws TypeError when the sequence is neither text nor a list, or the alphabet no list of strings
 * @throws RangeError when a symbol is twice in the alphabet, and for the first symbol that is not in the alphabet
 * @example
 * symbolIndices("bad", ["a", "b", "c", "d"]); // Int32Array [1, 0, 3]
 */
export function symbolIndices(sequence: Iterable<string>, alphabet: readonly string[]): Int32Array {
  checkIterable("symbolIndices: sequence", sequence);
  checkNames("symbolIndices: alphabet", alphabet);
  const positions = new Map(alphabet.map((symbol, k) => [symbol, k]));
  if (positions.size < alphabet.length) {
    const twice = alphabet.find((symbol, k) => positions.get(symbol) !== k);
    throw new RangeError(`symbolIndices: alphabet has ${describeValue(twice)} twice; expected different symbols`);
  }
  return Int32Array.from(sequence, (symbol, i) => {
    const position = positions.get(symbol);
    if (position === undefined) {
      throw new RangeError(
        `symbolIndices: sequence: symbol ${i} is ${describeValue(symbol)}; expected one of the alphabet's ${alphabet.length}`,
      );
    }
    return position;
  });
}

function checkIterable(name: string, sequence: Iterable<string>): void {
  if (typeof sequence === "string") return;
  const { [Symbol.iterator]: iterator } = Object(sequence) as Partial<Iterable<string>>;
  if (typeof iterator === "function" && !ArrayBuffer.isView(sequence)) return;
  throw new TypeError(`${name} is ${describeValue(sequence)}; expected text or a list of strings`);
}
