/**
 * p log(p / q) - p + q, which is never negative. The added terms cancel over a distribution (both sum to 1), and
 * without them nearly equal distributions would lose all digits.
 *
 * With v = (p - q) / (p + q), log(p / q) is 2 (v + v^3 / 3 + v^5 / 5 + ...), and the term is
 * (p - q) v + 2 p (v^3 / 3 + v^5 / 5 + ...): nothing cancels in it.
 *
 * @param difference p - q, which somebody who knows p and q better than to a float64 can give better
 * @see Loader: Fast and accurate computation of binomial probabilities (2000), the deviance
 */
export function divergenceTerm(p: number, q: number, difference: number): number {
  if (p === 0) return q;
  if (q === 0) return Number.POSITIVE_INFINITY;
  const v = difference / (p + q);
  if (Math.abs(v) > 0.1) {
    const ratio = p / q;
    return p * (ratio < Number.POSITIVE_INFINITY ? Math.log(ratio) : Math.log(p) - Math.log(q)) - difference;
  }
  let term = difference * v;
  let power = 2 * p * v;
  for (let odd = 3; ; odd += 2) {
    power *= v * v;
    const next = term + power / odd;
    if (next === term) return term;
    term = next;
  }
}
