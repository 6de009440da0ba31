import { checkEntries, checkObject } from "../numerics/check.js";
import { checkMatrix, isMatrix, type Matrix } from "../numerics/matrix.js";
import type { Dataset } from "./dataset.js";
import { RunningMoments } from "./running-moments.js";
import type { Standardization } from "./standardization.js";

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
  if (features.rows === 0) throw new RangeError("standardize: train has no rows; expected one or more");
  checkEntries("standardize: train", features, Number.isFinite, "a finite number");
  const moments = new RunningMoments();
  moments.add(features);
  return moments.standardization(isMatrix(train) ? undefined : train.featureNames);
}
