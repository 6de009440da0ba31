import type { Matrix } from "../numerics/matrix.js";
import { addScore, type RunningSums, runningSums, surpriseAt } from "./running-softmax.js";

/** The scores left right^T / temperature, computed whenever they are asked for, and the sums of their softmaxes. */
export class ContrastiveScores {
  /** Of the softmax over each row, and over each column. */
  readonly rows: RunningSums;
  readonly columns: RunningSums;

  /** @throws RangeError when a score is not finite */
  constructor(
    name: string,
    readonly left: Matrix,
    readonly right: Matrix,
    readonly temperature: number,
  ) {
    this.rows = runningSums(left.rows);
    this.columns = runningSums(right.rows);
    for (let i = 0; i < left.rows; i++) {
      for (let j = 0; j < right.rows; j++) {
        const score = this.score(i, j);
        if (!Number.isFinite(score)) {
          throw new RangeError(
            `${name}: the score of left row ${i} and right row ${j} is ${score}; expected a finite number`,
          );
        }
        addScore(this.rows, i, j, score);
        addScore(this.columns, j, i, score);
      }
    }
  }

  score(i: number, j: number): number {
    const { left, right } = this;
    const fromLeft = i * left.cols;
    const fromRight = j * right.cols;
    let sum = 0;
    for (let d = 0; d < left.cols; d++) sum += left.data[fromLeft + d] * right.data[fromRight + d];
    return sum / this.temperature;
  }

  /** The loss of a pair: the mean of its surprise in its row and in its column. */
  loss(i: number, j: number): number {
    const score = this.score(i, j);
    return (surpriseAt(this.rows, i, score) + surpriseAt(this.columns, j, score)) / 2;
  }
}
