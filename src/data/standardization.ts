import { isMatrix, type Matrix } from "../numerics/matrix.js";
import { standardized } from "../numerics/standardized.js";
import { checkList } from "./check-same-names.js";
import type { Dataset } from "./dataset.js";

/** How to bring columns to mean 0 and standard deviation 1, fitted on some rows and applied to any. */
export interface Standardization {
  /** D means of the rows it was fitted on */
  readonly mean: Float64Array;
  /** D standard deviations of those rows (population: divided by N); 1 for a column that is constant up to rounding */
  readonly scale: Float64Array;
  /** New features (x - mean) / scale; of a dataset, a new dataset with the rest shared. */
  apply<Rows extends Dataset | Matrix>(rows: Rows): Rows extends Dataset ? Dataset : Matrix;
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
