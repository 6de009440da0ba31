import { batches } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import { type DatasetStream, isDatasetStream } from "../data/dataset-stream.js";
import { stratifiedBatches } from "../data/stratified-batches.js";
import { Total } from "../loss/total.js";
import type { Model } from "../model/sequential.js";
import { createRandom } from "../numerics/random.js";
import { type Augmentation, augmenting } from "./augmentation.js";
import { checkFit, checkPart, checkSeveralClasses } from "./check-fit.js";
import type { Checkpoint } from "./checkpoint.js";
import { during } from "./during.js";
import type { StopRule } from "./early-stopping.js";
import type { Optimizer } from "./optimizers/optimizer.js";
import { otherTasks } from "./other-tasks.js";
import { partsOf } from "./parts.js";
import { type AtStep, type PassResult, pass } from "./pass.js";
import { hashOfParameters, recipeOf } from "./recipe.js";
import type { PlateauRule } from "./reduce-on-plateau.js";
import { refinement } from "./refinement.js";
import { begun, continued, copyOf, setParameters } from "./resume.js";
import { rowWeights } from "./row-weights.js";
import { type Asked, type Epoch, type Run, runOf, type Step } from "./run.js";
import { type SimdPass, simdPassOf } from "./simd-pass.js";
import { namedRows, type Training } from "./train-step.js";
import { checkedTotal, type TrainingLoss } from "./training-loss.js";

/** The stream of the seed that the order of the examples is drawn from. */
const ORDER_STREAM = 2;
/** The stream that what dropout drops is drawn from. */
const DROPOUT_STREAM = 3;
/** The stream that augmentation draws from. */
const AUGMENT_STREAM = 4;

export interface FitOptions {
  loss: TrainingLoss;
  optimizer: Optimizer;
  /** Passes over the training data. */
  epochs: number;
  /** Examples a step. Default 32; more than there are is all of them. */
  batchSize?: number;
  /**
   * Examples that go through the model at once, where a batch of them is too large for the memory: the gradient of a step is
   * still that of the whole batch's mean loss. Default batchSize.
   */
  microBatchSize?: number;
  /**
   * Makes other features of those of a batch, or micro-batch, before they are learnt from, with random numbers of the seed.
   * Validation data is left as it is.
   */
  augment?: Augmentation;
  /** Whether every batch has its share of each class, rounded up or down. Default false. */
  stratified?: boolean;
  /** K numbers, 0 or more: how much an example of a class counts, in training and validation. Default 1. */
  classWeights?: ArrayLike<number>;
  /** Whole number: the order of the examples, and what is dropped. Same seed, same bits. */
  seed: number;
  /** Measured after every epoch. */
  validation?: Dataset;
  /** When to stop before the last epoch; needs `validation`. The weights of the best epoch are put back. */
  stop?: StopRule;
  /** When to lower the learning rate; needs `validation`. */
  plateau?: PlateauRule;
  /**
   * Where the training is kept after every epoch, or more often, and goes on from when it is begun again with the same model, data and
   * options: `checkpointFolder`. The last bits are those of a training that was never interrupted.
   */
  checkpoint?: Checkpoint;
}

/**
 * Trains a model with mini-batches; its parameters change in place.
 *
 * Nothing happens until the run is iterated, or `await run.toEnd()`: `await fit(...)` alone trains nothing. `break` ends it after an
 * epoch, or after a step where it is iterated by `steps()`. The gradient of a step is that of the batch's mean loss,
 * sum_i w_i loss_i / sum_i w_i in nats, where w_i is the example's weight in the dataset times that of its class. With a stop rule
 * the weights of the best epoch are put back, however the run ends. Where a step fails, the model keeps the weights before it.
 *
 * With `microBatchSize` the total of a batch (losses, weights, counts) is that without it to the last bit; its gradients are
 * sums of the same terms in another order, and differ by their rounding alone: an entry that is the sum of n terms a_i by less
 * than 2 n u sum_i |a_i|, u = 2^-53 in float64, 2^-24 in float32. Other libraries count steps instead, each with a mean of
 * its own (Keras's gradient_accumulation_steps, optax's MultiSteps): the mean of means is another number where batches have
 * different weights. Here the option is of the memory alone, and batchSize and learning rate mean what they did.
 *
 * Examples may come as a stream, a part at a time in every epoch (`streamCsv`, or an array of datasets): memory is needed for two
 * parts. Batches are filled across their borders, but the order is drawn anew within each part only; of one part, the bits are
 * those of that dataset. Errors then name rows by their numbers in the file.
 *
 * @param model made by `sequential`; one output for `sigmoidCrossEntropy`, K for `softmaxCrossEntropy`
 * @param train examples to learn from, or a stream of such
 * @param options loss (in nats), optimizer, epochs, batchSize, microBatchSize, augment, stratified, classWeights, seed,
 * validation, stop, plateau, checkpoint
 * @returns a run to iterate over, an epoch at a time or, by `steps()`, a step
 * @throws TypeError when the model, a dataset, the loss, the optimizer or a rule is none, or the loss gives no total or not its gradient
 * @throws RangeError when sizes or options do not fit, columns or classes of validation data or parts are called otherwise, or a weight or loss stops being finite: then with the epoch, the step,
 * and the rows of its batch
 * @example
 * const run = fit(model, train, { loss: sigmoidCrossEntropy, optimizer: adam(1e-3), epochs: 50, seed: 1 });
 * for await (const epoch of run) console.log(epoch.epoch, epoch.train.mean);
 * @example
 * for await (const step of fit(model, train, options).steps()) {
 *   console.log(step.epoch, step.step, step.train.mean); // nats, of the step's batch
 * }
 * @see Goodfellow, Bengio, Courville: Deep learning (2016), section 8.1.3 and algorithm 8.1; the weights
 * of the best epoch: algorithm 7.1
 */
export function fit(model: Model, train: Dataset | DatasetStream, options: FitOptions): Run {
  checkFit(model, train, options);
  const history: Epoch[] = [];
  return runOf(history, (asked) => trainingOf(model, train, options, history, asked));
}

/** The epochs of a training as they end, and its steps while they are asked for. */
async function* trainingOf(
  model: Model,
  train: Dataset | DatasetStream,
  options: FitOptions,
  history: Epoch[],
  asked: Asked,
): AsyncGenerator<Epoch | Step, void, undefined> {
  const {
    loss,
    optimizer,
    epochs,
    batchSize = 32,
    microBatchSize,
    seed,
    validation,
    stop,
    plateau,
    checkpoint,
  } = options;
  const validationWeights = validation && rowWeights(validation, options.classWeights);
  const recipe = checkpoint && (await recipeOf(model, train, options));
  const saved = recipe && (await checkpoint.load(recipe));
  if (saved && saved.epoch > epochs) {
    throw new RangeError(
      `fit: epochs is ${epochs}, and the checkpoint has done ${saved.epoch}; expected as many or more, or another folder`,
    );
  }
  const state = saved ? continued(model, saved, history) : begun(model, options, history);
  const order = createRandom(seed, ORDER_STREAM);
  order.seek(state.position);
  const random = createRandom(seed, DROPOUT_STREAM);
  random.seek(state.dropoutPosition);
  const augmentRandom = createRandom(seed, AUGMENT_STREAM);
  augmentRandom.seek(state.augmentPosition);
  const augment = options.augment && augmenting(options.augment, augmentRandom);
  const isStream = isDatasetStream(train);
  let training: Training | undefined;
  let simd: SimdPass | undefined;
  let first = options.validation;
  const check = (part: Dataset) => {
    checkPart(model, part, first, options.classWeights);
    first ??= part;
  };
  try {
    while (state.epoch < epochs && !state.ended) {
      const epoch = state.epoch + 1;
      const isStepwise = asked.steps;
      const keptEvery = checkpoint?.everySteps ?? Number.POSITIVE_INFINITY;
      let learningRate = 0;
      let before = 0;
      const classes = new Set<number>();
      for await (const { examples, isLast } of partsOf(train, batchSize, check)) {
        const { targets, classNames, rowNumbers } = examples;
        const dealt = options.stratified
          ? stratifiedBatches(targets, classNames.length, batchSize, order)
          : [...batches(targets.length, batchSize, order)];
        if (isStream) for (const target of targets) classes.add(target);
        const done = Math.max(0, state.step - before);
        if (done < dealt.length && training?.train !== examples) {
          simd?.end();
          const weights = rowWeights(examples, options.classWeights);
          training = {
            ...{ model, train: examples, loss, optimizer, state: state.optimizer },
            ...{ weights, microBatchSize, augment, random, rowNumbers: isStream ? rowNumbers : undefined },
          };
          simd = simdPassOf(training, batchSize);
        }
        for (const some of groupsOf(dealt, before, done, isStepwise ? 1 : keptEvery)) {
          const result = passBy(training as Training, some, epoch);
          learningRate = result.learningRate;
          state.total = state.total.merge(result.total);
          state.step += some.length;
          const { step } = state;
          const steps = isStream ? undefined : dealt.length;
          const isDone = isLast && step === before + dealt.length;
          if (step % keptEvery === 0 && !isDone) await keep();
          if (isStepwise) yield { epoch, epochs, step, steps, train: result.total, learningRate };
        }
        before += dealt.length;
      }
      if (isStream) checkSeveralClasses("fit: train", [...classes], training?.train.classNames);
      const measured = validation
        ? during(`epoch ${epoch}, validation`, () => measure(model, options, validation, validationWeights))
        : { validation: Total.zero };
      const validationLoss = measured.validation.mean;
      state.rateFactor = plateau?.factorAfter(state.plateau, validationLoss) ?? 1;
      const judged = measured.refinement?.loss ?? validationLoss;
      const verdict = stop?.judge(state.stop, judged) ?? { improved: false, stop: false };
      const { improved } = verdict;
      if (improved) state.best = copyOf(model.parameters);
      const result: Epoch = { epoch, epochs, train: state.total, ...measured, learningRate, improved };
      history.push(result);
      Object.assign(state, { epoch, step: 0, total: Total.zero, ended: verdict.stop, position: order.position() });
      if (recipe) state.trail.push(await hashOfParameters(model.parameters));
      await keep();
      yield result;
      if (!state.ended) await otherTasks();
    }
  } finally {
    simd?.end();
    if (state.best) setParameters(model, state.best);
  }

  function passBy(training: Training, batches: readonly Int32Array[], epoch: number): PassResult {
    const done = state.step;
    const atStep: AtStep = (step, action, batch) =>
      during(`epoch ${epoch}, step ${done + step}`, action, batch && namedRows(training, batch));
    return simd ? simd.pass(batches, state.rateFactor, atStep) : pass(training, batches, state.rateFactor, atStep);
  }

  async function keep(): Promise<void> {
    if (!recipe) return;
    state.dropoutPosition = random.position();
    state.augmentPosition = augmentRandom.position();
    await checkpoint.save(recipe, state);
  }
}

/**
 * The batches of a part that are left after some steps of it, in groups that end at every multiple of a number of steps.
 *
 * @param before steps of the epoch's parts before it
 */
function* groupsOf(
  dealt: readonly Int32Array[],
  before: number,
  done: number,
  every: number,
): Generator<readonly Int32Array[]> {
  for (let begin = done; begin < dealt.length; ) {
    const end = begin + every - ((before + begin) % every);
    yield dealt.slice(begin, end);
    begin = end;
  }
}

/** The loss of validation data, and what the stop rule asks of it. */
function measure(
  model: Model,
  { loss, stop }: FitOptions,
  { features, targets }: Dataset,
  weights?: Float64Array,
): Pick<Epoch, "validation" | "refinement"> {
  const z = model.logits(features);
  const validation = checkedTotal("loss", weights ? loss(z, targets, { sampleWeights: weights }) : loss(z, targets));
  return stop?.watches === "refinement"
    ? { validation, refinement: refinement(loss, z, targets, weights) }
    : { validation };
}
