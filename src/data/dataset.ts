import { checkLength, checkNames, checkObject, checkWeights } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkMatrix, type Matrix } from "../numerics/matrix.js";

/**
 * Features and what is to be predicted from them, one row an example.
 *
 * A target is the index of its class, 0 to `classNames.length - 1`; with two classes it is 0 or 1 and
 * `classNames[1]` is the event whose probability a binary model states.
 */
export interface Dataset {
  /** N x D */
  readonly features: Matrix;
  /** N class indices */
  readonly targets: Int32Array;
  /** D names, in the order of the columns */
  readonly featureNames: readonly string[];
  readonly classNames: readonly string[];
  /** What to call a row in messages and tables: its number in the file it came from. N numbers. */
  readonly rowNumbers: Int32Array;
  /**
   * N numbers, 0 or more: how much an example counts while a model is trained, and in the loss of validation data. Default 1.
   * `evaluate` counts every example once.
   */
  readonly weights?: Float64Array;
}

/** Throws when something is no dataset, or its features and targets are not of the same rows. */
export function checkDataset(name: string, dataset: Dataset): void {
  checkObject(name, dataset);
  const { features, targets, featureNames, classNames, rowNumbers, weights } = dataset;
  checkMatrix(`${name}: features`, features);
  for (const [what, numbers] of Object.entries({ targets, rowNumbers })) {
    if (!(numbers instanceof Int32Array)) {
      throw new TypeError(`${name}: ${what} is ${describeValue(numbers)}; expected an Int32Array`);
    }
  }
  checkLength(`${name}: targets`, targets, features.rows, "class indices, one a row of the features");
  if (weights !== undefined) {
    checkLength(`${name}: weights`, weights, features.rows, "weights, one a row of the features");
    checkWeights(`${name}: weights`, weights);
  }
  checkNames(`${name}: featureNames`, featureNames);
  checkNames(`${name}: classNames`, classNames);
}
