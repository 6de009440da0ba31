import { slices } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import { Total } from "../loss/total.js";
import type { Parameters } from "../model/layer.js";
import type { Model } from "../model/sequential.js";
import { type Matrix, takeRows } from "../numerics/matrix.js";
import type { Random } from "../numerics/random.js";
import type { Optimizer } from "./optimizers/optimizer.js";
import { checkedTotal, type TrainingLoss } from "./training-loss.js";

/** What training is of: all that stays the same from step to step. */
export interface Training<State = unknown> {
  readonly model: Model;
  readonly train: Dataset;
  readonly loss: TrainingLoss;
  readonly optimizer: Optimizer<State>;
  readonly state: State;
  /** How much every row of `train` counts; without it 1. */
  readonly weights?: Float64Array;
  /** Rows that go through the model at once; without it those of a batch. */
  readonly microBatchSize?: number;
  /** Changes the features of the rows of a batch before they are learnt from. */
  readonly augment?: (features: Matrix) => Matrix;
  /** What to call the rows of `train` in messages; without it they are numbered from 0. */
  readonly rowNumbers?: Int32Array;
  /** What dropout drops is drawn from it; without it nothing is dropped. */
  readonly random?: Random;
}

/** What to call rows in messages. */
export function namedRows({ rowNumbers }: Training, rows: Int32Array): Int32Array {
  return rowNumbers ? rows.map((row) => rowNumbers[row]) : rows;
}

/**
 * One step on the mean loss of a batch: the model's parameters and the optimizer's state change in place.
 *
 * @param batch numbers of rows of `train`
 * @param rateFactor multiplies the optimizer's learning rate
 * @returns the loss before the step; a batch whose weight is 0 has no mean, and its gradient stays 0
 * @throws RangeError when the loss, or a parameter after the step, is not finite; the parameters are as they were then
 */
export function trainStep<State>(training: Training<State>, batch: Int32Array, rateFactor = 1): Total {
  const { model, optimizer, state, microBatchSize = batch.length } = training;
  const { total, gradients } =
    microBatchSize < batch.length ? accumulated(training, batch, microBatchSize) : meanGradients(training, batch);
  const before = Object.values(model.parameters).map(({ data }) => data.slice());
  optimizer.update(model.parameters, gradients, state, rateFactor);
  try {
    checkFinite(model.parameters);
  } catch (error) {
    for (const [i, { data }] of Object.values(model.parameters).entries()) data.set(before[i]);
    throw error;
  }
  return total;
}

/** A batch's loss, and the gradients of its mean. */
interface BatchGradients {
  readonly total: Total;
  readonly gradients: Parameters;
}

function meanGradients(training: Training, batch: Int32Array): BatchGradients {
  const { total, gradients } = batchLoss(training, batch);
  divide(total.gradient, total.weight);
  return { total, gradients: gradients(total.gradient) };
}

/**
 * The same of micro-batches, one after the other: the total is that of the batch to the last bit; the gradients are sums of the
 * same terms, added in another order, divided by the weight of the batch at the end.
 */
function accumulated(training: Training, batch: Int32Array, size: number): BatchGradients {
  let total = Total.zero;
  let sums: Parameters | undefined;
  for (const part of slices(batch, size)) {
    const { total: one, gradients } = batchLoss(training, part);
    const terms = gradients(one.gradient);
    total = total.merge(one);
    for (const name in sums) addTo(sums[name], terms[name]);
    sums ??= terms;
  }
  const gradients = sums ?? {};
  for (const sum of Object.values(gradients)) divide(sum, total.weight);
  return { total, gradients };
}

/** The loss of some rows, and the way back from its gradient. */
function batchLoss(training: Training, rows: Int32Array) {
  const { model, train, loss, weights, augment, random } = training;
  const targets = rows.map((row) => train.targets[row]);
  const features = takeRows(train.features, rows);
  const { logits, gradients } = model.forward(augment ? augment(features) : features, random);
  const sampleWeights = weights && Float64Array.from(rows, (row) => weights[row]);
  const given = loss(logits, targets, { gradient: true, ...(sampleWeights && { sampleWeights }) });
  const total = checkedTotal("loss", given, logits);
  if (Number.isFinite(total.sum)) return { total, gradients };
  const infinite = namedRows(
    training,
    Int32Array.from(total.infiniteRows, (row) => rows[row]),
  );
  const where = infinite.length > 0 ? `, not so at rows ${infinite.join(", ")}` : "";
  throw new RangeError(`the loss is ${total.sum}; expected a finite number${where}`);
}

function divide({ data }: Matrix, weight: number): void {
  if (weight > 0) for (let i = 0; i < data.length; i++) data[i] /= weight;
}

function addTo({ data: sum }: Matrix, { data: terms }: Matrix): void {
  for (let i = 0; i < sum.length; i++) sum[i] += terms[i];
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
