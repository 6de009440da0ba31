import { checkDataset, type Dataset } from "../data/dataset.js";
import type { Model } from "../model/sequential.js";
import { allFinite } from "../numerics/all-finite.js";
import { checkClassIndices } from "../numerics/check.js";

/** Throws when a dataset is none that a model can be trained on or measured with; a feature is named by row and column. */
export function checkExamples(name: string, model: Model, data: Dataset): void {
  checkDataset(name, data);
  const { features, targets, featureNames } = data;
  if (targets.length === 0) throw new RangeError(`${name} has no rows; expected one or more`);
  if (features.cols !== model.inputs) {
    throw new RangeError(`${name} has ${features.cols} features; expected ${model.inputs}, as the model has`);
  }
  checkClassIndices(`${name}: targets`, targets, Math.max(2, model.outputs));
  if (allFinite(features.data)) return;
  const i = features.data.findIndex((x) => !Number.isFinite(x));
  const [row, column] = [Math.floor(i / features.cols), featureNames[i % features.cols]];
  throw new RangeError(`${name}: row ${row}, ${column} is ${features.data[i]}; expected a finite number`);
}
