import { describeValue } from "../numerics/describe-value.js";
import { checkDataset, type Dataset } from "./dataset.js";
import { takeExamples } from "./take-examples.js";

/**
 * A dataset cut into parts in its own order: for rows in order of time, where the future must not be trained on.
 *
 * @param dataset N examples
 * @param positions where to cut, ascending, each 1 to N - 1: the row a part begins with
 * @returns one part more than there are positions, none empty
 * @throws TypeError when the dataset is none
 * @throws RangeError when a position is not between the one before it and N
 * @example
 * const [train, test] = splitAt(dataset, 8); // its first 8 rows, and what came after them
 * train.targets.length; // 8
 */
export function splitAt(dataset: Dataset, ...positions: number[]): Dataset[] {
  checkDataset("splitAt: dataset", dataset);
  const rows = dataset.targets.length;
  let begin = 0;
  const parts = [...positions, rows].map((end, i) => {
    if (!Number.isInteger(end) || end <= begin || (i < positions.length && end >= rows)) {
      throw new RangeError(
        `splitAt: position ${i} is ${describeValue(end)}; expected a whole number, ${begin + 1} to ${rows - 1}`,
      );
    }
    const indices = Int32Array.from({ length: end - begin }, (_, j) => begin + j);
    begin = end;
    return takeExamples(dataset, indices);
  });
  return parts;
}
