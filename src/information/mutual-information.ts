import { type DoubleDouble, difference, plus, times } from "../numerics/double-double.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { checkedJoint } from "./distribution.js";
import { divergenceTerm } from "./divergence-term.js";

/** Products below it have lost digits, and may be 0. */
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * How much knowing one of two variables tells about the other: I(X; Y) = sum_xy p(x, y) log(p(x, y) / (p(x) p(y))), in
 * nats. It is the Kullback-Leibler divergence of the table from the product of its margins, and
 * H(X) + H(Y) - H(X, Y) = H(Y) - H(Y | X).
 *
 * That difference would lose all digits where the variables are nearly independent. Here the margins and their products
 * are kept to twice the digits, so that nothing is lost.
 *
 * @param joint K x L probabilities p(x, y), a row for each x, that sum to 1 over the whole table; of a table of counts,
 * the counts divided by their sum
 * @returns from 0 (independent) to the smaller of H(X) and H(Y)
 * @throws TypeError when joint is no table, or one of logits or log-probabilities
 * @throws RangeError when an entry is outside [0, 1], rows differ in length, or the sum is not 1 within the square root
 * of the type's epsilon
 * @example
 * mutualInformation([[0.5, 0], [0, 0.5]]); // ln 2 = 0.69314...
 * mutualInformation([[0.25, 0.25], [0.25, 0.25]]); // 0
 * @see Shannon (1948), section 12; Cover and Thomas: Elements of information theory (2006), eq. 2.28
 */
export function mutualInformation(joint: Matrix | NestedRows): number {
  const { rows, cols, data } = checkedJoint("mutualInformation: joint", joint);
  const ofRow: DoubleDouble[] = new Array(rows).fill([0, 0]);
  const ofColumn: DoubleDouble[] = new Array(cols).fill([0, 0]);
  let all: DoubleDouble = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / cols), i % cols];
    ofRow[x] = plus(ofRow[x], data[i]);
    ofColumn[y] = plus(ofColumn[y], data[i]);
    all = plus(all, data[i]);
  }
  let sum = 0;
  for (let i = 0; i < data.length; i++) {
    const p = data[i];
    const [row, column] = [ofRow[Math.floor(i / cols)], ofColumn[i % cols]];
    const independent = (row[0] * column[0]) / all[0];
    if (p > 0 && independent < SMALLEST_NORMAL) {
      sum += Math.max(0, p * (Math.log(p / row[0]) - Math.log(column[0]) - 1) + independent);
    } else {
      // p - row * column / all, where all is 1 but for rounding: the rounding must not pass for dependence.
      sum += divergenceTerm(p, independent, difference(times([p, 0], all), times(row, column)) / all[0]);
    }
  }
  return sum;
}
