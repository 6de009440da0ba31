import { expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { dense } from "../../src/model/dense.js";
import { sequential } from "../../src/model/sequential.js";
import { fromRows } from "../../src/numerics/matrix.js";
import { adam } from "../../src/training/optimizers/adam.js";
import type { Optimizer } from "../../src/training/optimizers/optimizer.js";
import { sgd } from "../../src/training/optimizers/sgd.js";
import { pass } from "../../src/training/pass.js";
import { rowWeights } from "../../src/training/row-weights.js";
import type { TrainingLoss } from "../../src/training/training-loss.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const torch = golden<{
  features: number[][];
  targets: number[];
  parameters: Record<string, number[] | number[][]>;
  classWeights: number[];
  batches: number[][];
  cases: { name: string; losses: number[] }[];
}>("training/whole-runs");

const optimizers: Record<string, Optimizer> = { plain: adam(0.01), weighted: sgd(0.05, { momentum: 0.9 }) };

test.each(torch.cases)("200 steps on given mini-batches have PyTorch's losses, to 1e-9: $name", ({ name, losses }) => {
  const model = sequential([dense(6, "tanh"), dense(3)], { inputs: 4, seed: 0 });
  for (const [key, values] of Object.entries(torch.parameters)) model.parameters[key].data.set(values.flat());
  const targets = Int32Array.from(torch.targets);
  const train = {
    features: fromRows(torch.features),
    targets,
    featureNames: ["a", "b", "c", "d"],
    classNames: ["x", "y", "z"],
    rowNumbers: targets,
  };
  const means: number[] = [];
  const loss = ((z, y, options) => {
    const total = softmaxCrossEntropy(z, y, options);
    means.push(total.mean);
    return total;
  }) as TrainingLoss;
  const optimizer = optimizers[name];
  const weights = rowWeights(train, name === "weighted" ? torch.classWeights : undefined);
  const training = { model, train, loss, optimizer, state: optimizer.init(model.parameters), weights };
  pass(
    training,
    torch.batches.map((rows) => Int32Array.from(rows)),
    1,
    (_, action) => action(),
  );
  expect(means).toHaveLength(200);
  expect(means).toBeRelativelyClose(losses, 1e-9);
});
