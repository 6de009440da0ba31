import { describeValue } from "../numerics/describe-value.js";
import { takeRows } from "../numerics/matrix.js";
import type { Dataset } from "./dataset.js";

/**
 * The chosen examples of a dataset, in the order given; an example may be taken more than once.
 *
 * @param dataset N examples
 * @param indices numbers of rows, 0 to N - 1
 * @throws RangeError when an index is not a row of the dataset
 * @example
 * takeExamples(dataset, [0, 2]).targets.length; // 2
 */
export function takeExamples(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  for (let i = 0; i < indices.length; i++) {
    if (!(Number.isInteger(indices[i]) && indices[i] >= 0 && indices[i] < dataset.targets.length)) {
      throw new RangeError(
        `takeExamples: index ${i} is ${describeValue(indices[i])}; expected a row, 0 to ${dataset.targets.length - 1}`,
      );
    }
  }
  return {
    features: takeRows(dataset.features, indices),
    targets: Int32Array.from(indices, (index) => dataset.targets[index]),
    featureNames: dataset.featureNames,
    classNames: dataset.classNames,
    rowNumbers: Int32Array.from(indices, (index) => dataset.rowNumbers[index]),
  };
}
