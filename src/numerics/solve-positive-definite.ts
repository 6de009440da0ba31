import { type Matrix, matrix } from "./matrix.js";

/** Where less than this share of a diagonal entry is left, it may be nothing but the rounding of all that was taken away. */
const SINGULAR = 1e-10;

/**
 * Solves a x = b for a symmetric, positive definite a, by Cholesky's decomposition; only its lower triangle is read.
 *
 * @param a D x D
 * @param b D numbers
 * @returns D numbers; undefined when a is not positive definite, or as good as singular
 * @example
 * solvePositiveDefinite(fromRows([[4, 2], [2, 5]]), Float64Array.of(8, 8)); // Float64Array [1.5, 1]
 * @see Golub and Van Loan: Matrix computations (2013), algorithm 4.2.1
 */
export function solvePositiveDefinite(a: Matrix, b: Float64Array): Float64Array | undefined {
  const n = a.rows;
  const l = matrix(n, n).data;
  const dot = (i: number, j: number, length: number) => {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += l[i * n + k] * l[j * n + k];
    return sum;
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) l[i * n + j] = (a.data[i * n + j] - dot(i, j, j)) / l[j * n + j];
    const diagonal = a.data[i * n + i];
    const left = diagonal - dot(i, i, i);
    if (!(left > SINGULAR * diagonal)) return undefined;
    l[i * n + i] = Math.sqrt(left);
  }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= l[i * n + k] * x[k];
    x[i] /= l[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= l[k * n + i] * x[k];
    x[i] /= l[i * n + i];
  }
  return x;
}
