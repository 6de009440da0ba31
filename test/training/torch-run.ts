import { expect } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { dense } from "../../src/model/dense.js";
import { type Model, sequential } from "../../src/model/sequential.js";
import { fromRows } from "../../src/numerics/matrix.js";
import { fit } from "../../src/training/fit.js";
import type { Optimizer } from "../../src/training/optimizers/optimizer.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Trajectories {
  features: number[][];
  targets: number[];
  parameters: Record<string, number[] | number[][]>;
  cases: { optimizer: string; losses: number[]; parameters: Record<string, Record<string, number[]>> }[];
}
const torch = golden<Trajectories>("training/optimizers");

export const torchData: Dataset = {
  features: fromRows(torch.features),
  targets: Int32Array.from(torch.targets),
  featureNames: ["x", "y", "z"],
  classNames: ["a", "b", "c"],
  rowNumbers: Int32Array.from(torch.targets, (_, i) => i),
};

/** The network of the fixture, with its first parameters. */
export function torchModel(): Model {
  const model = sequential([dense(4, "tanh"), dense(3)], { inputs: 3, seed: 0 });
  for (const [name, values] of Object.entries(torch.parameters)) model.parameters[name].data.set(values.flat());
  return model;
}

/** Trains for 100 full-batch steps, and expects PyTorch's loss at every step and its weights at some, to 1e-12. */
export async function expectTorchRun(name: string, optimizer: Optimizer): Promise<void> {
  const expected = torch.cases.find((c) => c.optimizer === name);
  if (!expected) throw new Error(`the fixture has no run of ${name}`);
  const model = torchModel();
  const run = fit(model, torchData, { loss: softmaxCrossEntropy, optimizer, epochs: 100, batchSize: 12, seed: 1 });
  let compared = 0;
  for await (const { epoch, train } of run) {
    expect(train.mean, `loss of step ${epoch}`).toBeRelativelyClose(expected.losses[epoch - 1], 1e-12);
    for (const [key, values] of Object.entries(expected.parameters[epoch] ?? {})) {
      expect(model.parameters[key].data, `${key} after step ${epoch}`).toBeRelativelyClose(values, 1e-12, 1);
      compared++;
    }
  }
  expect(compared).toBe(16);
}
