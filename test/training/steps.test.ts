import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { Total } from "../../src/loss/total.js";
import { dense } from "../../src/model/dense.js";
import { dropout } from "../../src/model/dropout.js";
import { type Model, sequential } from "../../src/model/sequential.js";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import type { Checkpoint } from "../../src/training/checkpoint.js";
import { earlyStopping } from "../../src/training/early-stopping.js";
import { type FitOptions, fit } from "../../src/training/fit.js";
import { adam } from "../../src/training/optimizers/adam.js";
import type { Step } from "../../src/training/run.js";
import { packState, type RunState, unpackState } from "../../src/training/run-state.js";
import { cosineSchedule } from "../../src/training/schedules/cosine-schedule.js";

function examples(rows: number, seed: number): Dataset {
  const random = createRandom(seed);
  const features = matrix(
    rows,
    3,
    new Float32Array(3 * rows).map(() => random.normal()),
  );
  const targets = Int32Array.from({ length: rows }, (_, row) => (features.data[3 * row] + random.normal() > 0 ? 1 : 0));
  const rowNumbers = Int32Array.from(targets, (_, row) => row);
  return { features, targets, featureNames: ["a", "b", "c"], classNames: ["no", "yes"], rowNumbers };
}
const [train, validation] = [examples(50, 1), examples(20, 2)];

const optimizer = adam(cosineSchedule(0.02, { warmup: 3, steps: 30 }));
const options: FitOptions = { loss: sigmoidCrossEntropy, optimizer, epochs: 4, batchSize: 8, seed: 3, validation };
const models: Record<string, () => Model> = {
  "whole steps by SIMD": () => sequential([dense(6, "relu"), dense(1)], { inputs: 3, seed: 5, dtype: "float32" }),
  "float64 with dropout": () => sequential([dense(6, "tanh"), dropout(0.4), dense(1)], { inputs: 3, seed: 5 }),
};

async function stepsOf(run: { steps(): AsyncIterable<Step> }): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const step of run.steps()) steps.push(step);
  return steps;
}

describe.each(Object.entries(models))("a training of %s, a step at a time", (_, newModel) => {
  test("is the same to the last bit, with the epochs in its history", async () => {
    const [whole, stepwise] = [newModel(), newModel()];
    const history = await fit(whole, train, options).toEnd();
    const run = fit(stepwise, train, options);
    const steps = await stepsOf(run);
    expect(stepwise.parameters).toEqual(whole.parameters);
    expect(JSON.stringify(run.history)).toBe(JSON.stringify(history));
    expect(steps.map(({ epoch, epochs, step, steps }) => [epoch, epochs, step, steps])).toEqual(
      Array.from({ length: 28 }, (_, i) => [1 + Math.floor(i / 7), 4, 1 + (i % 7), 7]),
    );
    for (const { epoch, train, learningRate } of run.history) {
      const own = steps.filter((step) => step.epoch === epoch);
      const total = own.reduce((sum, step) => sum.merge(step.train), Total.zero);
      expect(JSON.stringify(total)).toBe(JSON.stringify(train));
      expect(own.at(-1)?.learningRate).toBe(learningRate);
      expect(own.map((step) => step.train.count)).toEqual([8, 8, 8, 8, 8, 8, 2]);
    }
  });

  test("has the parameters of each step while it is looked at, and ends there by break", async () => {
    const model = newModel();
    let before = structuredClone(model.parameters);
    const run = fit(model, train, options);
    for await (const { epoch, step, learningRate } of run.steps()) {
      if (learningRate > 0) expect(model.parameters).not.toEqual(before);
      before = structuredClone(model.parameters);
      if (epoch === 2 && step === 3) break;
    }
    const kept = structuredClone(model.parameters);
    expect(await run.toEnd()).toHaveLength(1);
    expect(model.parameters).toEqual(kept);
    // The state of a training that is kept after three steps of the second epoch.
    const other = newModel();
    let there: unknown;
    const checkpoint: Checkpoint = {
      everySteps: 3,
      load: async () => undefined,
      async save(_, { epoch, step, parameters }) {
        if (epoch === 1 && step === 3) there = structuredClone(parameters);
      },
    };
    await fit(other, train, { ...options, checkpoint }).toEnd();
    expect(kept).toEqual(there);
  });
});

test("a checkpoint is kept after as many steps as without, and goes on there", async () => {
  const newModel = models["whole steps by SIMD"];
  const kept = async (begin: (run: ReturnType<typeof fit>) => Promise<unknown>) => {
    const states: string[] = [];
    const checkpoint: Checkpoint = {
      everySteps: 3,
      load: async () => undefined,
      save: async (_, state) => void states.push(JSON.stringify(state)),
    };
    await begin(fit(newModel(), train, { ...options, checkpoint }));
    return states;
  };
  const states = await kept((run) => run.toEnd());
  expect(states).toHaveLength(4 * 3);
  expect(await kept(stepsOf)).toEqual(states);
});

test("ends as the stop rule says, with the weights of the best epoch", async () => {
  const stop = earlyStopping({ patience: 1, minDelta: 1 });
  const model = models["whole steps by SIMD"]();
  const run = fit(model, train, { ...options, stop });
  expect((await stepsOf(run)).length).toBe(14);
  expect(sigmoidCrossEntropy(model.logits(validation.features), validation.targets).mean).toBe(
    run.history[0].validation.mean,
  );
});

test("steps may be asked for between two epochs", async () => {
  const run = fit(models["float64 with dropout"](), train, options);
  await run[Symbol.asyncIterator]().next();
  const steps = await stepsOf(run);
  expect(steps.map(({ epoch }) => epoch)).toEqual([2, 3, 4].flatMap((epoch) => Array(7).fill(epoch)));
  expect(run.history).toHaveLength(4);
});

test("a training kept every two steps goes on from the second to be kept every three, counted from the epoch's beginning", async () => {
  const newModel = models["whole steps by SIMD"];
  let second: RunState | undefined;
  const kept: number[] = [];
  const every = (everySteps: number, load: Checkpoint["load"], save: (state: RunState) => void): FitOptions => ({
    ...{ ...options, epochs: 1 },
    checkpoint: { everySteps, load, save: async (_, state) => save(state) },
  });
  const [first, other] = [newModel(), newModel()];
  const begin = every(
    2,
    async () => undefined,
    (state) => {
      second ??= unpackState(structuredClone(packState(state)));
    },
  );
  await fit(first, train, begin).toEnd();
  await fit(
    other,
    train,
    every(
      3,
      async () => second,
      ({ step }) => void kept.push(step),
    ),
  ).toEnd();
  expect(second?.step).toBe(2);
  expect(kept).toEqual([3, 6, 0]);
  expect(other.parameters).toEqual(first.parameters);
});

test("a stream's steps are counted through its parts, and kept at the same ones", async () => {
  const newModel = models["whole steps by SIMD"];
  const parts = Object.assign([examples(20, 1), examples(13, 2), examples(17, 3)], { hash: "three parts" });
  const kept: number[] = [];
  const checkpoint: Checkpoint = {
    everySteps: 3,
    load: async () => undefined,
    save: async (_, { step }) => void kept.push(step),
  };
  const [whole, stepwise] = [newModel(), newModel()];
  const history = await fit(whole, parts, { ...options, epochs: 2 }).toEnd();
  const run = fit(stepwise, parts, { ...options, epochs: 2, checkpoint });
  const steps = await stepsOf(run);
  expect(steps.map(({ step, steps }) => [step, steps])).toEqual(
    Array.from({ length: 14 }, (_, i) => [1 + (i % 7), undefined]),
  );
  expect(kept).toEqual([3, 6, 0, 3, 6, 0]);
  expect(stepwise.parameters).toEqual(whole.parameters);
  expect(JSON.stringify(run.history)).toBe(JSON.stringify(history));
});
