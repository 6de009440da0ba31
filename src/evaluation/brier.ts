import { checkClassIndices, checkLength } from "../numerics/check.js";
import { checkedProbabilities, type Probabilities } from "../numerics/kinds.js";
import type { NestedRows } from "../numerics/matrix.js";

/**
 * The Brier score, the mean squared error of stated probabilities: the mean over rows of sum_k (p_k - t_k)^2, where t is 1
 * for the class that happened and 0 for the others. Of one column it is the mean of (p - y)^2.
 *
 * So the same forecast of two classes has in two columns, which are counted both, twice the score that it has in one;
 * scikit-learn halves that of two classes.
 *
 * @param probabilities N probabilities of class 1 (N x 1), or N x K with rows that sum to 1
 * @param targets N class indices: what happened
 * @returns 0 (certain and right) to 1 for one column, to 2 for more; NaN without rows. It has no unit
 * @throws TypeError when an argument is no array, or the matrix is known to be of another kind
 * @throws RangeError when a probability, a row's sum or a target is not as described
 * @example
 * brierScore([0.75, 0.5], [1, 0]); // 0.15625
 * brierScore([[0.25, 0.75], [0.5, 0.5]], [1, 0]); // 0.3125
 * @see Brier: Verification of forecasts expressed in terms of probability (1950)
 */
export function brierScore(
  probabilities: Probabilities | NestedRows | ArrayLike<number>,
  targets: ArrayLike<number>,
): number {
  const { rows, cols, data } = checkedProbabilities("brierScore: probabilities", probabilities);
  checkLength("brierScore: targets", targets, rows, "class indices, one a row");
  checkClassIndices("brierScore: targets", targets, Math.max(2, cols));
  let sum = 0;
  for (let i = 0; i < data.length; i++) {
    const row = Math.floor(i / cols);
    const happened = cols === 1 ? targets[row] : targets[row] === i % cols ? 1 : 0;
    sum += (data[i] - happened) ** 2;
  }
  return sum / rows;
}
