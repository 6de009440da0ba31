import { type Case, logitsOf } from "./case.js";
import { allRows, type Reckoning, rowsWeightedWholly, withClassWeightsOnRows } from "./reckoning.js";
import { plainClassLosses, SMALL_LOSSES, textbookSoftmaxCosts } from "./row-losses.js";

/** Where a library gives the softmax losses of the rows, and the caller weighs them and takes the mean over all rows. */
export function callersMean(given: Case): Reckoning | undefined {
  if (given.kind !== "softmax") return undefined;
  const c = withClassWeightsOnRows(given);
  return {
    rowLosses: plainClassLosses(c, textbookSoftmaxCosts(logitsOf(c))),
    ...allRows(c),
    peculiarity: rowsWeightedWholly(given) ?? SMALL_LOSSES,
  };
}
