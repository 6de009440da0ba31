import { sigmoidCrossEntropy } from "../loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../loss/softmax-cross-entropy.js";
import { Total } from "../loss/total.js";
import { TotalBuilder } from "../loss/total-builder.js";
import type { Parameters } from "../model/layer.js";
import { simdLayersOf } from "../model/simd-layers.js";
import { MOST_LOSSES } from "../wasm/loss-sums.js";
import { parametersOf, SimdNetwork } from "../wasm/network.js";
import type { OptimizerState } from "./optimizers/entrywise.js";
import { type SimdUpdate, simdUpdateOf } from "./optimizers/simd-rules.js";
import type { AtStep, PassResult } from "./pass.js";
import { type Training, trainStep } from "./train-step.js";

/** A pass over the training data by SIMD, as `pass`; `end` when there are no more. */
export interface SimdPass {
  pass(batches: Iterable<Int32Array>, rateFactor: number, atStep: AtStep): PassResult;
  end(): void;
}

/**
 * Passes in which whole steps are done in one call of the routines: for models of float32 with dense layers, relu and tanh,
 * `softmaxCrossEntropy` or `sigmoidCrossEntropy` of one logit, and SGD, Adam or AdamW; not for rows of different weights,
 * micro-batches or augmented ones. A step that the routines leave to the textbook is done by `trainStep`.
 *
 * @returns undefined where it does not apply, or there is no WebAssembly with SIMD, or no room
 */
export function simdPassOf(training: Training, batchSize: number): SimdPass | undefined {
  const { model, train, loss, optimizer } = training;
  const layers = model.dtype === "float32" ? simdLayersOf(model) : undefined;
  const update = simdUpdateOf(optimizer);
  const isLoss = loss === (model.outputs === 1 ? sigmoidCrossEntropy : softmaxCrossEntropy);
  const isWhole = !training.weights && !training.microBatchSize && !training.augment;
  if (!layers || !update || !isLoss || !isWhole) return undefined;
  const state = training.state as OptimizerState<string>;
  const memories = update.memories.map((memory) => inOrder(state[memory], model.parameters, parametersOf(layers)));
  const { targets } = train;
  const features = model.prepared(train.features);
  const network = SimdNetwork.of({ layers, memories, rule: update.rule, features, targets, batchSize });
  return (
    network && {
      pass: (batches, rateFactor, atStep) => passBy(network, training, update, batches, rateFactor, atStep),
      end: () => network.end(),
    }
  );
}

/** The matrices that go with parameters, in the order of those. */
function inOrder(values: Parameters, parameters: Parameters, order: readonly Parameters[string][]) {
  const nameOf = new Map(Object.entries(parameters).map(([name, w]) => [w, name]));
  return order.map((w) => values[nameOf.get(w) as string]);
}

function passBy(
  network: SimdNetwork,
  training: Training,
  { rateOf }: SimdUpdate,
  batches: Iterable<Int32Array>,
  rateFactor: number,
  atStep: AtStep,
): PassResult {
  const { optimizer, state } = training;
  const steps = state as OptimizerState<string>;
  const builder = new TotalBuilder({});
  let rest = Total.zero;
  let step = 0;
  let learningRate = 0;
  network.load();
  for (const group of groupsOf(batches, network.mostSteps)) {
    for (let first = 0; first < group.length; ) {
      const rates = ratesFrom(steps.step, group.length - first);
      const batches = group.slice(first, first + rates.length);
      let { done, status } = network.run(batches, rates, steps.step + 1);
      if (status === "not finite") {
        // The step that made it so is undone, and left to the textbook: that says what is wrong, and keeps the weights.
        network.load();
        done--;
        if (done > 0) network.run(batches.slice(0, done), rates, steps.step + 1);
      }
      network.save();
      addLosses(done * group[0].length);
      first += done;
      step += done;
      steps.step += done;
      if (done > 0) learningRate = rates[done - 1];
      if (status === "all done") continue;
      step++;
      learningRate = atStep(step, () => optimizer.learningRate(state)) * rateFactor;
      const batch = group[first++];
      rest = rest.merge(atStep(step, () => trainStep(training, batch, rateFactor), batch));
      network.load();
    }
  }
  return { total: builder.finish().merge(rest), learningRate };

  /** The rates of the next steps, up to the first that is none: if it is the next one's, the error is thrown. */
  function ratesFrom(done: number, count: number): number[] {
    const rates: number[] = [];
    try {
      while (rates.length < count) rates.push(rateOf(done + rates.length) * rateFactor);
    } catch (error) {
      if (rates.length > 0) return rates;
      return atStep(step + 1, () => {
        throw error;
      });
    }
    return rates;
  }

  function addLosses(count: number): void {
    for (let start = 0; start < count; start += MOST_LOSSES) {
      const size = Math.min(MOST_LOSSES, count - start);
      builder.addOnes(start, size, network.losses.subarray(start, start + size), network.sumsOf(start, size));
    }
  }
}

/** Batches of one size that follow one another, `most` at the most. */
function* groupsOf(batches: Iterable<Int32Array>, most: number): Generator<Int32Array[]> {
  let group: Int32Array[] = [];
  for (const batch of batches) {
    if (group.length === most || (group.length > 0 && group[0].length !== batch.length)) {
      yield group;
      group = [];
    }
    group.push(batch);
  }
  if (group.length > 0) yield group;
}
