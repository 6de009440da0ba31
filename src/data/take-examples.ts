import { checkLength, isArrayLike } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { takeRows } from "../numerics/matrix.js";
import { checkDataset, type Dataset } from "./dataset.js";

/**
 * The chosen examples of a dataset, in the order given; an example may be taken more than once.
 *
 * @param dataset N examples
 * @param indices numbers of rows, 0 to N - 1
 * @throws TypeError when the dataset is none or the indices are no array
 * @throws RangeError when an index is not a row of the dataset
 * @example
 * takeExamples(dataset, [0, 2]).targets.length; // 2
 */
export function takeExamples(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  checkDataset("takeExamples: dataset", dataset);
  checkLength("takeExamples: dataset: rowNumbers", dataset.rowNumbers, dataset.targets.length, "numbers, one a row");
  if (!isArrayLike(indices)) {
    throw new TypeError(`takeExamples: indices is ${describeValue(indices)}; expected an array of rows`);
  }
  for (let i = 0; i < indices.length; i++) {
    if (!(Number.isInteger(indices[i]) && indices[i] >= 0 && indices[i] < dataset.targets.length)) {
      throw new RangeError(
        `takeExamples: index ${i} is ${describeValue(indices[i])}; expected a row, 0 to ${dataset.targets.length - 1}`,
      );
    }
  }
  const taken = (numbers: Int32Array) => Int32Array.from({ length: indices.length }, (_, i) => numbers[indices[i]]);
  const { weights, groups, times } = dataset;
  return {
    features: takeRows(dataset.features, indices),
    targets: taken(dataset.targets),
    featureNames: dataset.featureNames,
    classNames: dataset.classNames,
    rowNumbers: taken(dataset.rowNumbers),
    ...(weights ? { weights: Float64Array.from(indices, (row) => weights[row]) } : {}),
    ...(groups ? { groups: Array.from(indices, (row) => groups[row]) } : {}),
    ...(times ? { times: Float64Array.from(indices, (row) => times[row]) } : {}),
  };
}
