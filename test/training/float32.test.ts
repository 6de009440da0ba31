import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import type { ActivationName } from "../../src/model/activation.js";
import { dense } from "../../src/model/dense.js";
import { type Model, sequential } from "../../src/model/sequential.js";
import { fromRows, type Matrix, matrix } from "../../src/numerics/matrix.js";
import { fit } from "../../src/training/fit.js";
import { adam } from "../../src/training/optimizers/adam.js";
import { adamw } from "../../src/training/optimizers/adamw.js";
import { sgd } from "../../src/training/optimizers/sgd.js";
import { golden } from "../golden.js";

interface Run {
  losses: number[];
  parameters: Record<string, number[]>;
}
const torch = golden<{
  features: number[][];
  targets: number[];
  parameters: Record<string, number[] | number[][]>;
  cases: { optimizer: string; activation: ActivationName; float32: Run; float64: Run }[];
}>("training/float32");

const single = (m: Matrix) => matrix(m.rows, m.cols, Float32Array.from(m.data));
const data: Dataset = {
  features: single(fromRows(torch.features)),
  targets: Int32Array.from(torch.targets),
  featureNames: ["a", "b", "c", "d", "e"],
  classNames: ["0", "1", "2", "3", "4"],
  rowNumbers: Int32Array.from(torch.targets, (_, i) => i),
};
const optimizers = {
  sgd: sgd(0.2),
  nesterov: sgd(0.1, { momentum: 0.8, nesterov: true }),
  adam: adam(0.01),
  adamw: adamw(0.02, { beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.1 }),
};

function modelOf(activation: ActivationName): Model {
  const model = sequential([dense(19, activation), dense(5)], { inputs: 5, seed: 0, dtype: "float32" });
  for (const [name, values] of Object.entries(torch.parameters)) model.parameters[name].data.set(values.flat());
  return model;
}
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i])), 0);

describe("60 steps in float32 end as near to PyTorch's in float64 as PyTorch's own in float32", () => {
  test.each(torch.cases)("$optimizer, $activation", async ({ optimizer, activation, float32, float64 }) => {
    const model = modelOf(activation);
    const history = await fit(model, data, {
      loss: softmaxCrossEntropy,
      optimizer: optimizers[optimizer as keyof typeof optimizers],
      epochs: 60,
      batchSize: 37,
      seed: 1,
    }).toEnd();
    const losses = history.map(({ train }) => train.mean);
    expect(distance(losses, float64.losses)).toBeLessThan(2 * distance(float32.losses, float64.losses));
    for (const [name, { data: w }] of Object.entries(model.parameters)) {
      const [own, theirs] = [w, float32.parameters[name]].map((x) => distance(x, float64.parameters[name]));
      expect(own, name).toBeLessThan(2 * theirs + 2 ** -23);
    }
  });
});
