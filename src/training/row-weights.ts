import type { Dataset } from "../data/dataset.js";
import { checkLength, checkWeights } from "../numerics/check.js";

/** How much every row counts: its weight times that of its class; undefined where every row counts 1. */
export function rowWeights({ weights, targets }: Dataset, classWeights?: ArrayLike<number>): Float64Array | undefined {
  if (!weights && !classWeights) return undefined;
  return Float64Array.from(targets, (k, row) => (weights?.[row] ?? 1) * (classWeights?.[k] ?? 1));
}

/** Throws when weights of classes are not one a class, or no row of a dataset counts. */
export function checkRowWeights(name: string, data: Dataset, classWeights?: ArrayLike<number>): void {
  checkFiniteWeights(name, data, classWeights);
  if (rowWeights(data, classWeights)?.every((weight) => weight === 0)) {
    throw new RangeError(`${name}: all rows weigh 0; expected a weight above 0`);
  }
}

/** Throws when weights of classes are not one a class, or a row weighs Infinity. */
export function checkFiniteWeights(name: string, data: Dataset, classWeights?: ArrayLike<number>): void {
  if (classWeights !== undefined) {
    checkLength("fit: classWeights", classWeights, data.classNames.length, "weights, one a class");
    checkWeights("fit: classWeights", classWeights);
  }
  const weights = rowWeights(data, classWeights);
  if (!weights) return;
  const row = weights.indexOf(Number.POSITIVE_INFINITY);
  if (row >= 0)
    throw new RangeError(
      `${name}: the weight of row ${row} times that of its class is Infinity; expected a finite product`,
    );
}
