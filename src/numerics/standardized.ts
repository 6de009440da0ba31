import { type Matrix, matrix } from "./matrix.js";

/** What columns are brought to mean 0 and deviation 1 by. */
export interface ColumnScales {
  readonly mean: ArrayLike<number>;
  /** Above 0. */
  readonly scale: ArrayLike<number>;
}

/** New numbers (x - mean) / scale of every column, of the type of the old ones. */
export function standardized({ rows, cols, data }: Matrix, { mean, scale }: ColumnScales): Matrix {
  const result = matrix(rows, cols, data.slice());
  for (let i = 0; i < data.length; i++) result.data[i] = (data[i] - mean[i % cols]) / scale[i % cols];
  return result;
}
