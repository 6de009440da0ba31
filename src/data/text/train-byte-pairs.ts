import { joinPair, type Pair, pairKey } from "./pair.js";

/** The tokens of a word, and how often the text has it. */
export interface CountedWord {
  tokens: number[];
  readonly count: number;
}

/** How often two tokens stand beside each other, and in which words. */
interface Occurrences {
  readonly pair: Pair;
  count: number;
  readonly words: Set<CountedWord>;
}

/**
 * The pairs that byte-pair encoding joins, in order; the i-th makes token 256 + i.
 *
 * @param words different words as bytes; their tokens become those that are left in the end
 * @param most how many pairs; fewer when no pair is left that occurs twice
 */
export function trainBytePairs(words: readonly CountedWord[], most: number): Pair[] {
  const pairs = new Map<number, Occurrences>();
  const count = (word: CountedWord, sign: 1 | -1) => {
    for (let i = 1; i < word.tokens.length; i++) {
      const pair: Pair = [word.tokens[i - 1], word.tokens[i]];
      const key = pairKey(pair);
      const found = pairs.get(key) ?? { pair, count: 0, words: new Set() };
      found.count += sign * word.count;
      if (sign > 0) found.words.add(word);
      else found.words.delete(word);
      if (found.count > 0) pairs.set(key, found);
      else pairs.delete(key);
    }
  };
  for (const word of words) count(word, 1);
  const merges: Pair[] = [];
  while (merges.length < most) {
    const best = mostFrequent(pairs.values());
    if (!best || best.count < 2) break;
    for (const word of [...best.words]) {
      count(word, -1);
      word.tokens = joinPair(word.tokens, best.pair, 256 + merges.length);
      count(word, 1);
    }
    merges.push(best.pair);
  }
  return merges;
}

function mostFrequent(pairs: Iterable<Occurrences>): Occurrences | undefined {
  let best: Occurrences | undefined;
  for (const other of pairs) {
    const order = best ? other.count - best.count || best.pair[0] - other.pair[0] || best.pair[1] - other.pair[1] : 1;
    if (order > 0) best = other;
  }
  return best;
}
