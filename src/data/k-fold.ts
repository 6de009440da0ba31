import { checkCount } from "../numerics/check-number.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { createRandom } from "../numerics/random.js";
import { checkDataset, type Dataset } from "./dataset.js";
import { dealGroups, groupsToKeep } from "./deal-groups.js";
import { strataOf } from "./strata.js";
import { takeExamples } from "./take-examples.js";

/** How `kFold` cuts. */
export interface KFoldOptions {
  /** Whole number, 0 to 2^53 - 1: the same seed gives the same folds. */
  readonly seed: number;
  /** Whether each fold gets its share of each class; true unless told otherwise. */
  readonly stratified?: boolean;
  /** Whether the examples of a group stay together; unless told otherwise they do where the dataset has groups. */
  readonly groups?: boolean;
}

const OPTIONS: OptionNames<KFoldOptions> = { seed: true, stratified: true, groups: true };

/** What to train on, and what to judge the model on that came of it. */
export interface Fold {
  readonly train: Dataset;
  readonly validation: Dataset;
}

/**
 * k ways to cut a dataset in two, for cross-validation: every example is in the validation part of exactly one, and trained
 * on in the others.
 *
 * Examples of one group (a patient, a speaker) are like each other, and a model that has learnt from some knows the others: where
 * the dataset has groups (`readCsv(path, { target, groups: "patient" })`), all examples of one are in the same validation part, without
 * being asked for; `{ groups: false }` parts them.
 *
 * Validation parts differ in size by one at the most, and so do their numbers of each class when stratified. With groups, sizes
 * and classes are as even as whole groups, the largest dealt out first, have allowed.
 *
 * @param dataset N examples
 * @param k how many, 2 to N, or to the number of groups
 * @param options the seed, whether classes are kept in proportion and groups together
 * @returns k pairs of parts, each in random order
 * @throws TypeError when the dataset is none, options is no object, or a flag is none
 * @throws RangeError when k is no such number, there are no groups, a target is no class, or, when stratified, an example of a
 * class, or a group with one, is not there for every fold
 * @example
 * const folds = kFold(dataset, 3, { seed: 1 });
 * folds.map(({ train, validation }) => [train.targets.length, validation.targets.length]); // [[8, 4], [8, 4], [8, 4]]
 * @example
 * const visits = { ...dataset, groups: Array.from(dataset.targets, (_, i) => `patient ${i % 6}`) };
 * const [{ train, validation }] = kFold(visits, 2, { seed: 1 });
 * Array.from(validation.groups ?? []).some((who) => Array.from(train.groups ?? []).includes(who)); // false
 * @see Kohavi: A study of cross-validation and bootstrap (1995); in scikit-learn KFold, StratifiedKFold, GroupKFold and
 * StratifiedGroupKFold
 */
export function kFold(dataset: Dataset, k: number, options: KFoldOptions): Fold[] {
  checkDataset("kFold: dataset", dataset);
  checkCount("kFold: k", k, 2);
  checkOptionNames("kFold", options, OPTIONS);
  const { seed, stratified = true } = options;
  const rows = dataset.targets.length;
  if (k > rows) throw new RangeError(`kFold: k is ${k}; expected 2 to ${rows}, the number of examples`);
  const groups = groupsToKeep("kFold", dataset, options.groups);
  const random = createRandom(seed);
  const strata = strataOf("kFold", dataset, stratified);
  if (stratified) checkClasses(dataset, k, groups, strata);
  const validations = groups
    ? dealGroups("kFold", groups, strata, new Array(k).fill(rows / k), random)
    : dealInTurn(
        strata.flatMap((stratum) => Array.from(random.shuffle(stratum))),
        k,
      );
  return validations.map((validation) => ({
    train: takeExamples(dataset, random.shuffle(validations.filter((other) => other !== validation).flat())),
    validation: takeExamples(dataset, random.shuffle([...validation])),
  }));
}

/** One to each part, and again: of what stands together each gets its share. */
function dealInTurn(rows: readonly number[], k: number): number[][] {
  return Array.from({ length: k }, (_, part) => rows.filter((_, i) => i % k === part));
}

function checkClasses(dataset: Dataset, k: number, groups: Dataset["groups"], strata: readonly Int32Array[]): void {
  strata.forEach((rows, index) => {
    const count = groups ? new Set(Array.from(rows, (row) => groups[row])).size : rows.length;
    // A class without examples has its share everywhere.
    if (count === 0 || count >= k) return;
    throw new RangeError(
      `kFold: class ${describeValue(dataset.classNames[index])} is in ${count} of the ${groups ? "groups" : "examples"}; ` +
        `expected ${k} or more, one for each fold. { stratified: false } leaves the classes to chance`,
    );
  });
}
