import { describe, expect, test } from "vitest";
import type { ActivationName } from "../../src/model/activation.js";
import { dense } from "../../src/model/dense.js";
import type { Forward } from "../../src/model/layer.js";
import { sequential } from "../../src/model/sequential.js";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { direction, features, goldenModel, network } from "./golden-network.js";
import "../within-ulps.js";

describe("two dense layers against PyTorch in float64", () => {
  test.each(network.cases)("$activation", ({ activation, output, gradients, inputGradient }) => {
    const model = goldenModel(activation);
    const forward = model.forward(features);
    expect(forward.logits).toMatchObject({ kind: "logits", rows: 5, cols: 2 });
    expect(forward.logits.data).toBeRelativelyClose(output.flat(), 1e-14, 1);
    const own = forward.gradients(direction);
    expect(Object.keys(own).sort()).toEqual(Object.keys(model.parameters).sort());
    for (const [name, expected] of Object.entries(gradients)) {
      expect([own[name].rows, own[name].cols]).toEqual([model.parameters[name].rows, model.parameters[name].cols]);
      expect(own[name].data, name).toBeRelativelyClose(expected.flat(), 1e-14, 1);
    }
    const steps: Forward[] = [];
    for (const layer of model.layers) steps.push(layer.forward(steps.at(-1)?.output ?? features));
    const back = steps.reduceRight<Matrix>((gradient, step) => step.inputGradient(gradient), direction);
    expect(back.data).toBeRelativelyClose(inputGradient.flat(), 1e-14, 1);
  });
});

describe("gradients are difference quotients", () => {
  const dot = (output: ArrayLike<number>) =>
    direction.data.reduce((sum: number, d: number, i: number) => sum + d * output[i], 0);

  test.each(["tanh", "relu", "gelu", "linear"] as const)("%s", (activation) => {
    const model = goldenModel(activation);
    const gradients = model.forward(features).gradients(direction);
    const h = 2 ** -20;
    for (const [name, { data }] of Object.entries(model.parameters)) {
      for (let i = 0; i < data.length; i++) {
        const middle = data[i];
        data[i] = middle + h;
        const after = dot(model.logits(features).data);
        data[i] = middle - h;
        const before = dot(model.logits(features).data);
        data[i] = middle;
        expect(Math.abs((after - before) / (2 * h) - gradients[name].data[i]), `${name}, entry ${i}`).toBeLessThan(
          1e-8,
        );
      }
    }
  });
});

describe("the first parameters", () => {
  const variance = (values: ArrayLike<number>) => {
    const all = Array.from(values);
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    return all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length;
  };
  const weights = (units: number, activation?: ActivationName) =>
    dense(units, activation).build([200], createRandom(1), 1, "float64")[0].parameters["dense1.weight"].data;

  test("are He normal before a relu: variance 2 / inputs, some beyond 3 standard deviations", () => {
    const w = weights(100, "relu");
    expect(variance(w) / (2 / 200)).toBeGreaterThan(0.96);
    expect(variance(w) / (2 / 200)).toBeLessThan(1.04);
    const beyond = w.filter((x) => Math.abs(x) > 3 * Math.sqrt(2 / 200)).length / w.length;
    expect(beyond).toBeGreaterThan(0.0015);
    expect(beyond).toBeLessThan(0.004);
  });

  test.each(["tanh", undefined] as const)(
    "are Glorot uniform otherwise (%s): variance 2 / (inputs + units), bounded",
    (activation) => {
      const w = weights(100, activation);
      expect(variance(w) / (2 / 300)).toBeGreaterThan(0.97);
      expect(variance(w) / (2 / 300)).toBeLessThan(1.03);
      const bound = Math.sqrt(6 / 300);
      expect(Math.max(...w)).toBeLessThanOrEqual(bound);
      expect(Math.max(...w)).toBeGreaterThan(0.99 * bound);
      expect(Math.min(...w)).toBeLessThan(-0.99 * bound);
    },
  );

  test("have the shapes and names that the comment gives, and biases of 0", () => {
    const model = sequential([dense(32, "relu"), dense(1)], { inputs: 784, seed: 1 });
    const shapes = Object.entries(model.parameters).map(([name, w]) => [name, w.rows, w.cols]);
    expect(shapes).toEqual([
      ["dense1.weight", 784, 32],
      ["dense1.bias", 1, 32],
      ["dense2.weight", 32, 1],
      ["dense2.bias", 1, 1],
    ]);
    expect(model.parameters["dense1.bias"].data.every((b) => b === 0)).toBe(true);
    expect(model.parameters["dense2.bias"].data.every((b) => b === 0)).toBe(true);
  });
});

describe("edges", () => {
  test("no rows go through, and give gradients of 0", () => {
    const forward = goldenModel("relu").forward(matrix(0, 4));
    expect(forward.logits).toMatchObject({ rows: 0, cols: 2 });
    expect(forward.gradients(matrix(0, 2))["dense1.weight"].data).toEqual(new Float64Array(12));
  });

  test("units that are none, and activations that are none, are refused", () => {
    for (const units of [0, -1, 1.5, Number.NaN]) {
      expect(() => dense(units)).toThrow(`dense: units is ${units}; expected a whole number, 1 or more`);
    }
    expect(() => dense(1, "sigmoid" as ActivationName)).toThrow(
      'dense: activation is "sigmoid"; expected "relu", "tanh" or "gelu": a model gives logits, and the loss does the rest',
    );
    expect(() => dense(1, ["relu"] as never)).toThrow("dense: activation is an Array of 1");
    expect(() => dense(1, "swish" as ActivationName)).toThrow(
      /^dense: activation is "swish"; expected "relu", "tanh" or "gelu"$/,
    );
  });
});
