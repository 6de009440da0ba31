/** For each of n softmaxes, what its scores seen so far are made of, as `RowSum` has it: no score itself is kept. */
export interface RunningSums {
  readonly largest: Float64Array;
  /** Who had the largest score, the first of equals. */
  readonly argmax: Int32Array;
  /** The sum of e^(score - largest) over all others. */
  readonly others: Float64Array;
}

export function runningSums(n: number): RunningSums {
  return {
    largest: new Float64Array(n).fill(Number.NEGATIVE_INFINITY),
    argmax: new Int32Array(n),
    others: new Float64Array(n),
  };
}

/** Adds one score, of the entry `from`, to softmax `at`. */
export function addScore({ largest, argmax, others }: RunningSums, at: number, from: number, score: number): void {
  if (score > largest[at]) {
    others[at] = (1 + others[at]) * Math.exp(largest[at] - score);
    largest[at] = score;
    argmax[at] = from;
  } else {
    others[at] += Math.exp(score - largest[at]);
  }
}

/** -log of the probability of an entry with this score. */
export function surpriseAt({ largest, others }: RunningSums, at: number, score: number): number {
  return largest[at] - score + Math.log1p(others[at]);
}

/**
 * weight p - hit, the derivative of a softmax cross-entropy by the score of entry `from`: `hit` is its coefficient,
 * `weight` that of all. Where p is near 1 no digits are lost.
 */
export function derivativeAt(
  { largest, argmax, others }: RunningSums,
  at: number,
  from: number,
  score: number,
  weight: number,
  hit: number,
): number {
  return from === argmax[at]
    ? (weight - hit - hit * others[at]) / (1 + others[at])
    : (weight * Math.exp(score - largest[at])) / (1 + others[at]) - hit;
}
