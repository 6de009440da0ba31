import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { sigmoidCrossEntropy, softmaxCrossEntropy } from "../../src/loss/index.js";
import { dense, type LayerSpec, type Model, relu, sequential, tanh } from "../../src/model/index.js";
import { createRandom, matrix } from "../../src/numerics/index.js";
import {
  adam,
  adamw,
  clipByGlobalNorm,
  cosineSchedule,
  type FitOptions,
  fit,
  type Optimizer,
  rmsprop,
  sgd,
  type TrainingLoss,
} from "../../src/training/index.js";
import { simdPassOf } from "../../src/training/simd-pass.js";

/** The same losses, which the routines of whole steps do not know: every step is then made of its parts. */
const softmaxByParts = ((z, targets, options) => softmaxCrossEntropy(z, targets, options)) as TrainingLoss;
const sigmoidByParts = ((z, targets, options) => sigmoidCrossEntropy(z, targets, options)) as TrainingLoss;

function dataset(rows: number, inputs: number, classes: number, scale = 1): Dataset {
  const random = createRandom(5);
  return {
    features: matrix(
      rows,
      inputs,
      new Float32Array(rows * inputs).map(() => scale * random.normal()),
    ),
    targets: new Int32Array(rows).map(() => random.integer(classes)),
    featureNames: Array.from({ length: inputs }, (_, i) => `feature ${i}`),
    classNames: Array.from({ length: classes }, (_, k) => `class ${k}`),
    rowNumbers: new Int32Array(rows).map((_, i) => i + 1),
  };
}
const modelOf = (layers: readonly LayerSpec[], inputs: number): Model =>
  sequential(layers, { inputs, seed: 3, dtype: "float32" });

/** What came of a training: weights and history, or the error and the weights at it. */
async function outcome(layers: readonly LayerSpec[], train: Dataset, options: FitOptions) {
  const model = modelOf(layers, train.features.cols);
  const run = fit(model, train, options);
  const error = await run.toEnd().then(
    () => undefined,
    (thrown: Error) => thrown.message,
  );
  const history = run.history.map(({ train, learningRate }) => ({ train: train.toJSON(), learningRate }));
  return { error, history, parameters: model.parameters };
}
const common = { optimizer: adam(0.01), epochs: 2, seed: 1 };

function applies(
  layers: readonly LayerSpec[],
  train: Dataset,
  loss: FitOptions["loss"],
  optimizer: Optimizer,
): boolean {
  const model = modelOf(layers, train.features.cols);
  const pass = simdPassOf({ model, train, loss, optimizer, state: optimizer.init(model.parameters) }, 8);
  pass?.end();
  return pass !== undefined;
}

describe("whole steps by SIMD have the bits of steps made of their parts", () => {
  const networks: [string, number, number, LayerSpec[]][] = [
    ["a line", 3, 4, [dense(4)]],
    ["two classes", 5, 2, [dense(7, "tanh"), dense(2)]],
    ["three classes", 4, 3, [dense(6, "relu"), dense(3)]],
    ["one input, one hidden unit", 1, 5, [dense(1, "relu"), dense(5)]],
    ["relu and tanh", 7, 10, [dense(19, "relu"), dense(6, "tanh"), dense(10)]],
    ["activations as layers, of the data too", 5, 33, [tanh(), dense(17), relu(), tanh(), dense(33)]],
    ["two lines in a row", 16, 8, [dense(3), dense(8)]],
    ["many classes", 4, 601, [dense(8, "tanh"), dense(601)]],
  ];
  const optimizers: [string, () => Optimizer][] = [
    ["sgd", () => sgd(0.1)],
    ["momentum", () => sgd(0.05, { momentum: 0.9, nesterov: true })],
    ["adam with a schedule", () => adam(cosineSchedule(0.03, { steps: 9, warmup: 2 }))],
    ["adamw", () => adamw(0.02, { weightDecay: 0.1 })],
  ];
  for (const [name, inputs, classes, layers] of networks) {
    test.each(optimizers)(`${name}, %s`, async (_, optimizer) => {
      const train = dataset(77, inputs, classes);
      expect(applies(layers, train, softmaxCrossEntropy, optimizer())).toBe(true);
      for (const batchSize of [1, 5, 32, 64, 77, 100]) {
        const options = { ...common, optimizer: optimizer(), batchSize };
        const whole = await outcome(layers, train, { ...options, loss: softmaxCrossEntropy });
        expect(whole.error).toBeUndefined();
        expect(whole).toEqual(await outcome(layers, train, { ...options, loss: softmaxByParts }));
      }
    });
  }

  test("also where the textbook has to do a step, and where there are more steps than one call does", async () => {
    // Some logits are far beyond 700, and some rows more than sure.
    const train = dataset(100, 3, 4, 400);
    train.features.data.fill(0.1, 60);
    const options = { ...common, batchSize: 4, optimizer: sgd(1e-4), epochs: 3 };
    const layers = [dense(4)];
    const whole = await outcome(layers, train, { ...options, loss: softmaxCrossEntropy });
    expect(whole.error).toBeUndefined();
    expect(whole).toEqual(await outcome(layers, train, { ...options, loss: softmaxByParts }));
    const long = dataset(9001, 2, 4);
    const steps = { ...common, epochs: 1, batchSize: 3 };
    expect(await outcome(layers, long, { ...steps, loss: softmaxCrossEntropy })).toEqual(
      await outcome(layers, long, { ...steps, loss: softmaxByParts }),
    );
  });

  test("also when a step fails, and says it in the same words", async () => {
    const train = dataset(40, 3, 4);
    const layers = [dense(6, "relu"), dense(4)];
    for (const [rate, message] of [
      [1e38, /^fit: epoch 1, step 2: softmaxCrossEntropy: logits: row 0, column 0 is NaN/],
      [1e39, /^fit: epoch 1, step 1: dense1.weight: row 0, column 0 has become -Infinity/],
    ] as const) {
      const bursting = { ...common, batchSize: 8, optimizer: sgd(rate), epochs: 9 };
      const whole = await outcome(layers, train, { ...bursting, loss: softmaxCrossEntropy });
      expect(whole.error).toMatch(message);
      expect(whole).toEqual(await outcome(layers, train, { ...bursting, loss: softmaxByParts }));
    }
    const rate = (step: number) => (step < 7 ? 0.1 : Number.NaN);
    const broken = { ...common, batchSize: 8, optimizer: adam(rate), epochs: 9 };
    const stopped = await outcome(layers, train, { ...broken, loss: softmaxCrossEntropy });
    expect(stopped.error).toBe(
      "fit: epoch 2, step 3: adam: learningRate of step 7 is NaN; expected a finite number, 0 or more",
    );
    expect(stopped).toEqual(await outcome(layers, train, { ...broken, loss: softmaxByParts }));
  });
});

test("so have those of sigmoid cross-entropy of one logit", async () => {
  const train = dataset(77, 6, 2);
  for (const layers of [[dense(1)], [dense(32, "relu"), dense(1)]]) {
    expect(applies(layers, train, sigmoidCrossEntropy, adam())).toBe(true);
    for (const batchSize of [1, 31, 32, 65, 77]) {
      const options = { ...common, batchSize };
      const whole = await outcome(layers, train, { ...options, loss: sigmoidCrossEntropy });
      expect(whole.error).toBeUndefined();
      expect(whole).toEqual(await outcome(layers, train, { ...options, loss: sigmoidByParts }));
    }
  }
});

test("two trainings at once do not disturb each other", async () => {
  const layers = [dense(9, "tanh"), dense(4)];
  const train = dataset(50, 4, 4);
  const options = { ...common, loss: softmaxCrossEntropy, epochs: 4 };
  const alone = await outcome(layers, train, options);
  const [first, second] = [modelOf(layers, 4), modelOf(layers, 4)];
  const runs = [fit(first, train, options), fit(second, train, { ...options, seed: 2 })];
  const iterators = runs.map((run) => run[Symbol.asyncIterator]());
  for (let epoch = 0; epoch < 5; epoch++) for (const iterator of iterators) await iterator.next();
  expect(first.parameters).toEqual(alone.parameters);
  expect(second.parameters).not.toEqual(alone.parameters);
});

test("what is done to a model between epochs counts", async () => {
  const train = dataset(50, 4, 4);
  const [whole, parts] = await Promise.all(
    [softmaxCrossEntropy, softmaxByParts].map(async (loss) => {
      const model = modelOf([dense(4)], 4);
      for await (const { epoch } of fit(model, train, { ...common, loss, epochs: 3 })) {
        if (epoch === 1) model.parameters["dense1.bias"].data.fill(0.5);
      }
      return model.parameters;
    }),
  );
  expect(whole).toEqual(parts);
});

test("it is only done where the routines know all of it", () => {
  const train = dataset(8, 3, 4);
  const ours: LayerSpec = {
    kind: "ours",
    linear: true,
    build: (...given) =>
      dense(4)
        .build(...given)
        .map((layer) => ({ ...layer, forward: (x) => layer.forward(x) })),
  };
  expect(applies([dense(4)], train, softmaxCrossEntropy, adam())).toBe(true);
  expect(applies([ours], train, softmaxCrossEntropy, adam())).toBe(false);
  expect(applies([dense(2)], train, sigmoidCrossEntropy, adam())).toBe(false);
  expect(applies([dense(4)], train, softmaxByParts, adam())).toBe(false);
  expect(applies([dense(4)], train, softmaxCrossEntropy, rmsprop())).toBe(false);
  expect(applies([dense(4)], train, softmaxCrossEntropy, clipByGlobalNorm(1, adam()))).toBe(false);
  const changed = { ...adam(), update: () => {} };
  expect(applies([dense(4)], train, softmaxCrossEntropy, changed)).toBe(false);
  const other = { ...adam(), init: () => ({ step: 0 }) };
  expect(applies([dense(4)], train, softmaxCrossEntropy, other)).toBe(false);
  const model = sequential([dense(4)], { inputs: 3, seed: 1 });
  const training = { model, train, loss: softmaxCrossEntropy, optimizer: adam(), state: adam().init(model.parameters) };
  expect(simdPassOf(training, 8)).toBeUndefined();
});
