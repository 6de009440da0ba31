import { checkEntries, checkObject } from "../numerics/check.js";
import { checkMatrix, isMatrix, type Matrix } from "../numerics/matrix.js";
import { standardized } from "../numerics/standardized.js";
import type { Dataset } from "./dataset.js";
import { checkList } from "./same-columns.js";

/** How to bring columns to mean 0 and standard deviation 1, fitted on some rows and applied to any. */
export interface Standardization {
  /** D means of the rows it was fitted on */
  readonly mean: Float64Array;
  /** D standard deviations of those rows (population: divided by N); 1 for a column that is constant up to rounding */
  readonly scale: Float64Array;
  /** New features (x - mean) / scale; of a dataset, a new dataset with the rest shared. */
  apply<Rows extends Dataset | Matrix>(rows: Rows): Rows extends Dataset ? Dataset : Matrix;
}

/**
 * Fits the standardisation of columns, z = (x - mean) / scale, on training rows: fit it on those only, since means of
 * all rows tell the model about the rows it is tested on. A model that is made with it standardises its features itself, and is
 * saved with it: `sequential(layers, { inputs, seed, standardization: standardize(train) })`.
 *
 * @param train N x D features, or a dataset that has them
 * @returns means, scales and a function that applies them to any rows with D columns
 * @throws TypeError when train is neither a matrix nor a dataset
 * @throws RangeError when there are no rows or an entry is not finite; `apply` when the columns are not D, or those of a dataset
 * are not called as they were
 * @example
 * const standard = standardize(train);
 * const ready = standard.apply(test);
 * @see LeCun, Bottou, Orr, Mueller: Efficient backprop (1998), section 4.3; on training rows only: Hastie, Tibshirani,
 * Friedman: The elements of statistical learning (2009), section 7.10.2
 */
export function standardize(train: Dataset | Matrix): Standardization {
  if (!isMatrix(train)) checkObject("standardize: train", train);
  const features = isMatrix(train) ? train : train.features;
  checkMatrix("standardize: train", features);
  const { rows, cols, data } = features;
  if (rows === 0) throw new RangeError("standardize: train has no rows; expected one or more");
  checkEntries("standardize: train", features, Number.isFinite, "a finite number");
  const mean = new Float64Array(cols);
  const scale = new Float64Array(cols);
  for (let j = 0; j < cols; j++) {
    // Distances from the first row, not the entries: large entries close together then lose no digits.
    const first = data[j];
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += data[i * cols + j] - first;
    mean[j] = first + sum / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += (data[i * cols + j] - mean[j]) ** 2;
    scale[j] = scaleOf(Math.sqrt(squares / rows), mean[j], rows);
  }
  return standardizationOf(mean, scale, isMatrix(train) ? undefined : train.featureNames);
}

/** Deviations as `Standardization` has them: 1 for that of a column which is constant up to the rounding of so many rows. */
export function scaleOf(deviation: number, mean: number, rows: number): number {
  return deviation <= rows * Number.EPSILON * Math.abs(mean) ? 1 : deviation;
}

/** (x - mean) / scale of every column; of datasets only those whose features are called as those it was fitted on. */
export function standardizationOf(
  mean: Float64Array,
  scale: Float64Array,
  featureNames?: readonly string[],
): Standardization {
  const cols = mean.length;
  function scaled(m: Matrix): Matrix {
    if (m.cols !== cols) throw new RangeError(`standardize: apply got ${m.cols} columns; it was fitted on ${cols}`);
    return standardized(m, { mean, scale });
  }
  return {
    mean,
    scale,
    apply<Rows extends Dataset | Matrix>(to: Rows) {
      if (featureNames && !isMatrix(to)) {
        checkList("standardize: apply: featureNames", to.featureNames, "the data it was fitted on", featureNames);
      }
      const result = isMatrix(to) ? scaled(to) : { ...to, features: scaled(to.features) };
      return result as Rows extends Dataset ? Dataset : Matrix;
    },
  };
}
