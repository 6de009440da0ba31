import type { Matrix } from "../numerics/matrix.js";
import { type Standardization, scaleOf, standardizationOf } from "./standardization.js";

/**
 * Means and squared deviations of columns, of rows that come in parts: two passes over each part, and the parts joined without
 * the difference of large numbers.
 *
 * @see Chan, Golub, LeVeque: Algorithms for computing the sample variance (1983), equation 2.1
 */
export class RunningMoments {
  private rows = 0;
  private mean = new Float64Array(0);
  private squares = new Float64Array(0);

  add({ rows, cols, data }: Matrix): void {
    if (rows === 0) return;
    if (this.rows === 0) {
      this.mean = new Float64Array(cols);
      this.squares = new Float64Array(cols);
    }
    for (let j = 0; j < cols; j++) {
      // Distances from the first row, not the entries: large entries close together then lose no digits.
      const first = data[j];
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += data[i * cols + j] - first;
      const mean = first + sum / rows;
      let squares = 0;
      for (let i = 0; i < rows; i++) squares += (data[i * cols + j] - mean) ** 2;
      const gap = mean - this.mean[j];
      const share = rows / (this.rows + rows);
      this.mean[j] = this.rows === 0 ? mean : this.mean[j] + gap * share;
      this.squares[j] += squares + (this.rows === 0 ? 0 : gap * gap * this.rows * share);
    }
    this.rows += rows;
  }

  /** The standardisation fitted on all rows. */
  standardization(featureNames?: readonly string[]): Standardization {
    const { rows, mean, squares } = this;
    const scale = squares.map((sum, j) => scaleOf(Math.sqrt(sum / rows), mean[j], rows));
    return standardizationOf(mean, scale, featureNames);
  }
}
