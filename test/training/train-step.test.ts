import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { Total } from "../../src/loss/total.js";
import { adam } from "../../src/training/optimizers/adam.js";
import type { Optimizer } from "../../src/training/optimizers/optimizer.js";
import { sgd } from "../../src/training/optimizers/sgd.js";
import { trainStep } from "../../src/training/train-step.js";
import type { TrainingLoss } from "../../src/training/training-loss.js";
import { torchData, torchModel } from "./torch-run.js";
import "../within-ulps.js";

const batch = Int32Array.of(3, 0, 7, 11);
const step = (loss: TrainingLoss, optimizer: Optimizer = sgd(0.1), model = torchModel()) => {
  const state = optimizer.init(model.parameters);
  const total = trainStep({ model, train: torchData, loss, optimizer, state }, batch);
  return { total, model };
};
/** Weights of classes come with the loss, as a user would bind them. */
const weighted =
  (classWeights: number[]): TrainingLoss =>
  (z, targets, options?: object) =>
    softmaxCrossEntropy(z, targets, { ...options, classWeights, gradient: true });

describe("trainStep", () => {
  test("gives the loss of the batch before the step, and lowers it", () => {
    const { total, model } = step(softmaxCrossEntropy);
    const at = (m = model) => {
      const rows = Array.from(batch, (row) =>
        Array.from(m.logits(torchData.features).data.slice(row * 3, row * 3 + 3)),
      );
      return softmaxCrossEntropy(
        rows,
        batch.map((row) => torchData.targets[row]),
      );
    };
    expect(total.sum).toBeWithinUlps(at(torchModel()).sum, 4);
    expect(total).toMatchObject({ count: 4, weight: 4 });
    expect(at().sum).toBeLessThan(total.sum);
  });

  test("divides by the weight: all class weights doubled change no step", () => {
    const [one, two] = [1, 2].map((w) => step(weighted([w, w, w])).model.parameters);
    for (const [name, { data }] of Object.entries(one)) expect(data).toBeWithinUlps(two[name].data, 4);
  });

  test("a batch without weight leaves the parameters as they are", () => {
    const { total, model } = step(weighted([0, 0, 0]), adam());
    expect(total).toMatchObject({ sum: 0, weight: 0 });
    expect(model.parameters).toEqual(torchModel().parameters);
  });

  test("a loss that is not finite is an error, and nothing has changed", () => {
    const infinite: TrainingLoss = (z, targets) =>
      Object.assign(softmaxCrossEntropy(z, targets, { gradient: true }), { sum: Number.POSITIVE_INFINITY });
    const model = torchModel();
    expect(() => step(infinite, sgd(0.1), model)).toThrow(
      new RangeError("the loss is Infinity; expected a finite number"),
    );
    expect(model.parameters).toEqual(torchModel().parameters);
    expect(Total.zero.sum).toBe(0);
  });

  test("a parameter that is no longer finite is an error with its place, and the parameters are as they were", () => {
    const breaking: Optimizer = {
      name: "breaking",
      init: () => undefined,
      learningRate: () => 0,
      update: (parameters) => {
        parameters["dense1.weight"].data[6] = Number.NaN;
      },
    };
    const model = torchModel();
    expect(() => step(softmaxCrossEntropy, breaking, model)).toThrow(
      new RangeError("dense1.weight: row 1, column 2 has become NaN; expected a finite number"),
    );
    expect(model.parameters).toEqual(torchModel().parameters);
  });
});
