import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";

/** rows x cols normal random numbers of a seed, in float64. */
export function normal(seed: number, rows: number, cols: number, scale = 1): Matrix {
  const random = createRandom(seed);
  return matrix(
    rows,
    cols,
    new Float64Array(rows * cols).map(() => scale * random.normal()),
  );
}

/** A copy in float32. */
export const single = (m: Matrix) => matrix(m.rows, m.cols, Float32Array.from(m.data));
/** A copy in float64. */
export const double = (m: Matrix) => matrix(m.rows, m.cols, Float64Array.from(m.data));
