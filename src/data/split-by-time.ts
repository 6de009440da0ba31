import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { cutsInTime } from "./cuts-in-time.js";
import { checkDataset, type Dataset } from "./dataset.js";
import { type PartShares, partSizes } from "./part-sizes.js";
import type { Split } from "./split.js";
import { takeExamples } from "./take-examples.js";

const OPTIONS: OptionNames<PartShares> = { validation: true, test: true };

/**
 * A dataset cut in three along time: what is validated on comes after all that is trained on, and what is tested on after both,
 * as the days do that a forecast is for.
 *
 * Time is `times` of the dataset (`readCsv(path, { target, times: "date" })`), or else the order of its rows. Examples of the same time
 * are in the same part, so that parts of N rows may have more or fewer than round(N * validation) and round(N * test).
 *
 * Groups of the dataset are not looked at: of one, earlier examples may be trained on and later ones judged, as a forecast for a
 * patient who is known; for patients who are not, there is `split`.
 *
 * @param dataset N examples
 * @param options the shares, as in `split`
 * @returns the parts, each in the order of time
 * @throws TypeError when the dataset is none or options is no object
 * @throws RangeError when a share is outside [0, 1), nothing is left to train on, a part that was asked for is empty, or
 * there are fewer different times than parts
 * @example
 * const { train, test } = splitByTime(dataset, { validation: 0, test: 0.25 });
 * [train.targets.length, test.targets.length]; // [9, 3]
 */
export function splitByTime(dataset: Dataset, options: PartShares = {}): Split {
  checkDataset("splitByTime: dataset", dataset);
  checkOptionNames("splitByTime", options, OPTIONS);
  const sizes = partSizes("splitByTime", dataset.targets.length, options);
  const wanted = [
    ...(sizes.validation > 0 ? [sizes.train] : []),
    ...(sizes.test > 0 ? [sizes.train + sizes.validation] : []),
  ];
  const { order, cuts } = cutsInTime("splitByTime", dataset, wanted);
  const testBegin = sizes.test > 0 ? cuts[cuts.length - 1] : order.length;
  const validationBegin = sizes.validation > 0 ? cuts[0] : testBegin;
  return {
    train: takeExamples(dataset, order.subarray(0, validationBegin)),
    validation: takeExamples(dataset, order.subarray(validationBegin, testBegin)),
    test: takeExamples(dataset, order.subarray(testBegin)),
  };
}
