import { sigmoidCrossEntropyHessianProduct } from "../../loss/derivatives/sigmoid-cross-entropy-hessian.js";
import { softmaxCrossEntropyHessianProduct } from "../../loss/derivatives/softmax-cross-entropy-hessian.js";
import type { Logits } from "../../numerics/kinds.js";
import { type Matrix, matrix } from "../../numerics/matrix.js";

/**
 * The Hessian of the mean cross-entropy of a linear model, X^T H X over the rows: of the weights (D x K, row after row) and
 * then the K biases, which are the weights of a feature that is always 1.
 *
 * @param features N x D
 * @param z N x K logits; K = 1 is a sigmoid, more are a softmax
 * @param targets N class indices
 * @param weights N numbers: how much a row counts; without them 1
 * @returns (D + 1) K square
 */
export function linearHessian(features: Matrix, z: Logits, targets: ArrayLike<number>, weights?: Float64Array): Matrix {
  const { rows, cols: inputs } = features;
  const classes = z.cols;
  const size = (inputs + 1) * classes;
  const hessian = matrix(size, size);
  const product = classes === 1 ? sigmoidCrossEntropyHessianProduct : softmaxCrossEntropyHessianProduct;
  const options = weights ? { sampleWeights: weights } : {};
  const weight = weights ? weights.reduce((sum, w) => sum + w, 0) : rows;
  const feature = (row: number, d: number) => (d < inputs ? features.data[row * inputs + d] : 1);
  for (let k = 0; k < classes; k++) {
    const direction = matrix(rows, classes);
    for (let row = 0; row < rows; row++) direction.data[row * classes + k] = 1;
    const column = product(z, targets, direction, options).data; // column k of every row's own Hessian
    for (let row = 0; row < rows; row++) {
      for (let d = 0; d <= inputs; d++) {
        const left = feature(row, d) / weight;
        for (let j = 0; j < classes; j++) {
          const start = (d * classes + j) * size;
          const factor = left * column[row * classes + j];
          for (let e = 0; e <= inputs; e++) hessian.data[start + e * classes + k] += factor * feature(row, e);
        }
      }
    }
  }
  return hessian;
}
