import { type Big, big, one, zero } from "./big.js";

/** What a class of probability p costs where it is not -log p, as a textbook has it; `rest` is 1 - p, `surprise` -log p. */
export interface ClassTermTruth {
  cost(p: Big, rest: Big, surprise: Big): Big;
  /** -p times its derivative. */
  slope(p: Big, rest: Big, surprise: Big): Big;
  /** How far the cost may be off, where 1 - p is known within 4 ulp, 2^-50 of it. */
  costError(p: Big, rest: Big, surprise: Big): Big;
  /** How many times the relative error of 1 - p the slope has. */
  readonly steepness: number;
}

const restError = big(2 ** -50);

/** A power multiplies the relative error of its base: gamma * 2^-50 of the whole. */
export function focalTruth(gamma: number): ClassTermTruth {
  const factor = (rest: Big) => (gamma === 0 ? one : rest.isZero() ? zero : rest.pow(big(gamma)));
  return {
    cost: (_p, rest, surprise) => factor(rest).times(surprise),
    slope(p, rest, surprise) {
      const quotient = gamma === 0 || rest.isZero() ? zero : p.times(surprise).div(rest);
      return factor(rest).times(quotient.times(big(gamma)).plus(1));
    },
    costError: (_p, rest, surprise) => factor(rest).times(surprise).times(big(gamma)).times(restError),
    steepness: gamma,
  };
}

/**
 * A negative epsilon takes from -log p what its first term is: the error of 1 - p counts for what is left as much as it
 * moves the cost, by (1 / p + epsilon) of it; where p is small, so does that of -log p, within 2^-51 of it.
 */
export function polyTruth(epsilon: number): ClassTermTruth {
  return {
    cost: (_p, rest, surprise) => surprise.plus(rest.times(big(epsilon))),
    slope: (p) => one.plus(p.times(big(epsilon))),
    costError(p, rest, surprise) {
      if (epsilon >= 0) return zero;
      const moved = p.gt(0.5) ? rest.div(p).plus(rest.times(big(epsilon))) : surprise.div(2).plus(rest);
      return moved.times(restError);
    },
    steepness: epsilon < 0 ? 1 : 0,
  };
}
