import type { LogLossOptions } from "../../../src/loss/log-loss.js";
import { type Big, big, log1p, one, sumOf, zero } from "./big.js";
import type { RowTruth } from "./row-truth.js";

/** One row of log loss, as a textbook has it, in 64 digits; a single column is the two classes no and yes. */
export function logLossTruth(
  p: ArrayLike<number>,
  target: number | ArrayLike<number>,
  row: number,
  options: LogLossOptions,
): RowTruth & { clipped?: boolean; normalised?: boolean } {
  const { sampleWeights, mask, clip = 0, normalise = false } = options;
  if (mask && !mask[row]) return { left: false };
  const stated = Array.from(p, big);
  const pairs = p.length === 1 ? [one.minus(stated[0]), stated[0]] : stated;
  const sum = normalise ? sumOf(pairs) : one;
  const coefficients = pairs.map((_, k) => {
    const t =
      typeof target !== "number" ? big(target[k]) : p.length === 1 ? yesOrNo(target, k) : target === k ? one : zero;
    return t.times(big(sampleWeights?.[row] ?? 1));
  });
  let clipped = false;
  const terms = pairs.map((probability, k): Big | undefined => {
    if (coefficients[k].isZero()) return zero;
    const share = probability.div(sum);
    // The ends of the interval are the numbers clip and 1 - clip as float64 has them.
    const ends =
      p.length === 1 && k === 0 ? [one.minus(big(1 - clip)), one.minus(big(clip))] : [big(clip), big(1 - clip)];
    const used = share.lt(ends[0]) ? ends[0] : share.gt(ends[1]) ? ends[1] : share;
    if (used !== share) clipped = true;
    if (used.isZero()) return undefined;
    const complete = used === share && (normalise || p.length === 1);
    const others = complete ? sumOf(pairs.filter((_, j) => j !== k)).div(sum) : one.minus(used);
    const surprise = used.gt(0.5) ? log1pNegative(others) : used.ln().neg();
    return coefficients[k].times(surprise);
  });
  return {
    left: true,
    loss: terms.includes(undefined) ? undefined : sumOf(terms.map((term) => term ?? zero)),
    lossError: zero,
    weight: sumOf(coefficients),
    gradient: [],
    clipped,
    normalised:
      normalise &&
      sum
        .minus(1)
        .abs()
        .gt(2 ** -26),
  };
}

function yesOrNo(target: number, k: number): Big {
  return k === 1 ? big(target) : one.minus(big(target));
}

/** -log(1 - x), x from 0 to 1/2. */
function log1pNegative(x: Big): Big {
  if (x.isZero()) return zero;
  return log1p(x.div(one.minus(x)));
}
