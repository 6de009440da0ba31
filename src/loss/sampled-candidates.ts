import { type Matrix, matrix } from "../numerics/matrix.js";
import { addScaledRow, rowProduct } from "../numerics/row-products.js";
import type { ClassSample } from "./class-sample.js";
import type { LinearLayer } from "./linear-logits.js";
import type { LossOptions } from "./options.js";

/** Derivatives of the sum: rows of the weight only for the classes that took part, the others' are 0. */
export interface SampledSoftmaxGradients {
  /** N x D. */
  readonly hidden: Matrix;
  /** M class indices, rising: the targets and the classes drawn. */
  readonly classes: Int32Array;
  /** M x D: row i belongs to class `classes[i]`. */
  readonly weight: Matrix;
  /** M numbers. */
  readonly bias: Float64Array;
}

/** The logits of a row's candidates: its target, then the classes drawn. */
export function writeCandidates(
  z: Matrix,
  { hidden, weight, bias }: LinearLayer,
  from: number,
  targets: ArrayLike<number>,
  { classes, expectedCounts }: ClassSample,
  mask: LossOptions["mask"],
): void {
  z.data.fill(0);
  for (let i = 0; i < z.rows; i++) {
    const row = from + i;
    if (mask && !mask[row]) continue;
    const target = targets[row];
    z.data[i * z.cols] = rowProduct(hidden, row, weight, target) + (bias?.[target] ?? 0);
    for (let s = 0; s < classes.length; s++) {
      const k = classes[s];
      z.data[i * z.cols + 1 + s] =
        k === target
          ? Number.NEGATIVE_INFINITY
          : rowProduct(hidden, row, weight, k) + (bias?.[k] ?? 0) - Math.log(expectedCounts[s]);
    }
  }
}

/** Zeros for the gradients, and which row of them a class has. */
export function zeroGradients(
  { hidden, weight }: LinearLayer,
  targets: ArrayLike<number>,
  sample: ClassSample,
  mask: LossOptions["mask"],
): SampledSoftmaxGradients {
  const taken = new Set(Array.from(sample.classes));
  for (let row = 0; row < targets.length; row++) if (!mask || mask[row]) taken.add(targets[row]);
  const classes = Int32Array.from(taken).sort();
  return {
    hidden: matrix(hidden.rows, hidden.cols),
    classes,
    weight: matrix(classes.length, weight.cols),
    bias: new Float64Array(classes.length),
  };
}

/** Adds what a block of candidates' logits, from row `from` on, has as its gradient. */
export function addGradients(
  gradients: SampledSoftmaxGradients,
  gradient: Matrix,
  { hidden, weight }: LinearLayer,
  from: number,
  targets: ArrayLike<number>,
  sample: ClassSample,
  mask: LossOptions["mask"],
): void {
  const places = new Map(Array.from(gradients.classes, (k, place) => [k, place]));
  const ofSample = Array.from(sample.classes, (k) => places.get(k) as number);
  for (let i = 0; i < gradient.rows; i++) {
    const row = from + i;
    if (mask && !mask[row]) continue;
    for (let c = 0; c < gradient.cols; c++) {
      const derivative = gradient.data[i * gradient.cols + c];
      if (derivative === 0) continue;
      const k = c === 0 ? targets[row] : sample.classes[c - 1];
      const place = c === 0 ? (places.get(k) as number) : ofSample[c - 1];
      addScaledRow(gradients.hidden, row, weight, k, derivative);
      addScaledRow(gradients.weight, place, hidden, row, derivative);
      gradients.bias[place] += derivative;
    }
  }
}
