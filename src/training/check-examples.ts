import { checkDataset, type Dataset } from "../data/dataset.js";
import type { Model } from "../model/sequential.js";
import { checkClassIndices } from "../numerics/check.js";
import { dtypeOf } from "../numerics/dtype.js";
import { simdAllFinite } from "../wasm/all-finite.js";

/**
 * Throws when a dataset is none that a model can be trained on or measured with; a feature is named by row and column.
 *
 * @param rowNumbers what to call the rows; without it they are numbered from 0
 */
export function checkExamples(name: string, model: Model, data: Dataset, rowNumbers?: ArrayLike<number>): void {
  checkDataset(name, data);
  const { features, targets, featureNames } = data;
  if (targets.length === 0) throw new RangeError(`${name} has no rows; expected one or more`);
  if (features.cols !== model.inputs) {
    throw new RangeError(`${name} has ${features.cols} features; expected ${model.inputs}, as the model has`);
  }
  checkClassIndices(`${name}: targets`, targets, Math.max(2, model.outputs));
  const { data: x, cols } = features;
  const isSingle = model.dtype === "float32";
  const isFine = (entry: number) => Number.isFinite(isSingle ? Math.fround(entry) : entry);
  if (dtypeOf(features) === model.dtype ? simdAllFinite(x) : x.every(isFine)) return;
  const i = x.findIndex((entry) => !isFine(entry));
  const [row, column] = [Math.floor(i / cols), featureNames[i % cols]];
  const expected = isSingle ? "a finite number of float32" : "a finite number";
  throw new RangeError(`${name}: row ${rowNumbers?.[row] ?? row}, ${column} is ${x[i]}; expected ${expected}`);
}
