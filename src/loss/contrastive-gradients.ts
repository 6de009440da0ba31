import { describeValue } from "../numerics/describe-value.js";
import { isMatrix, type Matrix, matrix } from "../numerics/matrix.js";
import type { ContrastiveScores } from "./contrastive-scores.js";
import { derivativeAt } from "./running-softmax.js";

/** A matrix for each side, in its shape. */
export interface BothSides {
  readonly left: Matrix;
  readonly right: Matrix;
}

/** The memory for the gradients, made or checked, where they are wanted. */
export function gradientsOf(
  name: string,
  given: boolean | BothSides | undefined,
  { left, right }: BothSides,
): BothSides | undefined {
  if (given === undefined || given === false) return undefined;
  if (given === true) return { left: matrix(left.rows, left.cols), right: matrix(right.rows, right.cols) };
  for (const [side, out, of] of [
    ["left", given.left, left],
    ["right", given.right, right],
  ] as const) {
    if (!isMatrix(out) || out.rows !== of.rows || out.cols !== of.cols || out.data.length !== of.data.length) {
      const found = isMatrix(out) ? `${out.rows} x ${out.cols}` : describeValue(out);
      throw new RangeError(
        `${name}: gradients: ${side} is ${found}; expected the shape of ${side}, ${of.rows} x ${of.cols}`,
      );
    }
  }
  return { left: given.left, right: given.right };
}

/** Writes the derivatives by the embeddings of both sides and gives the one by the temperature, all times `scale`. */
export function writeContrastiveGradients(
  scores: ContrastiveScores,
  positives: ArrayLike<number>,
  out: BothSides,
  scale: number,
): number {
  const { left, right, rows, columns, temperature } = scores;
  out.left.data.fill(0);
  out.right.data.fill(0);
  const pairsOf = new Float64Array(right.rows);
  for (let i = 0; i < left.rows; i++) pairsOf[positives[i]]++;
  let byTemperature = 0;
  for (let i = 0; i < left.rows; i++) {
    for (let j = 0; j < right.rows; j++) {
      const score = scores.score(i, j);
      const hit = positives[i] === j ? 1 : 0;
      const inRow = derivativeAt(rows, i, j, score, 1, hit) / 2;
      const inColumn = derivativeAt(columns, j, i, score, pairsOf[j], hit) / 2;
      addScaled(out.left, i, right, j, (scale * (inRow + inColumn)) / temperature);
      addScaled(out.right, j, left, i, (scale * (inRow + inColumn)) / temperature);
      // The derivatives of a row sum to 0, and those of a column: so its scores may be counted from the largest, which
      // leaves only terms of one sign where the pairs are found.
      byTemperature -= inRow * (score - rows.largest[i]) + inColumn * (score - columns.largest[j]);
    }
  }
  return (scale * byTemperature) / temperature;
}

function addScaled(out: Matrix, i: number, from: Matrix, j: number, factor: number): void {
  const toOut = i * out.cols;
  const inFrom = j * from.cols;
  for (let d = 0; d < out.cols; d++) out.data[toOut + d] += factor * from.data[inFrom + d];
}
