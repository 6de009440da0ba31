import { checkLength, checkNames, checkObject, checkWeights } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkMatrix, type Matrix } from "../numerics/matrix.js";
import { isDatasetStream } from "./dataset-stream.js";

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
  /** N names of what an example is of (a patient, a speaker, a camera): `split` and `kFold` keep the examples of one together. */
  readonly groups?: ArrayLike<string | number>;
  /** N numbers that grow with time, such as years, or milliseconds: `splitByTime` and `kFoldByTime` go by them. */
  readonly times?: Float64Array;
}

/** Throws when something is no dataset, or its features and targets are not of the same rows. */
export function checkDataset(name: string, dataset: Dataset): void {
  checkObject(name, dataset);
  if (isDatasetStream(dataset)) throw new TypeError(`${name} is a stream; expected a dataset: only fit takes streams`);
  if ("then" in dataset) throw new TypeError(`${name} is a promise; expected what it promises: await it`);
  const { features, targets, featureNames, classNames, rowNumbers, weights, groups, times } = dataset;
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
  if (groups !== undefined) checkGroups(`${name}: groups`, groups, features.rows);
  if (times !== undefined) checkTimes(`${name}: times`, times, features.rows);
  checkNames(`${name}: featureNames`, featureNames);
  checkNames(`${name}: classNames`, classNames);
}

function checkGroups(name: string, groups: ArrayLike<string | number>, rows: number): void {
  checkLength(name, groups, rows, "names, one a row of the features");
  for (let i = 0; i < rows; i++) {
    const group = groups[i];
    if (typeof group !== "string" && (typeof group !== "number" || Number.isNaN(group))) {
      throw new RangeError(`${name}: entry ${i} is ${describeValue(group)}; expected a text or a number`);
    }
  }
}

function checkTimes(name: string, times: Float64Array, rows: number): void {
  checkLength(name, times, rows, "numbers, one a row of the features");
  for (let i = 0; i < rows; i++) {
    if (!Number.isFinite(times[i])) {
      throw new RangeError(`${name}: entry ${i} is ${describeValue(times[i])}; expected a finite number`);
    }
  }
}
