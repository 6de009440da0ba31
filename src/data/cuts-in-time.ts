import { counted } from "../numerics/counted.js";
import type { Dataset } from "./dataset.js";

/** The rows of a dataset in the order of their times, or as they are where it has none, and where they are cut. */
export interface CutsInTime {
  readonly order: Int32Array;
  /** Ascending positions in the order; what is behind one is later than all before it. */
  readonly cuts: readonly number[];
}

/**
 * Cuts a dataset in the order of time as near to the wanted positions as can be without parting examples of the same time.
 *
 * @param name begins the errors
 * @param wanted ascending positions, 1 to N - 1
 * @throws RangeError when there are too few different times for a cut each
 */
export function cutsInTime(name: string, { targets, times }: Dataset, wanted: readonly number[]): CutsInTime {
  const order = Int32Array.from(targets, (_, row) => row);
  if (times) order.sort((a, b) => times[a] - times[b] || a - b);
  const possible: number[] = [];
  for (let i = 1; i < order.length; i++) {
    if (!times || times[order[i]] !== times[order[i - 1]]) possible.push(i);
  }
  if (possible.length < wanted.length) {
    const what = times ? "different times" : "examples";
    const found = Math.min(order.length, possible.length + 1);
    throw new RangeError(
      `${name}: dataset has ${counted(found, what)}; expected ${wanted.length + 1} or more, one for each part`,
    );
  }
  const cuts: number[] = [];
  let begin = 0;
  wanted.forEach((position, i) => {
    // As many are left as there are cuts to come.
    const last = possible.length - (wanted.length - i);
    let best = begin;
    while (best < last && Math.abs(possible[best + 1] - position) < Math.abs(possible[best] - position)) best++;
    cuts.push(possible[best]);
    begin = best + 1;
  });
  return { order, cuts };
}
