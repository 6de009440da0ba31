import { batches } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import { Total } from "../loss/total.js";
import { checkModel } from "../model/check-model.js";
import type { Parameters } from "../model/layer.js";
import type { Model } from "../model/sequential.js";
import { checkCount } from "../numerics/check-number.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { createRandom } from "../numerics/random.js";
import { checkExamples } from "./check-examples.js";
import { type Checkpoint, checkCheckpoint } from "./checkpoint.js";
import type { StopRule } from "./early-stopping.js";
import { checkOptimizer, type Optimizer } from "./optimizers/optimizer.js";
import { otherTasks } from "./other-tasks.js";
import { type AtStep, pass, type Training } from "./pass.js";
import { hashOfParameters, recipeOf } from "./recipe.js";
import type { PlateauRule } from "./reduce-on-plateau.js";
import type { RunState } from "./run-state.js";
import { simdPassOf } from "./simd-pass.js";
import { checkTrainingLoss, type TrainingLoss } from "./train-step.js";

/** The stream of the seed that the order of the examples is drawn from. */
const ORDER_STREAM = 2;
/** The stream that what dropout drops is drawn from. */
const DROPOUT_STREAM = 3;

export interface FitOptions {
  loss: TrainingLoss;
  optimizer: Optimizer;
  /** Passes over the training data. */
  epochs: number;
  /** Examples a step. Default 32. */
  batchSize?: number;
  /** Whole number: the order of the examples, and what is dropped. Same seed, same bits. */
  seed: number;
  /** Measured after every epoch. */
  validation?: Dataset;
  /** When to stop before the last epoch; needs `validation`. The weights of the best epoch are put back. */
  stop?: StopRule;
  /** When to lower the learning rate; needs `validation`. */
  plateau?: PlateauRule;
  /**
   * Where the training is kept after every epoch, and goes on from when it is begun again with the same model, data and
   * options: `checkpointFolder`. The last bits are those of a training that was never interrupted.
   */
  checkpoint?: Checkpoint;
}

const OPTIONS: OptionNames<FitOptions> = {
  ...{ loss: true, optimizer: true, epochs: true, batchSize: true, seed: true },
  ...{ validation: true, stop: true, plateau: true, checkpoint: true },
};

/** What one pass over the training data came to. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  /** Of `FitOptions.epochs`. */
  readonly epochs: number;
  /** The loss of every example as it was when its batch came: the weights were changing meanwhile. */
  readonly train: Total;
  /** The loss of the validation data after the epoch; without validation data, the total of nothing. */
  readonly validation: Total;
  /** That of the epoch's last step. */
  readonly learningRate: number;
  /** Whether the stop rule counted this epoch as the best so far. */
  readonly improved: boolean;
}

/** A training that happens while it is iterated. */
export interface Run extends AsyncIterable<Epoch> {
  /** The epochs so far. */
  readonly history: readonly Epoch[];
  /** Runs what is left and gives the history. */
  toEnd(): Promise<readonly Epoch[]>;
}

/**
 * Trains a model with mini-batches; its parameters change in place.
 *
 * Nothing happens until the run is iterated; `break` ends it after an epoch. The gradient of a step is that of the
 * batch's mean loss. With a stop rule the weights of the best epoch are put back, however the run ends.
 *
 * @param model made by `sequential`; one output for `sigmoidCrossEntropy`, K for `softmaxCrossEntropy`
 * @param train examples to learn from
 * @param options loss (in nats), optimizer, epochs, batchSize, seed, validation, stop, plateau, checkpoint
 * @returns a run to iterate over, an epoch at a time
 * @throws TypeError when the model, a dataset, the loss, the optimizer or a rule is none
 * @throws RangeError when sizes or options do not fit, or a weight or loss stops being finite: then with the epoch and step
 * @example
 * const run = fit(model, train, { loss: sigmoidCrossEntropy, optimizer: adam(1e-3), epochs: 50, seed: 1 });
 * for await (const epoch of run) console.log(epoch.epoch, epoch.train.mean);
 * @see Goodfellow, Bengio, Courville: Deep learning (2016), section 8.1.3 and algorithm 8.1; the weights
 * of the best epoch: algorithm 7.1
 */
export function fit(model: Model, train: Dataset, options: FitOptions): Run {
  checkFit(model, train, options);
  const history: Epoch[] = [];
  const epochs = trainEpochs(model, train, options, history);
  return {
    history,
    [Symbol.asyncIterator]: () => epochs,
    async toEnd() {
      for await (const _ of epochs);
      return history;
    },
  };
}

async function* trainEpochs(
  model: Model,
  train: Dataset,
  options: FitOptions,
  history: Epoch[],
): AsyncGenerator<Epoch, void, undefined> {
  const { loss, optimizer, epochs, batchSize = 32, seed, validation, stop, plateau, checkpoint } = options;
  const recipe = checkpoint && (await recipeOf(model, train, options));
  const saved = recipe && (await checkpoint.load(recipe));
  const state = saved ? continued(model, saved, history) : begun(model, options, history);
  const order = createRandom(seed, ORDER_STREAM);
  order.seek(state.position);
  const random = createRandom(seed, DROPOUT_STREAM);
  random.seek(state.dropoutPosition);
  const training: Training = { model, train, loss, optimizer, state: state.optimizer, random };
  const simd = simdPassOf(training, batchSize);
  try {
    while (state.epoch < epochs && !state.ended) {
      const epoch = state.epoch + 1;
      const dealt = batches(train.targets.length, batchSize, order);
      const atStep: AtStep = (step, action) => during(`epoch ${epoch}, step ${step}`, action);
      const { total, learningRate } = simd
        ? simd.pass(dealt, state.rateFactor, atStep)
        : pass(training, dealt, state.rateFactor, atStep);
      const validationTotal = validation
        ? during(`epoch ${epoch}, validation`, () => loss(model.logits(validation.features), validation.targets))
        : Total.zero;
      state.rateFactor = plateau?.factorAfter(state.plateau, validationTotal.mean) ?? 1;
      const verdict = stop?.judge(state.stop, validationTotal.mean) ?? { improved: false, stop: false };
      const { improved } = verdict;
      if (improved) state.best = copyOf(model.parameters);
      const result: Epoch = { epoch, epochs, train: total, validation: validationTotal, learningRate, improved };
      history.push(result);
      state.epoch = epoch;
      state.ended = verdict.stop;
      if (recipe) {
        state.position = order.position();
        state.dropoutPosition = random.position();
        state.trail.push(await hashOfParameters(model.parameters));
        await checkpoint.save(recipe, state);
      }
      yield result;
      if (!state.ended) await otherTasks();
    }
  } finally {
    simd?.end();
    if (state.best) setParameters(model, state.best);
  }
}

/** Before the first step; epochs will come into the history. */
function begun({ parameters }: Model, { optimizer, stop, plateau }: FitOptions, history: Epoch[]): RunState {
  return {
    ...{
      epoch: 0,
      ended: false,
      position: 0,
      dropoutPosition: 0,
      rateFactor: 1,
      parameters,
      optimizer: optimizer.init(parameters),
    },
    ...{ stop: stop?.start(), plateau: plateau?.start(), history, trail: [] },
  };
}

/** Where a checkpoint has left off. */
function continued(model: Model, saved: RunState, history: Epoch[]): RunState {
  setParameters(model, saved.parameters);
  history.push(...saved.history);
  return { ...saved, parameters: model.parameters, history };
}

function setParameters(model: Model, values: Parameters): void {
  for (const [name, { data }] of Object.entries(values)) model.parameters[name].data.set(data);
}

/** Says in the error where in the run it happened. */
function during<Result>(where: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new RangeError(`fit: ${where}: ${(error as Error).message}`, { cause: error });
  }
}

function copyOf(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, w]) => [name, { rows: w.rows, cols: w.cols, data: w.data.slice() }]),
  );
}

function checkFit(model: Model, train: Dataset, options: FitOptions): void {
  checkOptionNames("fit", options, OPTIONS);
  const { loss, optimizer, epochs, batchSize = 32, seed, validation, stop, plateau } = options;
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
  if (options.checkpoint !== undefined) checkCheckpoint("fit: checkpoint", options.checkpoint);
  checkExamples("fit: train", model, train);
  if (validation !== undefined) checkExamples("fit: validation", model, validation);
}
