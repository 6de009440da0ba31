import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { createRandom, type Random } from "../numerics/random.js";
import { apportion } from "./apportion.js";
import { checkDataset, type Dataset } from "./dataset.js";
import { dealGroups, groupsToKeep } from "./deal-groups.js";
import { type PartShares, partSizes } from "./part-sizes.js";
import { strataOf } from "./strata.js";
import { takeExamples } from "./take-examples.js";

/** Into which parts `split` cuts. */
export interface SplitOptions extends PartShares {
  /** Whole number, 0 to 2^53 - 1: the same seed gives the same parts. */
  readonly seed: number;
  /** Whether each part gets its share of each class; true unless told otherwise. */
  readonly stratified?: boolean;
  /** Whether the examples of a group stay together; unless told otherwise they do where the dataset has groups. */
  readonly groups?: boolean;
}

const OPTIONS: OptionNames<SplitOptions> = { seed: true, validation: true, test: true, stratified: true, groups: true };

/** Three datasets that share no row. */
export interface Split {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}

/**
 * Every row of a dataset at random into one of three parts, in random order.
 *
 * Of N rows, round(N * test) are for test and round(N * validation) for validation. When stratified, each class has its
 * share in each of these parts, rounded up or down.
 *
 * Examples of one group (a patient, a speaker) are like each other, and a model that has learnt from some knows the others:
 * where the dataset has groups, all of one are in the same part. Sizes and classes are then as near to their shares as
 * whole groups, the largest dealt out first, have allowed.
 *
 * @param dataset N examples
 * @param options the seed, the shares, whether classes are kept in proportion and groups together
 * @throws TypeError when the dataset is none or options is no object
 * @throws RangeError when a share is outside [0, 1), nothing is left to train on, a part that was asked for is empty, a
 * target is not the index of a class, or there are no groups or fewer than parts
 * @example
 * const { train, validation, test } = split(dataset, { seed: 1 });
 */
export function split(dataset: Dataset, options: SplitOptions): Split {
  checkDataset("split: dataset", dataset);
  checkOptionNames("split", options, OPTIONS);
  const { seed, stratified = true } = options;
  const sizes = Object.values(partSizes("split", dataset.targets.length, options));
  const groups = groupsToKeep("split", dataset, options.groups);
  const random = createRandom(seed);
  const strata = strataOf("split", dataset, stratified);
  const [train, validation, test] = groups
    ? dealGroups("split", groups, strata, sizes, random)
    : dealRows(strata, sizes, random);
  return {
    train: takeExamples(dataset, random.shuffle(train)),
    validation: takeExamples(dataset, random.shuffle(validation)),
    test: takeExamples(dataset, random.shuffle(test)),
  };
}

/** The rows of each part: of each stratum its share in validation and in test, and the others in train. */
function dealRows(strata: readonly Int32Array[], [, validationRows, testRows]: number[], random: Random): number[][] {
  const sizes = strata.map((rows) => rows.length);
  const forTest = apportion(testRows, sizes);
  const forValidation = apportion(
    validationRows,
    sizes.map((size, k) => size - forTest[k]),
  );
  const [train, validation, test]: number[][] = [[], [], []];
  strata.forEach((rows, k) => {
    random.shuffle(rows).forEach((row, i) => {
      if (i < forTest[k]) test.push(row);
      else if (i < forTest[k] + forValidation[k]) validation.push(row);
      else train.push(row);
    });
  });
  return [train, validation, test];
}
