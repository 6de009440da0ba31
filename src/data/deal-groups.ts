import { checkFlag } from "../numerics/check.js";
import { counted } from "../numerics/counted.js";
import type { Random } from "../numerics/random.js";
import type { Dataset } from "./dataset.js";

/** The groups that are to stay whole, if any: those of the dataset, unless told otherwise. */
export function groupsToKeep(name: string, dataset: Dataset, asked = dataset.groups !== undefined): Dataset["groups"] {
  checkFlag(`${name}: groups`, asked);
  if (asked && !dataset.groups) {
    throw new RangeError(
      `${name}: dataset has no groups; expected a name for each example: readCsv(path, { target, groups: "patient" })`,
    );
  }
  return asked ? dataset.groups : undefined;
}

/**
 * Deals whole groups out to parts, the largest first, each to the part that lacks most of what the group has: of equal parts
 * the one with the fewest rows, and with strata the one that lacks the group's classes. No part that is to have rows is left empty.
 *
 * @param name begins the errors
 * @param groups N names
 * @param strata the rows that each part is to have its share of, one list or more, of N rows in all
 * @param sizes rows that the parts are to have, N in all; a part of 0 gets none
 * @param random orders groups of equal size
 * @returns the rows of each part
 * @throws RangeError when there are fewer groups than parts
 * @see Graham: Bounds on multiprocessing timing anomalies (1969), for the largest first
 */
export function dealGroups(
  name: string,
  groups: ArrayLike<string | number>,
  strata: readonly Int32Array[],
  sizes: readonly number[],
  random: Random,
): number[][] {
  const stratumOf = new Int32Array(groups.length);
  strata.forEach((rows, k) => {
    for (const row of rows) stratumOf[row] = k;
  });
  const order = random.shuffle(rowsOf(groups)).sort((a, b) => b.length - a.length);
  const parts = sizes.map((): number[] => []);
  const open = [...sizes.keys()].filter((part) => sizes[part] > 0);
  if (order.length < open.length) {
    const expected = `${open.length} or more, one for each part`;
    throw new RangeError(`${name}: dataset has ${counted(order.length, "groups")}; expected ${expected}`);
  }
  const lacks = sizes.map((size) => strata.map(({ length }) => (length * size) / groups.length));
  order.forEach((rows, i) => {
    const empty = open.filter((part) => parts[part].length === 0);
    const lackOf = (part: number) =>
      rows.reduce((sum, row) => sum + lacks[part][stratumOf[row]] / strata[stratumOf[row]].length ** 2, 0);
    const best = (order.length - i > empty.length ? open : empty)
      .map((part) => ({ part, lack: lackOf(part) }))
      .reduce((a, b) => (b.lack > a.lack ? b : a)).part;
    for (const row of rows) {
      parts[best].push(row);
      lacks[best][stratumOf[row]]--;
    }
  });
  return parts;
}

/** The rows of each group, groups in the order of their first rows. */
function rowsOf(groups: ArrayLike<string | number>): number[][] {
  const rows = new Map<string | number, number[]>();
  for (let row = 0; row < groups.length; row++) {
    const of = rows.get(groups[row]);
    if (of) of.push(row);
    else rows.set(groups[row], [row]);
  }
  return [...rows.values()];
}
