import { checkClassIndices } from "../numerics/check.js";
import { checkCount } from "../numerics/check-number.js";
import type { Random } from "../numerics/random.js";
import { apportion } from "./apportion.js";

/**
 * Row numbers in random batches, each of which has its share of every class: every row once, the last batch smaller when the
 * size does not divide the rows.
 *
 * Batches are dealt in random order, so that a class of few rows is in any of them; each is given, of the rows that are left,
 * the share of every class, rounded up or down.
 *
 * @param targets N class indices
 * @param classes number of classes, K
 * @param size rows in a batch, 1 or more
 * @param random says which rows, and their order
 * @returns arrays of row numbers, 0 to N - 1
 * @throws RangeError when a target is no class, or size is no whole number of 1 or more
 * @example
 * const targets = [0, 0, 0, 1, 0, 1];
 * stratifiedBatches(targets, 2, 3, createRandom(1)).map((rows) => rows.filter((row) => targets[row] === 1).length); // [1, 1]
 * @see Kohavi: A study of cross-validation and bootstrap (1995), for strata in folds
 */
export function stratifiedBatches(
  targets: ArrayLike<number>,
  classes: number,
  size: number,
  random: Random,
): Int32Array[] {
  checkCount("stratifiedBatches: classes", classes, 1);
  checkCount("stratifiedBatches: size", size, 1);
  checkClassIndices("stratifiedBatches: targets", targets, classes);
  const left: number[][] = Array.from({ length: classes }, () => []);
  for (let row = 0; row < targets.length; row++) left[targets[row]].push(row);
  for (const rows of left) random.shuffle(rows);
  const batches: Int32Array[] = [];
  const count = Math.ceil(targets.length / size);
  for (const place of random.shuffle(Array.from({ length: count }, (_, i) => i))) {
    const rows = Math.min(size, targets.length - place * size);
    const shares = apportion(
      rows,
      left.map(({ length }) => length),
    );
    const batch = left.flatMap((of, k) => of.splice(of.length - shares[k]));
    batches[place] = Int32Array.from(random.shuffle(batch));
  }
  return batches;
}
