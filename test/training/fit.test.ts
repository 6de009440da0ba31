import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { dense } from "../../src/model/dense.js";
import { type Model, sequential } from "../../src/model/sequential.js";
import { fromRows, matrix } from "../../src/numerics/matrix.js";
import { earlyStopping, type StopRule } from "../../src/training/early-stopping.js";
import { type FitOptions, fit } from "../../src/training/fit.js";
import { adam } from "../../src/training/optimizers/adam.js";
import { clipByGlobalNorm } from "../../src/training/optimizers/clip-by-global-norm.js";
import { sgd } from "../../src/training/optimizers/sgd.js";
import { type PlateauRule, reduceOnPlateau } from "../../src/training/reduce-on-plateau.js";
import type { Epoch } from "../../src/training/run.js";
import { stepSchedule } from "../../src/training/schedules/step-schedule.js";
import type { TrainingLoss } from "../../src/training/training-loss.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const logistic = golden<{
  features: number[][];
  targets: number[];
  weight: number[];
  bias: number;
  mean: number;
  sklearn: { weight: number[]; bias: number };
}>("training/logistic-regression");

function rows(from: number, to: number): Dataset {
  const targets = Int32Array.from(logistic.targets.slice(from, to));
  return {
    features: fromRows(logistic.features.slice(from, to)),
    targets,
    featureNames: ["height", "width"],
    classNames: ["no", "yes"],
    rowNumbers: Int32Array.from(targets, (_, i) => i + 2),
  };
}
const all = rows(0, 40);
const [train, validation] = [rows(0, 25), rows(25, 40)];

const newModel = (): Model => sequential([dense(6, "tanh"), dense(1)], { inputs: 2, seed: 5 });
const options = (more: Partial<FitOptions> = {}): FitOptions => ({
  loss: sigmoidCrossEntropy,
  optimizer: adam(0.05),
  epochs: 4,
  batchSize: 8,
  seed: 1,
  ...more,
});
const parametersOf = (model: Model) => structuredClone(model.parameters);

describe("logistic regression by full batches", () => {
  test("reaches the optimum of SciPy, and scikit-learn's without penalty", async () => {
    const model = sequential([dense(1)], { inputs: 2, seed: 1 });
    const optimizer = sgd(2, { momentum: 0.8 });
    const history = await fit(model, all, options({ optimizer, epochs: 250, batchSize: 40 })).toEnd();
    const { "dense1.weight": weight, "dense1.bias": bias } = model.parameters;
    expect([...weight.data, ...bias.data]).toBeRelativelyClose([...logistic.weight, logistic.bias], 1e-11);
    expect([...weight.data, ...bias.data]).toBeRelativelyClose(
      [...logistic.sklearn.weight, logistic.sklearn.bias],
      1e-6,
    );
    expect(history.at(-1)?.train.mean).toBeRelativelyClose(logistic.mean, 1e-14);
  });
});

describe("a run", () => {
  test("the same seed gives the same bits, another seed others", async () => {
    const train40 = async (seed: number) => {
      const model = newModel();
      const history = await fit(model, all, options({ seed })).toEnd();
      return { parameters: parametersOf(model), means: history.map((epoch) => epoch.train.mean) };
    };
    const first = await train40(1);
    expect(await train40(1)).toEqual(first);
    const other = await train40(2);
    expect(other.parameters["dense1.weight"]).not.toEqual(first.parameters["dense1.weight"]);
    expect(other.means).not.toEqual(first.means);
  });

  test("does nothing until it is iterated", async () => {
    const model = newModel();
    const before = parametersOf(model);
    const run = fit(model, all, options());
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(model.parameters).toEqual(before);
    expect(run.history).toEqual([]);
    await run.toEnd();
    expect(model.parameters).not.toEqual(before);
  });

  test("every epoch has all rows once, in an order of its own, in batches of the size", async () => {
    const seen: number[][] = [];
    const spy = ((z, targets, spied) => {
      seen.push(Array.from(targets));
      return softmaxCrossEntropy(z, targets, spied);
    }) as TrainingLoss;
    const targets = Int32Array.from({ length: 20 }, (_, i) => i);
    const data: Dataset = { ...rows(0, 20), targets, classNames: targets.toString().split(",") };
    const model = sequential([dense(20)], { inputs: 2, seed: 1 });
    const history = await fit(model, data, options({ loss: spy, epochs: 2 })).toEnd();
    expect(seen.map((batch) => batch.length)).toEqual([8, 8, 4, 8, 8, 4]);
    const epochs = [seen.slice(0, 3).flat(), seen.slice(3).flat()];
    for (const order of epochs) expect(order.toSorted((a, b) => a - b)).toEqual(Array.from(targets));
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect(history.map(({ train }) => [train.count, train.weight])).toEqual([
      [20, 20],
      [20, 20],
    ]);
  });

  test("an epoch says its number, the loss of validation data after it, and is in the history", async () => {
    const model = newModel();
    const run = fit(model, train, options({ validation }));
    const epochs: Epoch[] = [];
    for await (const epoch of run) {
      epochs.push(epoch);
      const now = sigmoidCrossEntropy(model.logits(validation.features), validation.targets);
      expect(epoch.validation).toEqual(now);
      expect(run.history).toEqual(epochs);
    }
    expect(epochs.map(({ epoch, epochs }) => [epoch, epochs])).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    expect(epochs.every(({ improved }) => !improved)).toBe(true);
    expect(epochs[3].train.mean).toBeLessThan(epochs[0].train.mean);
  });

  test("without validation data there is the total of nothing", async () => {
    const [epoch] = await fit(newModel(), all, options({ epochs: 1 })).toEnd();
    expect(epoch.validation).toMatchObject({ sum: 0, count: 0 });
  });

  test("break ends it after an epoch: the weights are those of that epoch, and it stays ended", async () => {
    const broken = newModel();
    const run = fit(broken, all, options());
    for await (const { epoch } of run) if (epoch === 2) break;
    const short = newModel();
    await fit(short, all, options({ epochs: 2 })).toEnd();
    expect(broken.parameters).toEqual(short.parameters);
    expect((await run.toEnd()).length).toBe(2);
    expect(broken.parameters).toEqual(short.parameters);
  });

  test("toEnd() goes on where an iteration stands", async () => {
    const run = fit(newModel(), all, options());
    const iterator = run[Symbol.asyncIterator]();
    await iterator.next();
    expect(run.history.length).toBe(1);
    expect((await run.toEnd()).length).toBe(4);
  });

  test("other things happen between two epochs", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    await fit(newModel(), all, options({ epochs: 20 })).toEnd();
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });
});

test("an option that is misspelt is refused before anything is done", () => {
  const misspelt = { ...options(), batch_size: 8 };
  expect(() => fit(newModel(), all, misspelt)).toThrow("fit: there is no option batch_size; expected loss, optimizer,");
});

describe("the learning rate", () => {
  test("of the last step is in the history, by a schedule that counts steps, not epochs", async () => {
    const optimizer = adam((step) => 0.1 / (1 + step));
    const history = await fit(newModel(), all, options({ optimizer, epochs: 3, batchSize: 8 })).toEnd();
    expect(history.map(({ learningRate }) => learningRate)).toEqual([0.1 / 5, 0.1 / 10, 0.1 / 15]);
  });

  test("falls on a plateau of the validation loss: from the next epoch on, whatever the optimizer", async () => {
    const plateau: PlateauRule<{ epoch: number }> = {
      start: () => ({ epoch: 0 }),
      factorAfter: (memory) => (++memory.epoch < 2 ? 1 : 0.25),
    };
    const byPlateau = newModel();
    const reduced = options({ optimizer: clipByGlobalNorm(1, sgd(0.2)), validation, plateau });
    const history = await fit(byPlateau, train, reduced).toEnd();
    expect(history.map(({ learningRate }) => learningRate)).toEqual([0.2, 0.2, 0.05, 0.05]);
    const bySchedule = newModel();
    const optimizer = clipByGlobalNorm(1, sgd(stepSchedule([0.2, 0.05], [2 * 4])));
    await fit(bySchedule, train, options({ optimizer })).toEnd();
    expect(byPlateau.parameters).toEqual(bySchedule.parameters);
  });

  test("with reduceOnPlateau: falls `patience` epochs after the best loss", async () => {
    const plateau = reduceOnPlateau({ patience: 2, factor: 0.5 });
    const optimizer = adam(0.3);
    const history = await fit(newModel(), train, options({ optimizer, epochs: 60, validation, plateau })).toEnd();
    const memory = plateau.start();
    const factors = history.map((epoch) => plateau.factorAfter(memory, epoch.validation.mean));
    expect(history.map(({ learningRate }) => learningRate)).toEqual([1, ...factors.slice(0, -1)].map((f) => 0.3 * f));
    expect(factors.at(-1)).toBeLessThan(0.5);
  });

  test("of a schedule that breaks says the step", async () => {
    const optimizer = sgd((step) => (step < 6 ? 0.1 : Number.NaN));
    await expect(fit(newModel(), all, options({ optimizer })).toEnd()).rejects.toThrow(
      "fit: epoch 2, step 2: sgd: learningRate of step 6 is NaN; expected a finite number, 0 or more",
    );
  });
});

test("a feature beyond float32 is refused for a model of float32", () => {
  const features = matrix(40, 2, Float64Array.from(all.features.data).with(7, -1e39));
  const model = sequential([dense(1)], { inputs: 2, seed: 1, dtype: "float32" });
  expect(() => fit(model, { ...all, features }, options())).toThrow(
    "fit: train: row 3, width is -1e+39; expected a finite number of float32",
  );
  expect(() => fit(newModel(), { ...all, features }, options())).not.toThrow();
});

describe("stopping early", () => {
  /** Calls the epochs in the list improved, and stops after the last of `epochs`. */
  const script = (improved: number[], stopAfter: number): StopRule<{ epoch: number }> => ({
    start: () => ({ epoch: 0 }),
    judge: (memory) => ({ improved: improved.includes(++memory.epoch), stop: memory.epoch >= stopAfter }),
  });
  const weightsAfter = async (epochs: number) => {
    const model = newModel();
    await fit(model, train, options({ epochs, validation })).toEnd();
    return model.parameters;
  };

  test("puts the weights of the best epoch back", async () => {
    const model = newModel();
    const history = await fit(model, train, options({ validation, epochs: 9, stop: script([1, 2], 5) })).toEnd();
    expect(history.map(({ improved }) => improved)).toEqual([true, true, false, false, false]);
    expect(model.parameters).toEqual(await weightsAfter(2));
  });

  test("also when the epochs run out, and when the caller breaks", async () => {
    const ended = newModel();
    await fit(ended, train, options({ validation, epochs: 4, stop: script([3], 99) })).toEnd();
    expect(ended.parameters).toEqual(await weightsAfter(3));
    const broken = newModel();
    const run = fit(broken, train, options({ validation, epochs: 9, stop: script([1], 99) }));
    for await (const { epoch } of run) if (epoch === 3) break;
    expect(broken.parameters).toEqual(await weightsAfter(1));
  });

  test("also when a step fails", async () => {
    const model = newModel();
    let calls = 0;
    const failing = ((z, targets, given) => {
      if (++calls > 10) throw new Error("no more");
      return sigmoidCrossEntropy(z, targets, given);
    }) as TrainingLoss;
    const run = fit(model, train, options({ loss: failing, validation, epochs: 9, stop: script([1], 99) }));
    await expect(run.toEnd()).rejects.toThrow("fit: epoch 3, step 1: no more");
    expect(model.parameters).toEqual(await weightsAfter(1));
  });

  test("with earlyStopping: the best validation loss is the model's, patience epochs later", async () => {
    const model = newModel();
    const stop = earlyStopping({ patience: 5 });
    const history = await fit(model, train, options({ optimizer: adam(0.3), epochs: 200, validation, stop })).toEnd();
    const means = history.map((epoch) => epoch.validation.mean);
    const best = means.indexOf(Math.min(...means));
    expect(history.length).toBe(best + 6);
    expect(history.length).toBeLessThan(200);
    expect(sigmoidCrossEntropy(model.logits(validation.features), validation.targets).mean).toBe(means[best]);
    expect(means.at(-1)).toBeGreaterThan(means[best]);
  });
});

describe("bad input", () => {
  test("a run that fails keeps the weights before the step, and names the rows", async () => {
    for (const dtype of ["float64", "float32"] as const) {
      for (const loss of [sigmoidCrossEntropy, ((...given) => sigmoidCrossEntropy(...given)) as TrainingLoss]) {
        const model = sequential([dense(3, "relu"), dense(1)], { inputs: 2, seed: 5, dtype });
        const short = sequential([dense(3, "relu"), dense(1)], { inputs: 2, seed: 5, dtype });
        const huge = dtype === "float64" ? 1e308 : 1e39;
        const rate = (step: number) => (step < 7 ? 0.1 : step === 7 ? huge : 0);
        await expect(fit(model, all, options({ loss, optimizer: sgd(rate) })).toEnd()).rejects.toThrow(
          /^fit: epoch 2, step \d: .*(has become|is) .*; expected a (finite )?number.*; the batch is of 8 rows: (\d+, ){7}\d+$/,
        );
        for (const { data } of Object.values(model.parameters)) expect(data.every(Number.isFinite)).toBe(true);
        if (dtype === "float64") continue;
        await fit(short, all, options({ loss, optimizer: sgd((step) => (step < 7 ? 0.1 : 0)), epochs: 2 })).toEnd();
        expect(model.parameters).toEqual(short.parameters);
      }
    }
  });

  test("a loss that is infinite names its rows in the data", async () => {
    const loss = ((z, targets, given) =>
      given
        ? Object.assign(sigmoidCrossEntropy(z, targets, given), { sum: Number.POSITIVE_INFINITY, infiniteRows: [1] })
        : sigmoidCrossEntropy(z, targets)) as TrainingLoss;
    const model = newModel();
    await expect(fit(model, all, options({ loss, batchSize: 2 })).toEnd()).rejects.toThrow(
      /the loss is Infinity; expected a finite number, not so at rows (\d+); the batch is of 2 rows: \d+, \1$/,
    );
    expect(model.parameters).toEqual(newModel().parameters);
  });

  test("a batch larger than the data is all of it", async () => {
    const [one, other] = [newModel(), newModel()];
    await fit(one, all, options({ batchSize: 40 })).toEnd();
    await fit(other, all, options({ batchSize: 1e9 })).toEnd();
    expect(other.parameters).toEqual(one.parameters);
  });

  test("data of one class only is refused", () => {
    const of = { ...all, targets: new Int32Array(40).fill(1) };
    expect(() => fit(newModel(), of, options())).toThrow(
      "fit: train has rows of one class only, yes; expected of two or more",
    );
  });

  test("nothing is trained where a feature is no number", () => {
    const model = newModel();
    const features = matrix(40, 2, Float64Array.from(all.features.data).with(7, Number.NaN));
    expect(() => fit(model, { ...all, features }, options())).toThrow("fit: train: row 3, width is NaN; expected");
    expect(model.parameters).toEqual(newModel().parameters);
  });
});

describe("errors", () => {
  test("a run that diverges says the epoch and the step", async () => {
    const run = fit(newModel(), all, options({ optimizer: sgd(1e308) }));
    await expect(run.toEnd()).rejects.toThrow(/^fit: epoch 1, step \d: .*(has become|is) -?(Infinity|NaN); expected a/);
  });

  test("the original error is the cause", async () => {
    const cause = new TypeError("mine");
    const loss = (() => {
      throw cause;
    }) as TrainingLoss;
    await expect(fit(newModel(), all, options({ loss })).toEnd()).rejects.toMatchObject({
      message: expect.stringMatching(/^fit: epoch 1, step 1: mine; the batch is of 8 rows: (\d+, ){7}\d+$/),
      cause,
    });
  });

  test("an error of the validation loss says so", async () => {
    const loss = ((z, targets, given) => {
      if (!given) throw new Error("mine");
      return sigmoidCrossEntropy(z, targets, given);
    }) as TrainingLoss;
    const run = fit(newModel(), train, options({ loss, validation }));
    await expect(run.toEnd()).rejects.toThrow("fit: epoch 1, validation: mine");
  });

  test.each<[string, Dataset, Partial<FitOptions>, string]>([
    ["no epochs", all, { epochs: 0 }, "fit: epochs is 0; expected a whole number, 1 or more"],
    ["half a batch", all, { batchSize: 0.5 }, "fit: batchSize is 0.5; expected a whole number, 1 or more"],
    [
      "plateau without validation",
      all,
      { plateau: reduceOnPlateau({ patience: 1 }) },
      "fit: plateau is given but validation is not",
    ],
    [
      "no plateau rule",
      all,
      { plateau: {} as PlateauRule, validation },
      "fit: plateau is an object; expected a rule, such as reduceOnPlateau",
    ],
    [
      "stop without validation",
      all,
      { stop: earlyStopping({ patience: 1 }) },
      "fit: stop is given but validation is not",
    ],
    ["no rows", rows(0, 0), {}, "fit: train has no rows; expected one or more"],
    ["no validation rows", all, { validation: rows(0, 0) }, "fit: validation has no rows; expected one or more"],
    [
      "other columns",
      { ...all, features: matrix(40, 3) },
      {},
      "fit: train has 3 features; expected 2, as the model has",
    ],
    [
      "a feature that is NaN",
      all,
      {
        validation: {
          ...rows(0, 2),
          features: fromRows([
            [1, 2],
            [3, Number.NaN],
          ]),
        },
      },
      "fit: validation: row 1, width is NaN; expected a finite number",
    ],
    [
      "a target that is no class, by its row in the data",
      { ...all, targets: all.targets.with(33, 2) },
      {},
      "fit: train: targets: row 33 is 2; expected a class index, a whole number from 0 to 1",
    ],
  ])("%s", (_name, data, more, message) => {
    expect(() => fit(newModel(), data, options(more))).toThrow(message);
  });
});
