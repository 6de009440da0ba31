import { checkClassIndices } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { createRandom } from "../numerics/random.js";
import { apportion } from "./apportion.js";
import { checkDataset, type Dataset } from "./dataset.js";
import { takeExamples } from "./take-examples.js";

/** Into which parts `split` cuts. */
export interface SplitOptions {
  /** Whole number, 0 to 2^53 - 1: the same seed gives the same parts. */
  readonly seed: number;
  /** The share of the rows that choices are made on, 0 to 1; 0.15 unless told otherwise. */
  readonly validation?: number;
  /** The share of the rows that is looked at once, at the end, 0 to 1; 0.15 unless told otherwise. */
  readonly test?: number;
  /** Whether each part gets its share of each class; true unless told otherwise. */
  readonly stratified?: boolean;
}

const OPTIONS: OptionNames<SplitOptions> = { seed: true, validation: true, test: true, stratified: true };

/** Three datasets that share no row, in random order. */
export interface Split {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}

/**
 * Every row of a dataset at random into one of three parts.
 *
 * Of N rows, round(N * test) are for test and round(N * validation) for validation. When stratified, each class has its
 * share in each of these parts, rounded up or down.
 *
 * @param dataset N examples
 * @param options the seed, the shares, and whether classes are kept in proportion
 * @throws TypeError when the dataset is none or options is no object
 * @throws RangeError when a share is outside [0, 1), nothing is left to train on, a part that was asked for is empty, or a
 * target is not the index of a class
 * @example
 * const { train, validation, test } = split(dataset, { seed: 1 });
 */
export function split(dataset: Dataset, options: SplitOptions): Split {
  checkDataset("split: dataset", dataset);
  checkOptionNames("split", options, OPTIONS);
  const { seed, validation = 0.15, test = 0.15, stratified = true } = options;
  const rows = dataset.targets.length;
  const testRows = sharedRows("test", test, rows);
  const validationRows = sharedRows("validation", validation, rows);
  if (rows - testRows - validationRows < 1) {
    throw new RangeError(
      `split: validation ${validation} and test ${test} leave none of ${rows} rows to train on; expected a sum below 1`,
    );
  }
  const random = createRandom(seed);
  const groups = stratified ? rowsByClass(dataset) : [Int32Array.from({ length: rows }, (_, i) => i)];
  const sizes = groups.map((group) => group.length);
  const forTest = apportion(testRows, sizes);
  const forValidation = apportion(
    validationRows,
    sizes.map((size, k) => size - forTest[k]),
  );
  const parts: { train: number[]; validation: number[]; test: number[] } = { train: [], validation: [], test: [] };
  groups.forEach((group, k) => {
    random.shuffle(group);
    group.forEach((row, i) => {
      if (i < forTest[k]) parts.test.push(row);
      else if (i < forTest[k] + forValidation[k]) parts.validation.push(row);
      else parts.train.push(row);
    });
  });
  return {
    train: takeExamples(dataset, random.shuffle(parts.train)),
    validation: takeExamples(dataset, random.shuffle(parts.validation)),
    test: takeExamples(dataset, random.shuffle(parts.test)),
  };
}

function sharedRows(name: string, share: number, rows: number): number {
  if (typeof share !== "number" || !(share >= 0 && share < 1)) {
    throw new RangeError(`split: ${name} is ${describeValue(share)}; expected a share from 0 to below 1`);
  }
  const count = Math.round(rows * share);
  if (share > 0 && count === 0) {
    throw new RangeError(`split: ${name} is ${share}, which of ${rows} rows is none; expected 0 or a larger share`);
  }
  return count;
}

function rowsByClass(dataset: Dataset): Int32Array[] {
  checkClassIndices("split: targets", dataset.targets, dataset.classNames.length);
  const groups: number[][] = dataset.classNames.map(() => []);
  dataset.targets.forEach((target, i) => {
    groups[target].push(i);
  });
  return groups.map((group) => Int32Array.from(group));
}
