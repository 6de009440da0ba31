import type { Dataset } from "../data/dataset.js";
import { Total } from "../loss/total.js";
import type { Model } from "../model/sequential.js";
import type { Random } from "../numerics/random.js";
import type { Optimizer } from "./optimizers/optimizer.js";
import { type TrainingLoss, trainStep } from "./train-step.js";

/** What training is of: all that stays the same from step to step. */
export interface Training<State = unknown> {
  readonly model: Model;
  readonly train: Dataset;
  readonly loss: TrainingLoss;
  readonly optimizer: Optimizer<State>;
  readonly state: State;
  /** What dropout drops is drawn from it; without it nothing is dropped. */
  readonly random?: Random;
}

/** What came of a pass over the training data: the loss, and the learning rate of the last step. */
export interface PassResult {
  readonly total: Total;
  readonly learningRate: number;
}

/** Does something of a step, 1 for the first of the pass; errors are to say at which step they happened. */
export type AtStep = <Result>(step: number, action: () => Result) => Result;

/** One pass over the training data: a step for every batch, at `rateFactor` times the optimizer's learning rate. */
export function pass(
  { model, train, loss, optimizer, state, random }: Training,
  batches: Iterable<Int32Array>,
  rateFactor: number,
  atStep: AtStep,
): PassResult {
  let total = Total.zero;
  let step = 0;
  let learningRate = 0;
  for (const batch of batches) {
    step++;
    learningRate = atStep(step, () => optimizer.learningRate(state)) * rateFactor;
    total = total.merge(atStep(step, () => trainStep(model, train, batch, loss, optimizer, state, rateFactor, random)));
  }
  return { total, learningRate };
}
