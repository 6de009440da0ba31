import { checkClassIndices, checkLength, checkNames, isArrayLike } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { type Matrix, matrix } from "../numerics/matrix.js";

/** How often each true class was predicted as each class. */
export interface ConfusionMatrix {
  readonly classNames: readonly string[];
  /** K x K counts: row = true class, column = predicted class. */
  readonly counts: Matrix;
}

/**
 * Counts predictions by true and predicted class.
 *
 * @param predicted N class indices
 * @param targets N class indices: what is true
 * @param classNames K names
 * @returns K x K counts: a row a true class, a column a predicted one
 * @throws TypeError when an argument is no array
 * @throws RangeError when the lengths differ or an index is no class
 * @example
 * confusionMatrix([0, 1, 1], [0, 0, 1], ["dry", "rain"]).counts.data; // Float64Array [1, 1, 0, 1]
 * @see Fawcett: An introduction to ROC analysis (2006), section 2, for two classes
 */
export function confusionMatrix(
  predicted: ArrayLike<number>,
  targets: ArrayLike<number>,
  classNames: readonly string[],
): ConfusionMatrix {
  checkNames("confusionMatrix: classNames", classNames);
  const k = classNames.length;
  if (!isArrayLike(predicted)) {
    throw new TypeError(
      `confusionMatrix: predicted is ${describeValue(predicted)}; expected an array of class indices`,
    );
  }
  checkLength("confusionMatrix: targets", targets, predicted.length, "class indices, as predicted has");
  checkClassIndices("confusionMatrix: predicted", predicted, k);
  checkClassIndices("confusionMatrix: targets", targets, k);
  const counts = matrix(k, k);
  for (let i = 0; i < predicted.length; i++) counts.data[targets[i] * k + predicted[i]]++;
  return { classNames, counts };
}
