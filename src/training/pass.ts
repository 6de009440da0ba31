import { Total } from "../loss/total.js";
import { type Training, trainStep } from "./train-step.js";

/** What came of a pass over the training data: the loss, and the learning rate of the last step. */
export interface PassResult {
  readonly total: Total;
  readonly learningRate: number;
}

/**
 * Does something of a step, 1 for the first of the pass; errors are to say at which step they happened, and of which rows its
 * batch is, where they have to do with it.
 */
export type AtStep = <Result>(step: number, action: () => Result, batch?: Int32Array) => Result;

/** One pass over the training data: a step for every batch, at `rateFactor` times the optimizer's learning rate. */
export function pass(
  training: Training,
  batches: Iterable<Int32Array>,
  rateFactor: number,
  atStep: AtStep,
): PassResult {
  let total = Total.zero;
  let step = 0;
  let learningRate = 0;
  for (const batch of batches) {
    step++;
    learningRate = atStep(step, () => training.optimizer.learningRate(training.state)) * rateFactor;
    total = total.merge(atStep(step, () => trainStep(training, batch, rateFactor), batch));
  }
  return { total, learningRate };
}
