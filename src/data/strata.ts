import { checkClassIndices, checkFlag } from "../numerics/check.js";
import type { Dataset } from "./dataset.js";

/** The rows of each class when stratified, or else of all in one list. */
export function strataOf(name: string, dataset: Dataset, stratified: boolean): Int32Array[] {
  checkFlag(`${name}: stratified`, stratified);
  if (!stratified) return [Int32Array.from(dataset.targets, (_, row) => row)];
  checkClassIndices(`${name}: targets`, dataset.targets, dataset.classNames.length);
  const strata: number[][] = dataset.classNames.map(() => []);
  dataset.targets.forEach((target, row) => {
    strata[target].push(row);
  });
  return strata.map((rows) => Int32Array.from(rows));
}
