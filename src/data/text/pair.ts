/** Two tokens, one after the other. */
export type Pair = readonly [number, number];

/** A number that no other pair has. */
export function pairKey([left, right]: Pair): number {
  return left * 2 ** 20 + right;
}

/** The tokens with each occurrence of a pair, from the left, become one token. */
export function joinPair(tokens: readonly number[], [left, right]: Pair, joined: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const isPair = tokens[i] === left && tokens[i + 1] === right;
    result.push(isPair ? joined : tokens[i]);
    if (isPair) i++;
  }
  return result;
}
