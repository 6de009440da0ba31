import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { takeExamples } from "../../src/data/take-examples.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { dense } from "../../src/model/dense.js";
import { sequential } from "../../src/model/sequential.js";
import { type FitOptions, fit } from "../../src/training/fit.js";
import { adam } from "../../src/training/optimizers/adam.js";
import { fitByLbfgs } from "../../src/training/solvers/fit-by-lbfgs.js";
import { fitByNewton } from "../../src/training/solvers/fit-by-newton.js";
import { torchData, torchModel } from "./torch-run.js";
import "../within-ulps.js";

const rows = torchData.targets.length;
const weights = Float64Array.from({ length: rows }, (_, i) => i % 4);
const weighted: Dataset = { ...torchData, weights };
/** Every row as often as it weighs. */
const repeated = takeExamples(
  torchData,
  Array.from(weights).flatMap((weight, row) => Array(weight).fill(row)),
);
const classWeights = [0.5, 3, 1.25];
const byClass: Dataset = { ...torchData, weights: Float64Array.from(torchData.targets, (k) => classWeights[k]) };

async function trained(train: Dataset, more: Partial<FitOptions> = {}) {
  const model = torchModel();
  const given = { loss: softmaxCrossEntropy, optimizer: adam(0.05), epochs: 5, batchSize: 99, seed: 1, ...more };
  const history = await fit(model, train, given).toEnd();
  return { history, values: Object.values(model.parameters).flatMap(({ data }) => Array.from(data)) };
}

describe("weights of examples and classes", () => {
  test("an example of weight 3 is one that is there three times, of weight 0 one that is not", async () => {
    const [by, as] = [
      await trained(weighted, { validation: weighted }),
      await trained(repeated, { validation: repeated }),
    ];
    expect(by.values).toBeRelativelyClose(as.values, 1e-11, 1);
    for (const [i, { train, validation }] of by.history.entries()) {
      expect(train.weight).toBe(repeated.targets.length);
      expect(train.mean).toBeRelativelyClose(as.history[i].train.mean, 1e-12);
      expect(validation.weight).toBe(repeated.targets.length);
      expect(validation.mean).toBeRelativelyClose(as.history[i].validation.mean, 1e-12);
    }
  });

  test("the weight of a class is that of its examples, in training and validation, to the last bit", async () => {
    const given = { validation: byClass, batchSize: 5 };
    expect(await trained(torchData, { batchSize: 5, validation: torchData, classWeights })).toEqual(
      await trained(byClass, given),
    );
    const doubled = { ...torchData, weights: Float64Array.from(torchData.targets, () => 2) };
    const { history } = await trained(doubled, { classWeights, epochs: 1 });
    expect(history[0].train.weight).toBe(2 * torchData.targets.reduce((sum, k) => sum + classWeights[k], 0));
  });

  test("a network of float32 heeds them too: not by whole steps of SIMD, which know none", async () => {
    const model = () => sequential([dense(4, "relu"), dense(1)], { inputs: 3, seed: 1, dtype: "float32" });
    const two = (data: Dataset): Dataset => ({
      ...data,
      targets: data.targets.map((k) => Math.min(k, 1)),
      classNames: ["a", "b"],
    });
    const given = { loss: sigmoidCrossEntropy, optimizer: adam(0.05), epochs: 5, batchSize: 99, seed: 1 };
    const [by, as] = [model(), model()];
    await fit(by, two(weighted), given).toEnd();
    await fit(as, two(repeated), given).toEnd();
    for (const name in by.parameters) {
      expect(by.parameters[name].data).toBeRelativelyClose(as.parameters[name].data, 1e-4, 1);
    }
  });

  test("solvers on the whole batch heed weights of examples", () => {
    const line = () => sequential([dense(3)], { inputs: 3, seed: 1 });
    for (const solve of [
      (data: Dataset) => {
        const model = line();
        fitByNewton(model, data, { l2: 0.1 });
        return model;
      },
      (data: Dataset) => {
        const model = line();
        fitByLbfgs(model, data, { loss: softmaxCrossEntropy, l2: 0.1 });
        return model;
      },
    ]) {
      const [by, as] = [solve(weighted), solve(repeated)];
      expect(by.parameters["dense1.weight"].data).toBeRelativelyClose(as.parameters["dense1.weight"].data, 1e-6, 1);
    }
  });

  test("examples that are taken keep their weights", () => {
    expect(takeExamples(weighted, [3, 3, 0]).weights).toEqual(Float64Array.of(3, 3, 0));
    expect(takeExamples(torchData, [0])).not.toHaveProperty("weights");
  });

  test.each<[string, Dataset, Partial<FitOptions>, string]>([
    [
      "too few",
      { ...torchData, weights: weights.slice(1) },
      {},
      "fit: train: weights has length 11; expected 12 weights",
    ],
    [
      "NaN",
      { ...torchData, weights: weights.with(2, Number.NaN) },
      {},
      "fit: train: weights: entry 2 is NaN; expected",
    ],
    ["below 0", torchData, { classWeights: [1, -1, 1] }, "fit: classWeights: entry 1 is -1; expected"],
    ["not one a class", torchData, { classWeights: [1, 1] }, "fit: classWeights has length 2; expected 3 weights"],
    ["none above 0", { ...torchData, weights: new Float64Array(12) }, {}, "fit: train: all rows weigh 0; expected"],
    [
      "a product beyond numbers",
      { ...torchData, weights: weights.map((w) => 1e300 * w) },
      { classWeights: [1e300, 1e300, 1e300] },
      "is Infinity; expected a finite product",
    ],
    [
      "of validation",
      torchData,
      { validation: { ...torchData, weights: new Float64Array(12) } },
      "fit: validation: all rows weigh 0",
    ],
  ])("refused: %s", async (_name, train, more, message) => {
    await expect(trained(train, more)).rejects.toThrow(message);
  });
});

describe("micro-batches", () => {
  const spread = { ...torchData, weights: weights.map((weight) => 0.1 + weight / 3) };

  test.each([1, 2, 5, 11])(
    "of %i rows: totals to the last bit, gradients but for the order of a sum",
    async (microBatchSize) => {
      const whole = await trained(spread, { batchSize: 12, epochs: 4 });
      const parts = await trained(spread, { batchSize: 12, epochs: 4, microBatchSize });
      expect(parts.history[0].train.toJSON()).toEqual(whole.history[0].train.toJSON());
      expect(parts.values).toBeRelativelyClose(whole.values, 1e-13, 1);
    },
  );

  test("as large as the batch they change no bit", async () => {
    expect(await trained(spread, { batchSize: 5, microBatchSize: 5 })).toEqual(await trained(spread, { batchSize: 5 }));
  });
});
