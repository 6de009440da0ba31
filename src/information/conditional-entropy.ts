import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { checkedJoint } from "./distribution.js";

/**
 * The surprise still to be expected of Y (the column) for somebody who knows X (the row):
 * H(Y | X) = sum_xy p(x, y) log(p(x) / p(x, y)) = H(X, Y) - H(X), in nats; 0 log 0 is 0.
 *
 * For H(X | Y) give the transposed table.
 *
 * @param joint K x L probabilities p(x, y), a row for each x, that sum to 1 over the whole table; of a table of counts,
 * the counts divided by their sum
 * @returns from 0 (the row decides the column) to H(Y) (the row tells nothing)
 * @throws TypeError when joint is no table, or one of logits or log-probabilities
 * @throws RangeError when an entry is outside [0, 1], rows differ in length, or the sum is not 1 within the square root
 * of the type's epsilon
 * @example
 * conditionalEntropy([[0.5, 0], [0.25, 0.25]]); // 0.34657359027997264
 * @see Shannon (1948), section 6; Cover and Thomas: Elements of information theory (2006), eq. 2.10
 */
export function conditionalEntropy(joint: Matrix | NestedRows): number {
  const { rows, cols, data } = checkedJoint("conditionalEntropy: joint", joint);
  let sum = 0;
  for (let x = 0; x < rows; x++) sum += rowTerm(data.subarray(x * cols, (x + 1) * cols));
  return sum;
}

/** sum_y p_y log(r / p_y), where r is the sum of the row. */
function rowTerm(row: Matrix["data"]): number {
  let likeliest = 0;
  for (let y = 1; y < row.length; y++) if (row[y] > row[likeliest]) likeliest = y;
  // Kept apart from the largest, beside which they may be lost.
  let others = 0;
  for (let y = 0; y < row.length; y++) if (y !== likeliest) others += row[y];
  const largest = row[likeliest];
  let term = largest === 0 ? 0 : largest * Math.log1p(others / largest);
  for (let y = 0; y < row.length; y++) {
    if (y !== likeliest && row[y] > 0) term += row[y] * (Math.log(largest + others) - Math.log(row[y]));
  }
  return term;
}
