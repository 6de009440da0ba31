import { type Matrix, matrix } from "./matrix.js";

/**
 * The matrix product a b. A zero of a times anything is taken as 0.
 *
 * @param a N x D
 * @param b D x K
 * @returns N x K
 * @throws RangeError when the inner sizes differ
 * @example
 * multiply(fromRows([[1, 2]]), fromRows([[3], [4]])).data; // Float64Array [11]
 */
export function multiply(a: Matrix, b: Matrix): Matrix {
  checkInner("multiply", a.cols, b.rows);
  const result = matrix(a.rows, b.cols);
  const out = result.data;
  for (let i = 0; i < a.rows; i++) {
    for (let d = 0; d < a.cols; d++) {
      const factor = a.data[i * a.cols + d];
      if (factor !== 0) addScaledRow(out, i * b.cols, b.data, d * b.cols, b.cols, factor);
    }
  }
  return result;
}

/**
 * The product of the transposed a with b: what a layer's weights get from the inputs and the gradient of the outputs.
 *
 * @param a N x D
 * @param b N x K
 * @returns D x K
 */
export function multiplyTransposedLeft(a: Matrix, b: Matrix): Matrix {
  checkInner("multiplyTransposedLeft", a.rows, b.rows);
  const result = matrix(a.cols, b.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let d = 0; d < a.cols; d++) {
      const factor = a.data[i * a.cols + d];
      if (factor !== 0) addScaledRow(result.data, d * b.cols, b.data, i * b.cols, b.cols, factor);
    }
  }
  return result;
}

/**
 * The product of a with the transposed b: what a layer's inputs get from the gradient of the outputs and the weights.
 *
 * @param a N x K
 * @param b D x K
 * @returns N x D
 */
export function multiplyTransposedRight(a: Matrix, b: Matrix): Matrix {
  checkInner("multiplyTransposedRight", a.cols, b.cols);
  const result = matrix(a.rows, b.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let d = 0; d < b.rows; d++) {
      let sum = 0;
      for (let k = 0; k < a.cols; k++) sum += a.data[i * a.cols + k] * b.data[d * b.cols + k];
      result.data[i * b.rows + d] = sum;
    }
  }
  return result;
}

function addScaledRow(
  out: Matrix["data"],
  outStart: number,
  from: Matrix["data"],
  fromStart: number,
  length: number,
  factor: number,
): void {
  for (let k = 0; k < length; k++) out[outStart + k] += factor * from[fromStart + k];
}

/** Throws when the sizes over which a product is added up differ. */
export function checkInner(name: string, left: number, right: number): void {
  if (left !== right) throw new RangeError(`${name}: inner sizes are ${left} and ${right}; expected the same`);
}
