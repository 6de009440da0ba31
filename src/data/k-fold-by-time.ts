import { checkCount } from "../numerics/check-number.js";
import { cutsInTime } from "./cuts-in-time.js";
import { checkDataset, type Dataset } from "./dataset.js";
import type { Fold } from "./k-fold.js";
import { takeExamples } from "./take-examples.js";

/**
 * k ways to cut a dataset in two along time, for cross-validation of forecasts: the i-th is trained on all before its
 * validation part, which the next one is trained on too.
 *
 * Of N examples the last k floor(N / (k + 1)) are validated on, so many a time. Time is `times` of the dataset, or else the order of
 * its rows; examples of the same time are not parted, so that with them the sizes may be others.
 *
 * Groups of the dataset are not looked at: of one, earlier examples may be trained on and later ones judged, as a forecast for a
 * patient who is known; for patients who are not, there is `kFold`.
 *
 * @param dataset N examples
 * @param k how many, 2 or more, and below the number of examples, or of different times
 * @returns k pairs of parts, each in the order of time
 * @throws TypeError when the dataset is none
 * @throws RangeError when k is no whole number of 2 or more, or there are too few examples or different times
 * @example
 * kFoldByTime(dataset, 3).map(({ train, validation }) => [train.targets.length, validation.targets.length]);
 * // [[3, 3], [6, 3], [9, 3]]
 * @see Tashman: Out-of-sample tests of forecasting accuracy (2000), rolling origin; scikit-learn's TimeSeriesSplit
 */
export function kFoldByTime(dataset: Dataset, k: number): Fold[] {
  checkDataset("kFoldByTime: dataset", dataset);
  checkCount("kFoldByTime: k", k, 2);
  const rows = dataset.targets.length;
  const size = Math.floor(rows / (k + 1));
  const { order, cuts } = cutsInTime(
    "kFoldByTime",
    dataset,
    Array.from({ length: k }, (_, i) => rows - (k - i) * size),
  );
  return cuts.map((begin, i) => ({
    train: takeExamples(dataset, order.subarray(0, begin)),
    validation: takeExamples(dataset, order.subarray(begin, cuts[i + 1] ?? rows)),
  }));
}
