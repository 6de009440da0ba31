import type { Dataset } from "../../data/dataset.js";
import { checkModel } from "../../model/check-model.js";
import type { Model } from "../../model/sequential.js";
import { checkNotNegative } from "../../numerics/check-number.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { checkExamples } from "../check-examples.js";
import { checkTrainingLoss, type TrainingLoss } from "../training-loss.js";
import type { Solution } from "./descend.js";
import { LBFGS_OPTIONS, type LbfgsOptions, runLbfgs } from "./lbfgs.js";
import { solveFrom, wholeBatch } from "./whole-batch.js";

export interface FitByLbfgsOptions extends LbfgsOptions {
  loss: TrainingLoss;
  /** Half of it times the sum of the squares of the weights is added to the mean loss; biases are free. Default 0. */
  l2?: number;
}
const OPTIONS: OptionNames<FitByLbfgsOptions> = { ...LBFGS_OPTIONS, loss: true, l2: true };

/**
 * Trains a small model on all rows at once by L-BFGS, from its parameters on; they change in place. The value is the mean
 * loss in nats plus l2 / 2 times the sum of the squares of the weights: scikit-learn's C is 1 / (l2 rows).
 *
 * There is no learning rate, no seed and no order of rows. A linear model of standardised features ends at its optimum,
 * others may use up their iterations; a network ends somewhere where the slope is small. For many rows `fit` is quicker.
 *
 * @param model made by `sequential`
 * @param train examples to learn from
 * @param options loss, l2 (0), tolerance (of the gradient's norm, 1e-8), maxIterations (1000), history (steps remembered, 10)
 * @returns value, gradientNorm, iterations, and how it ended
 * @throws TypeError, RangeError when data and model do not fit, an option is outside its range, or the loss at the start is
 * not finite; the parameters are as they were then
 * @example
 * const line = sequential([dense(1)], { inputs: 2, seed: 1 });
 * fitByLbfgs(line, dataset, { loss: sigmoidCrossEntropy, l2: 0.01 }).ended; // "gradient"
 * @see Liu and Nocedal: On the limited memory BFGS method (1989)
 */
export function fitByLbfgs(model: Model, train: Dataset, options: FitByLbfgsOptions): Solution {
  const name = "fitByLbfgs";
  checkOptionNames(name, options, OPTIONS);
  checkModel(`${name}: model`, model);
  const random = model.layers.find(({ isRandom }) => isRandom);
  if (random) {
    throw new RangeError(`${name}: model has ${random.name}; expected one that gives the same for the same weights`);
  }
  const { loss, l2 = 0 } = options;
  checkTrainingLoss(`${name}: loss`, loss);
  checkNotNegative(`${name}: l2`, l2);
  checkExamples(`${name}: train`, model, train);
  return solveFrom(model, (start) => runLbfgs(name, wholeBatch(name, model, train, loss, l2), start, options));
}
