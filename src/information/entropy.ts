import { checkLength, isShare } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkDistribution } from "./distribution.js";
import { divergenceTerm } from "./divergence-term.js";

/**
 * How surprising an outcome of probability p is: -log p, in nats.
 *
 * @param p probability of what happened, 0 to 1
 * @returns 0 for a certain outcome, Infinity for an impossible one
 * @throws RangeError when p is outside [0, 1]
 * @example
 * surprisal(0.5); // 0.6931471805599453 nats, which is 1 bit
 * @see Shannon: A mathematical theory of communication (1948), section 6; the name is Tribus's (1961).
 */
export function surprisal(p: number): number {
  if (!isShare(p)) throw new RangeError(`surprisal: p is ${describeValue(p)}; expected a probability, 0 to 1`);
  return p === 1 ? 0 : -Math.log(p);
}

/**
 * The surprise to be expected of a distribution, H(p) = sum_x p(x) (-log p(x)), in nats; 0 log 0 is 0.
 *
 * @param p n probabilities that sum to 1
 * @returns from 0 (one outcome is certain) to log n (all are equal)
 * @throws RangeError when p is no distribution, naming the entry
 * @example
 * entropy([0.5, 0.5]); // 0.6931471805599453
 * @see Shannon (1948), theorem 2; Cover and Thomas: Elements of information theory (2006), eq. 2.1
 */
export function entropy(p: ArrayLike<number>): number {
  checkDistribution("entropy: p", p);
  let sum = 0;
  for (let x = 0; x < p.length; x++) if (p[x] > 0) sum -= p[x] * Math.log(p[x]);
  return sum + 0;
}

/**
 * The surprise to be expected by somebody who believes q where p is true: H(p, q) = sum_x p(x) (-log q(x)), in nats.
 * It is not symmetric, H(p, p) is H(p) and not 0, and it has no maximum.
 *
 * @param p n probabilities: what is true
 * @param q n probabilities: what is believed
 * @returns Infinity when q calls something impossible that p does not; a zero of p costs nothing whatever q says
 * @throws RangeError when p or q is no distribution, or their lengths differ
 * @example
 * crossEntropy([1, 0], [0.8, 0.2]); // 0.2231435513142097
 * @see Cover and Thomas (2006), theorem 5.4.3: the code length under the wrong distribution
 */
export function crossEntropy(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkPair("crossEntropy", p, q);
  let sum = 0;
  for (let x = 0; x < p.length; x++) if (p[x] > 0) sum -= p[x] * Math.log(q[x]);
  return sum + 0;
}

/**
 * The extra surprise of believing q where p is true: D(p || q) = sum_x p(x) log(p(x) / q(x)) = H(p, q) - H(p), in nats.
 * It is 0 exactly when p equals q; it is not symmetric.
 *
 * @param p n probabilities: what is true
 * @param q n probabilities: what is believed
 * @returns 0 or more; Infinity when q calls something impossible that p does not
 * @throws RangeError when p or q is no distribution, or their lengths differ
 * @example
 * klDivergence([0.5, 0.5], [0.9, 0.1]); // 0.5108256237659907
 * @see Kullback and Leibler: On information and sufficiency (1951); Cover and Thomas (2006), eq. 2.26
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkPair("klDivergence", p, q);
  let sum = 0;
  for (let x = 0; x < p.length; x++) sum += divergenceTerm(p[x], q[x], p[x] - q[x]);
  return sum;
}

/**
 * How far two distributions are from their middle m = (p + q) / 2: (D(p || m) + D(q || m)) / 2, in nats. Its square root is
 * a metric.
 *
 * It is what one learns, by seeing an outcome, about which of the two it was drawn from, where both were as likely.
 *
 * @param p n probabilities
 * @param q n probabilities
 * @returns from 0 (p equals q) to ln 2 (no outcome is possible in both); swapped arguments give the same bits
 * @throws RangeError when p or q is no distribution, or their lengths differ
 * @example
 * jensenShannonDivergence([1, 0], [0, 1]); // 0.6931471805599453
 * jensenShannonDivergence([0.5, 0.5], [0.9, 0.1]); // 0.10174...
 * @see Lin: Divergence measures based on the Shannon entropy (1991), eq. 4.1
 */
export function jensenShannonDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkPair("jensenShannonDivergence", p, q);
  let sum = 0;
  for (let x = 0; x < p.length; x++) sum += middleTerm(p[x], q[x]);
  return Math.min(sum, Math.LN2);
}

/**
 * (p log(p / m) + q log(q / m)) / 2 with m = (p + q) / 2, never negative.
 *
 * With u = (p - q) / (p + q) it is m / 2 ((1 + u) log(1 + u) + (1 - u) log(1 - u)) = m (u^2 / 2 + u^4 / 12 + u^6 / 30 + ...),
 * whose terms u^2k / (2k (2k - 1)) do not cancel: near u = 0 the logarithms would.
 */
function middleTerm(p: number, q: number): number {
  if (p === q) return 0;
  const both = p + q;
  const u = (p - q) / both;
  if (Math.abs(u) > 0.4) return 0.5 * (logShare(p, both) + logShare(q, both));
  let series = 0;
  let power = 1;
  for (let even = 2; ; even += 2) {
    power *= u * u;
    const next = series + power / (even * (even - 1));
    if (next === series) return 0.5 * both * series;
    series = next;
  }
}

/** p log(2 p / (p + q)); 0 log 0 is 0. */
function logShare(p: number, both: number): number {
  return p === 0 ? 0 : p * Math.log((2 * p) / both);
}

function checkPair(name: string, p: ArrayLike<number>, q: ArrayLike<number>): void {
  checkDistribution(`${name}: p`, p);
  checkDistribution(`${name}: q`, q);
  checkLength(`${name}: q`, q, p.length, "probabilities, as p has");
}
