import { checkLength, isArrayLike } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";

/** The ROC curve's corners, from (0, 0) to (1, 1), and the area below. */
export interface RocCurve {
  /** Share of the 0 rows with a score at or above the threshold. */
  readonly falsePositiveRate: Float64Array;
  /** Share of the 1 rows with a score at or above the threshold. */
  readonly truePositiveRate: Float64Array;
  /** The first is Infinity: nothing is called positive. */
  readonly thresholds: Float64Array;
  /** The chance that a random 1 row has a higher score than a random 0 row, ties counted half. */
  readonly area: number;
}

/**
 * The receiver operating characteristic of scores, and the area under it (ROC-AUC).
 *
 * @param scores N numbers, higher for "1 is more likely": probabilities or logits
 * @param targets N times 0 or 1, both present
 * @returns the corners as shares, 0 to 1, and the area: 1/2 says nothing, 1 is a perfect order
 * @throws TypeError when an argument is no array
 * @throws RangeError when a score is NaN, a target is neither 0 nor 1, lengths differ, or one class is absent
 * @example
 * rocCurve([0.9, 0.4, 0.6], [1, 0, 1]).area; // 1
 * @see Fawcett: An introduction to ROC analysis (2006); Hanley and McNeil (1982): the area is the Wilcoxon statistic
 */
export function rocCurve(scores: ArrayLike<number>, targets: ArrayLike<number>): RocCurve {
  if (!isArrayLike(scores)) {
    throw new TypeError(`rocCurve: scores is ${describeValue(scores)}; expected an array of numbers`);
  }
  const n = scores.length;
  checkLength("rocCurve: targets", targets, n, "numbers, as scores has");
  let positives = 0;
  for (let i = 0; i < n; i++) {
    if (typeof scores[i] !== "number" || Number.isNaN(scores[i])) {
      throw new RangeError(`rocCurve: scores: row ${i} is ${describeValue(scores[i])}; expected a number`);
    }
    if (targets[i] !== 0 && targets[i] !== 1) {
      throw new RangeError(`rocCurve: targets: row ${i} is ${describeValue(targets[i])}; expected 0 or 1`);
    }
    positives += targets[i];
  }
  const negatives = n - positives;
  if (positives === 0 || negatives === 0) {
    throw new RangeError(`rocCurve: targets have ${positives} ones and ${negatives} zeros; expected both`);
  }
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
  const falsePositiveRate = [0];
  const truePositiveRate = [0];
  const thresholds = [Number.POSITIVE_INFINITY];
  let trueCount = 0;
  let falseCount = 0;
  let area = 0;
  for (let i = 0; i < n; ) {
    const score = scores[order[i]];
    const [trueBefore, falseBefore] = [trueCount, falseCount];
    for (; i < n && scores[order[i]] === score; i++) {
      if (targets[order[i]] === 1) trueCount++;
      else falseCount++;
    }
    area += (falseCount - falseBefore) * (trueBefore + trueCount) * 0.5;
    falsePositiveRate.push(falseCount / negatives);
    truePositiveRate.push(trueCount / positives);
    thresholds.push(score);
  }
  return {
    falsePositiveRate: Float64Array.from(falsePositiveRate),
    truePositiveRate: Float64Array.from(truePositiveRate),
    thresholds: Float64Array.from(thresholds),
    area: area / (positives * negatives),
  };
}
