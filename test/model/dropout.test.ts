import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { dense, dropout, modelFromJson, modelToJson, sequential } from "../../src/model/index.js";
import type { Dtype } from "../../src/numerics/dtype.js";
import { fromRows, type Matrix, matrix } from "../../src/numerics/matrix.js";
import { createRandom, type Random } from "../../src/numerics/random.js";
import { checkpointFolder, readRecipe, replay } from "../../src/training/files/index.js";
import { adam, fit, fitByLbfgs, sgd } from "../../src/training/index.js";
import { golden } from "../golden.js";
import { base, runFolders, simple, train, validation } from "../training/files/runs.js";
import "../within-ulps.js";

interface Case {
  rate: number;
  x: number[][];
  direction: number[][];
  kept: number[][];
  output: number[][];
  inputGradient: number[][];
}
const { cases } = golden<{ cases: Case[] }>("model/dropout");
const newFolder = runFolders();

const layerOf = (rate: number, cols: number, dtype: Dtype = "float64") =>
  dropout(rate).build([cols], createRandom(0), 2, dtype)[0];
const newModel = (dtype: Dtype = "float64") =>
  sequential([dropout(0.2), dense(6, "relu"), dropout(0.5), dense(4)], { inputs: 3, seed: 4, dtype });

/** Random numbers for which just these entries are kept. */
function keeping(kept: number[], rate: number): Random {
  let drawn = 0;
  return { ...createRandom(0), next: () => (kept[drawn++] ? rate : rate - 2 ** -53) };
}

describe("the layer", () => {
  test.each(cases)("is PyTorch's where it keeps the same, rate $rate", ({ rate, x, direction, kept, ...expected }) => {
    const layer = layerOf(rate, 6);
    const forward = layer.forward(fromRows(x), keeping(kept.flat(), rate));
    expect(forward.output.data).toBeRelativelyClose(expected.output.flat(), 2 ** -52);
    expect(forward.inputGradient(fromRows(direction)).data).toBeRelativelyClose(
      expected.inputGradient.flat(),
      2 ** -52,
    );
  });

  test("gives what it was given, and its gradient, where nothing is drawn", () => {
    const x = fromRows([[1, -2, 3]]);
    const forward = layerOf(0.9, 3).forward(x);
    expect([forward.output, forward.inputGradient(x)]).toEqual([x, x]);
  });

  test.each(["float64", "float32"] as const)("drops as often as it says, and keeps the mean, %s", (dtype) => {
    const data = dtype === "float32" ? new Float32Array(40000) : new Float64Array(40000);
    const x = matrix(10, 4000, data.fill(3));
    const { output } = layerOf(0.3, 4000, dtype).forward(x, createRandom(1));
    expect(output.data.constructor).toBe(data.constructor);
    const dropped = output.data.filter((value) => value === 0).length;
    // Five standard deviations.
    expect(Math.abs(dropped - 12000)).toBeLessThan(5 * Math.sqrt(40000 * 0.3 * 0.7));
    const one = dtype === "float32" ? Math.fround(3 / 0.7) : 3 / 0.7;
    expect(new Set(output.data)).toEqual(new Set([0, one]));
  });

  test("what is dropped is 0, though it was infinite", () => {
    const x = fromRows([[Infinity, -Infinity, 1]]);
    expect([...layerOf(0.5, 3).forward(x, keeping([0, 1, 0], 0.5)).output.data]).toEqual([0, -Infinity, 0]);
  });

  test.each([-0.1, 1, Number.NaN, "0.5", undefined])("refuses the rate %s", (rate) => {
    expect(() => dropout(rate as number)).toThrow(/^dropout: rate is .*; expected a number from 0 to less than 1$/);
  });
});

describe("in a model", () => {
  test("the gradients are difference quotients, of the same numbers kept", () => {
    const model = newModel();
    const direction = fromRows(Array.from({ length: 50 }, (_, i) => [1, -1, Math.sin(i), 0.5]));
    const along = () => {
      const { data } = model.forward(train.features, createRandom(7)).logits;
      return Array.from(data).reduce((sum, z, i) => sum + z * direction.data[i], 0);
    };
    const gradients = model.forward(train.features, createRandom(7)).gradients(direction);
    const h = 2 ** -18;
    for (const [name, { data }] of Object.entries<Matrix>(model.parameters)) {
      for (let i = 0; i < data.length; i++) {
        const middle = data[i];
        data[i] = middle + h;
        const after = along();
        data[i] = middle - h;
        const slope = (after - along()) / (2 * h);
        data[i] = middle;
        expect(Math.abs(slope - gradients[name].data[i]), `${name} ${i}`).toBeLessThan(1e-7);
      }
    }
  });

  test("the architecture comes back from JSON; predictions drop nothing", () => {
    const model = newModel();
    const again = modelFromJson(JSON.parse(JSON.stringify(modelToJson(model))));
    expect(again.layers.map(({ name }) => name)).toEqual(["dropout1", "dense2", "relu2", "dropout3", "dense4"]);
    const without = sequential([dense(6, "relu"), dense(4)], { inputs: 3, seed: 4 });
    expect(again.logits(validation.features)).toEqual(without.logits(validation.features));
    expect(model.summary().rows[1]).toEqual(["dropout1", "3", 0]);
  });

  test("L-BFGS refuses it", () => {
    expect(() => fitByLbfgs(newModel(), train, { loss: softmaxCrossEntropy })).toThrow(
      "fitByLbfgs: model has dropout1; expected one that gives the same for the same weights",
    );
  });
});

describe("a training", () => {
  test("drops other numbers in every step, none in validation", async () => {
    const model = newModel();
    const still = { ...base, optimizer: sgd(1e-300), epochs: 3, batchSize: 50, validation };
    const history = await fit(model, train, still).toEnd();
    expect(new Set(history.map((epoch) => epoch.train.mean)).size).toBe(3);
    const expected = softmaxCrossEntropy(model.logits(validation.features), validation.targets).mean;
    for (const epoch of history) expect(epoch.validation.mean).toBe(expected);
  });

  test("micro-batches drop what their batch would, where there is one such layer", async () => {
    const losses = [50, 4].map(async (microBatchSize) => {
      const model = sequential([dense(6, "relu"), dropout(0.5), dense(4)], { inputs: 3, seed: 4 });
      const [epoch] = await fit(model, train, { ...simple, epochs: 1, batchSize: 50, microBatchSize }).toEnd();
      return epoch.train.sum;
    });
    const [whole, parts] = await Promise.all(losses);
    expect(parts).toBe(whole);
  });

  test.each(["float64", "float32"] as const)(
    "has the same bits again, of another seed others; interrupted, continued and replayed too, %s",
    async (dtype) => {
      const [whole, other] = [newModel(dtype), newModel(dtype)];
      const history = await fit(whole, train, { ...simple, optimizer: adam(0.05) }).toEnd();
      await fit(other, train, { ...simple, batchSize: 50, seed: 2 }).toEnd();
      expect(other.parameters).not.toEqual(whole.parameters);
      const folder = newFolder();
      for (const last of [1, 3, 8]) {
        const model = newModel(dtype);
        const run = fit(model, train, { ...simple, checkpoint: checkpointFolder(folder) });
        for await (const { epoch } of run) if (epoch === last) break;
        if (last === 8) expect([model.parameters, run.history]).toEqual([whole.parameters, history]);
      }
      expect((await replay(await readRecipe(folder), { train })).same).toBe(true);
    },
  );
});
