/** Two tokens, one after the other. */
export type Pair = readonly [number, number];

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
