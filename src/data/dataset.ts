import type { Matrix } from "../numerics/matrix.js";

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
}
