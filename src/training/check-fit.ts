import { checkSameNames } from "../data/check-same-names.js";
import type { Dataset } from "../data/dataset.js";
import { type DatasetStream, isDatasetStream } from "../data/dataset-stream.js";
import { sigmoidCrossEntropy } from "../loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../loss/softmax-cross-entropy.js";
import { checkModel } from "../model/check-model.js";
import type { Model } from "../model/sequential.js";
import { checkFlag } from "../numerics/check.js";
import { checkCount } from "../numerics/check-number.js";
import { counted } from "../numerics/counted.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { checkExamples } from "./check-examples.js";
import { checkCheckpoint } from "./checkpoint.js";
import type { FitOptions } from "./fit.js";
import { checkOptimizer } from "./optimizers/optimizer.js";
import { checkFiniteWeights, checkRowWeights } from "./row-weights.js";
import { checkTrainingLoss, type TrainingLoss } from "./training-loss.js";

const OPTIONS: OptionNames<FitOptions> = {
  ...{ loss: true, optimizer: true, epochs: true, batchSize: true, seed: true },
  ...{ microBatchSize: true, augment: true, stratified: true, classWeights: true },
  ...{ validation: true, stop: true, plateau: true, checkpoint: true },
};

/** Throws when what `fit` was given does not fit. */
export function checkFit(model: Model, train: Dataset | DatasetStream, options: FitOptions): void {
  checkOptionNames("fit", options, OPTIONS);
  const { loss, optimizer, epochs, batchSize = 32, seed, validation, stop, plateau } = options;
  const { microBatchSize, augment, stratified, classWeights } = options;
  checkModel("fit: model", model);
  checkTrainingLoss("fit: loss", loss);
  checkOutputs(model, loss);
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
  if (isDatasetStream(train)) {
    if (options.checkpoint !== undefined && typeof train.hash !== "string" && !Array.isArray(train)) {
      throw new TypeError(
        `fit: train is a stream whose hash is ${describeValue(train.hash)}; expected text, by which a checkpoint knows the examples again`,
      );
    }
  } else {
    checkExamples("fit: train", model, train);
    checkRowWeights("fit: train", train, classWeights);
    checkSeveralClasses("fit: train", train.targets, train.classNames);
  }
  if (validation === undefined) return;
  checkExamples("fit: validation", model, validation);
  checkRowWeights("fit: validation", validation, classWeights);
  if (!isDatasetStream(train)) checkSameNames("fit: validation", validation, "train", train as Dataset);
}

/**
 * Throws when a part of a stream is none that the model can be trained on; a part without rows is.
 *
 * @param other whose features and classes are to be called alike
 */
export function checkPart(
  model: Model,
  part: Dataset,
  other: Dataset | undefined,
  classWeights?: ArrayLike<number>,
): void {
  if (part?.targets?.length === 0) return;
  checkExamples("fit: a part of train", model, part, part.rowNumbers);
  checkFiniteWeights("fit: a part of train", part, classWeights);
  if (other) checkSameNames("fit: a part of train", part, "the first part, or validation,", other);
}

/** Throws where a loss of one logit, or of several, gets another number. */
function checkOutputs({ outputs }: Model, loss: TrainingLoss): void {
  const [isSingle, isOfClasses] = [loss === sigmoidCrossEntropy, loss === softmaxCrossEntropy];
  if (!(isSingle && outputs !== 1) && !(isOfClasses && outputs === 1)) return;
  const expected = isSingle ? "1 for sigmoidCrossEntropy of two classes" : "one a class for softmaxCrossEntropy";
  throw new RangeError(`fit: the model has ${counted(outputs, "outputs")}; expected ${expected}`);
}

/** Throws when all targets are the same. */
export function checkSeveralClasses(
  name: string,
  targets: ArrayLike<number>,
  classNames: readonly string[] = [],
): void {
  for (let i = 1; i < targets.length; i++) if (targets[i] !== targets[0]) return;
  throw new RangeError(`${name} has rows of one class only, ${classNames[targets[0]]}; expected of two or more`);
}
