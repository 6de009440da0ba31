import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { readCsv } from "../../src/data/files/read-csv.js";
import { split } from "../../src/data/split.js";
import { standardizationOf } from "../../src/data/standardization.js";
import { standardize } from "../../src/data/standardize.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { dense } from "../../src/model/dense.js";
import { loadModel, saveModel } from "../../src/model/files/index.js";
import { modelFromJson, modelToJson } from "../../src/model/model-json.js";
import { predict } from "../../src/model/predict.js";
import { type SequentialOptions, sequential } from "../../src/model/sequential.js";
import { fromRows, matrix } from "../../src/numerics/matrix.js";
import type { ColumnScales } from "../../src/numerics/standardized.js";
import { fit } from "../../src/training/fit.js";
import { adam } from "../../src/training/optimizers/adam.js";
import { fitByLbfgs } from "../../src/training/solvers/fit-by-lbfgs.js";
import { fitByNewton } from "../../src/training/solvers/fit-by-newton.js";
import { golden } from "../golden.js";

const folder = mkdtempSync(join(tmpdir(), "surprisal-standardized-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { train, validation } = split(await readCsv("data/breast-cancer.csv", { target: "diagnosis" }), { seed: 1 });
const standard = standardize(train);
const wide = { inputs: 30, seed: 1 };
type Part = Pick<SequentialOptions, "dtype">;

/** The same twice: of features as they are, and of features that were standardised before. */
const both = (layers: Parameters<typeof sequential>[0], options: Part = {}) => ({
  raw: sequential(layers, { ...wide, ...options, standardization: standard }),
  ready: sequential(layers, { ...wide, ...options }),
});
const applied = (data: Dataset) => standard.apply(data);

describe("a model with a standardization", () => {
  test("gives the outputs and gradients of PyTorch behind scikit-learn's StandardScaler", () => {
    const expected = golden<
      Record<"train" | "test" | "direction" | "output", number[][]> &
        Record<"parameters" | "gradients", Record<string, number[] | number[][]>>
    >("model/standardized");
    const standardization = standardize(fromRows(expected.train));
    const model = sequential([dense(3, "relu"), dense(2)], { inputs: 4, seed: 1, standardization });
    for (const [name, values] of Object.entries(expected.parameters)) model.parameters[name].data.set(values.flat());
    const { logits, gradients } = model.forward(fromRows(expected.test));
    expectNear(logits.data, expected.output.flat());
    for (const [name, { data }] of Object.entries(gradients(fromRows(expected.direction)))) {
      expectNear(data, expected.gradients[name].flat());
    }
  });

  test.each([{}, { dtype: "float32" }] as Part[])(
    "has the bits of one that is given them standardised: %o",
    async (options) => {
      const { raw, ready } = both([dense(8, "relu"), dense(1)], options);
      const training = { loss: sigmoidCrossEntropy, optimizer: adam(1e-2), epochs: 3, seed: 1 };
      const history = await fit(raw, train, { ...training, validation }).toEnd();
      expect(history).toEqual(
        await fit(ready, applied(train), { ...training, validation: applied(validation) }).toEnd(),
      );
      expect(raw.parameters).toEqual(ready.parameters);
      expect(evaluate(raw, validation)).toEqual(evaluate(ready, applied(validation)));
      expect(raw.standardization).toEqual({ mean: standard.mean, scale: standard.scale });
      const single = matrix(2, 30, Float32Array.from(validation.features.data.subarray(0, 60)));
      expect(predict(raw, single)).toEqual(predict(ready, standard.apply(single)));
    },
  );

  test("has them by SIMD too, whose steps take features of any size but losses of middling size", async () => {
    const half = standardizationOf(new Float64Array(30).fill(0.25), new Float64Array(30).fill(2));
    const options = { ...wide, dtype: "float32" } as const;
    const raw = sequential([dense(8, "relu"), dense(1)], { ...options, standardization: half });
    const ready = sequential([dense(8, "relu"), dense(1)], options);
    const training = { loss: sigmoidCrossEntropy, optimizer: adam(1e-2), epochs: 3, seed: 1 };
    await fit(raw, applied(train), training).toEnd();
    await fit(ready, half.apply(applied(train)), training).toEnd();
    expect(raw.parameters).toEqual(ready.parameters);
  });

  test.each([fitByNewton, fitByLbfgs])("so too by %o", (solve) => {
    const { raw, ready } = both([dense(1)]);
    const options = { loss: sigmoidCrossEntropy, l2: 0.01 };
    const { loss, ...ofNewton } = options;
    const given = (solve === fitByNewton ? ofNewton : options) as never;
    expect(solve(raw, train, given)).toEqual(solve(ready, applied(train), given));
    expect(raw.parameters).toEqual(ready.parameters);
  });

  test.each([{}, { dtype: "float32" }] as Part[])(
    "predicts the same of raw features after loading: %o",
    async (options) => {
      const { raw } = both([dense(4, "tanh"), dense(1)], options);
      const path = join(folder, "model.safetensors");
      await saveModel(path, raw);
      const loaded = await loadModel(path);
      expect(predict(loaded, validation.features)).toEqual(predict(raw, validation.features));
      expect(loaded.standardization).toEqual({ mean: standard.mean, scale: standard.scale });
      expect(modelToJson(loaded)).toEqual(modelToJson(raw));
    },
  );

  test("comes through JSON with every bit of its constants", () => {
    const standardization = { mean: [-0, 0.1 + 0.2, -1 / 3], scale: [5e-324, Number.MAX_VALUE, 2 / 3] };
    const model = sequential([dense(1)], { inputs: 3, seed: 1, standardization });
    const again = modelFromJson(JSON.parse(JSON.stringify(modelToJson(model))));
    expect(again.standardization).toEqual(model.standardization);
    expect(again.standardization?.mean[1]).toBe(0.1 + 0.2);
  });

  test("keeps constants of its own", () => {
    const standardization = { mean: Float64Array.of(1, 2), scale: [2, 4] };
    const model = sequential([dense(1)], { inputs: 2, seed: 1, standardization });
    const before = modelToJson(model);
    standardization.mean.fill(7);
    standardization.scale.fill(7);
    expect(model.prepared(fromRows([[5, 10]]))).toEqual(fromRows([[2, 2]]));
    expect(modelToJson(model)).toEqual(before);
  });

  test("without one gives the features back, and says nothing of it", () => {
    const model = sequential([dense(1)], wide);
    expect(model.prepared(train.features)).toBe(train.features);
    expect(JSON.stringify(modelToJson(model))).not.toContain("standardization");
    expect(model).not.toHaveProperty("standardization");
  });

  test.each([
    [{ mean: [1], scale: [1, 1] }, "mean has length 1; expected 2 numbers, one a column of the features"],
    [{ mean: [1, 2] }, "scale is undefined; expected 2 numbers, one a column of the features"],
    [{ mean: [1, Number.NaN], scale: [1, 1] }, "mean: entry 1 is NaN; expected a finite number"],
    [{ mean: [1, 2], scale: [1, 0] }, "scale: entry 1 is 0; expected a finite number above 0"],
    [
      { mean: [1, 2], scale: [1, Number.POSITIVE_INFINITY] },
      "scale: entry 1 is Infinity; expected a finite number above 0",
    ],
    [false, "standardization is false; expected an object"],
  ])("refuses %j", (standardization, message) => {
    const options = { inputs: 2, seed: 1, standardization: standardization as unknown as ColumnScales };
    expect(() => sequential([dense(1)], options)).toThrow(message);
  });
});

function expectNear(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value), `entry ${i}: ${found[i]}, not ${value}`).toBeLessThan(
      1e-13 * (1 + Math.abs(value)),
    );
  });
}
