import type { Dataset } from "../data/dataset.js";
import { checkModel } from "../model/check-model.js";
import type { Model } from "../model/sequential.js";
import { checkFlag } from "../numerics/check.js";
import { checkCount } from "../numerics/check-number.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { checkExamples } from "./check-examples.js";
import { checkCheckpoint } from "./checkpoint.js";
import type { FitOptions } from "./fit.js";
import { checkOptimizer } from "./optimizers/optimizer.js";
import { checkRowWeights } from "./row-weights.js";
import { checkTrainingLoss } from "./train-step.js";

const OPTIONS: OptionNames<FitOptions> = {
  ...{ loss: true, optimizer: true, epochs: true, batchSize: true, seed: true },
  ...{ microBatchSize: true, augment: true, stratified: true, classWeights: true },
  ...{ validation: true, stop: true, plateau: true, checkpoint: true },
};

/** Throws when what `fit` was given does not fit. */
export function checkFit(model: Model, train: Dataset, options: FitOptions): void {
  checkOptionNames("fit", options, OPTIONS);
  const { loss, optimizer, epochs, batchSize = 32, seed, validation, stop, plateau } = options;
  const { microBatchSize, augment, stratified, classWeights } = options;
  checkModel("fit: model", model);
  checkTrainingLoss("fit: loss", loss);
  checkOptimizer("fit: optimizer", optimizer);
  for (const [name, rule, such] of [
    ["stop", stop, "a stop rule, such as earlyStopping"],
    ["plateau", plateau, "a rule, such as reduceOnPlateau"],
  ] as const) {
    if (rule === undefined) continue;
    if (typeof rule?.start !== "function") {
      throw new TypeError(`fit: ${name} is ${describeValue(rule)}; expected ${such}`);
    }
    if (!validation) throw new RangeError(`fit: ${name} is given but validation is not; expected validation data`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`fit: seed is ${describeValue(seed)}; expected a whole number, 0 to 2^53 - 1`);
  }
  checkCount("fit: epochs", epochs, 1);
  checkCount("fit: batchSize", batchSize, 1);
  if (microBatchSize !== undefined) checkCount("fit: microBatchSize", microBatchSize, 1);
  if (augment !== undefined && typeof augment !== "function") {
    throw new TypeError(
      `fit: augment is ${describeValue(augment)}; expected a function of features and random numbers`,
    );
  }
  if (stratified !== undefined) checkFlag("fit: stratified", stratified);
  if (options.checkpoint !== undefined) checkCheckpoint("fit: checkpoint", options.checkpoint);
  checkExamples("fit: train", model, train);
  checkRowWeights("fit: train", train, classWeights);
  if (train.targets.every((target) => target === train.targets[0])) {
    const name = train.classNames[train.targets[0]];
    throw new RangeError(`fit: train has rows of one class only, ${name}; expected of two or more`);
  }
  if (validation === undefined) return;
  checkExamples("fit: validation", model, validation);
  checkRowWeights("fit: validation", validation, classWeights);
}
