import type { Dataset } from "../data/dataset.js";
import type { Total, TotalWithGradient } from "../loss/total.js";
import type { Parameters } from "../model/layer.js";
import type { Model } from "../model/sequential.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Logits } from "../numerics/kinds.js";
import { type Matrix, takeRows } from "../numerics/matrix.js";
import type { Random } from "../numerics/random.js";
import type { Optimizer } from "./optimizers/optimizer.js";

/** A loss on logits and class indices: `sigmoidCrossEntropy`, `softmaxCrossEntropy`, or your own of the same form. */
export interface TrainingLoss {
  (z: Logits, targets: ArrayLike<number>, options: { gradient: true | Matrix }): TotalWithGradient;
  (z: Logits, targets: ArrayLike<number>): Total;
}

/** Throws when something is no loss. */
export function checkTrainingLoss(name: string, loss: TrainingLoss): void {
  if (typeof loss === "function") return;
  throw new TypeError(`${name} is ${describeValue(loss)}; expected a loss, such as sigmoidCrossEntropy`);
}

/**
 * One step on the mean loss of a batch: the model's parameters and the optimizer's state change in place.
 *
 * @param batch numbers of rows of `train`
 * @param rateFactor multiplies the optimizer's learning rate
 * @param random what dropout drops is drawn from it
 * @returns the loss before the step; a batch whose weight is 0 has no mean, and its gradient stays 0
 * @throws RangeError when the loss, or a parameter after the step, is not finite
 */
export function trainStep<State>(
  model: Model,
  train: Dataset,
  batch: Int32Array,
  loss: TrainingLoss,
  optimizer: Optimizer<State>,
  state: State,
  rateFactor = 1,
  random?: Random,
): Total {
  const targets = batch.map((row) => train.targets[row]);
  const { logits, gradients } = model.forward(takeRows(train.features, batch), random);
  const total = loss(logits, targets, { gradient: true });
  if (!Number.isFinite(total.sum)) throw new RangeError(`the loss is ${total.sum}; expected a finite number`);
  const { data } = total.gradient;
  if (total.weight > 0) for (let i = 0; i < data.length; i++) data[i] /= total.weight;
  optimizer.update(model.parameters, gradients(total.gradient), state, rateFactor);
  checkFinite(model.parameters);
  return total;
}

/** Throws for the first parameter that is not finite. */
export function checkFinite(parameters: Parameters): void {
  for (const [name, { data, cols }] of Object.entries(parameters)) {
    for (let i = 0; i < data.length; i++) {
      if (!Number.isFinite(data[i])) {
        const place = `row ${Math.floor(i / cols)}, column ${i % cols}`;
        throw new RangeError(`${name}: ${place} has become ${data[i]}; expected a finite number`);
      }
    }
  }
}
