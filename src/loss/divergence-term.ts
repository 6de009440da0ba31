/**
 * p log(p / q) - p + q, the share of one class in a Kullback-Leibler divergence; never negative, and 0 only at p = q.
 * What is added to p log(p / q) cancels over a distribution (both sum to 1). Without it two distributions that are
 * nearly equal would lose all digits: terms of both signs, of the size of p - q, would have to leave one of its square.
 *
 * @param logRatio log(p / q), which is known with more digits than p and q where they come from logits; it is not read
 * where p is 0
 */
export function divergenceTerm(p: number, q: number, logRatio: number): number {
  if (p === 0) return q;
  return Math.abs(logRatio) < 1 ? p * excess(logRatio) : p * logRatio - p + q;
}

/** x - 1 + e^-x for |x| < 1, by its series x^2 / 2! - x^3 / 3! + ...: nothing is taken from 1. */
function excess(x: number): number {
  let power = (x * x) / 2;
  let sum = power;
  for (let n = 3; ; n++) {
    power *= -x / n;
    const next = sum + power;
    if (next === sum) return sum;
    sum = next;
  }
}

/** How far numbers that should sum to 1 are from it, with the digits that 1 + rounding would lose. */
export function sumMinusOne(values: ArrayLike<number>, from: number, to: number): number {
  let sum = -1;
  let error = 0;
  for (let i = from; i < to; i++) {
    const next = sum + values[i];
    const added = next - sum;
    error += sum - (next - added) + (values[i] - added);
    sum = next;
  }
  return sum + error;
}

/**
 * A divergence that is never negative, and 0 only where both rows are the same. `stated` is what its formula gives: below 0
 * only for rows that do not sum to exactly 1, by as little as they are off. Then it is `terms`, the sum of the terms above,
 * which is larger by no more than that.
 */
export function divergenceOf(stated: number, terms: number): number {
  return stated > 0 ? stated : terms;
}
