import { describe, expect, test } from "vitest";
import { relu, tanh } from "../../src/model/activation.js";
import { dense } from "../../src/model/dense.js";
import { sequential } from "../../src/model/sequential.js";
import { fromRows } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { features } from "./golden-network.js";

const input = fromRows([[-2, -0, 0, 0.5, 30, Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]]);
const ones = fromRows([[1, 1, 1, 1, 1, 1, 1, 1]]);

describe("relu", () => {
  const { output, inputGradient } = relu().build(8, createRandom(0), 1, "float64")[0].forward(input);

  test("is max(0, x), and does not hide NaN", () => {
    expect(Array.from(output.data)).toEqual([0, 0, 0, 0.5, 30, Number.NaN, 0, Number.POSITIVE_INFINITY]);
  });

  test("its slope is 0 up to 0 and 1 above", () => {
    expect(Array.from(inputGradient(ones).data.subarray(0, 5))).toEqual([0, 0, 0, 1, 1]);
  });
});

describe("tanh", () => {
  const { output, inputGradient } = tanh().build(8, createRandom(0), 1, "float64")[0].forward(input);

  test("is the hyperbolic tangent", () => {
    expect(Array.from(output.data)).toEqual(Array.from(input.data, Math.tanh));
  });

  test("its slope is 1 - tanh^2 = 1 / cosh^2", () => {
    const slopes = inputGradient(ones).data;
    for (const i of [0, 1, 2, 3, 4]) expect(slopes[i]).toBeCloseTo(1 / Math.cosh(input.data[i]) ** 2, 15);
  });
});

describe("an activation as a layer of its own", () => {
  test("is the one that dense has inside, but for the first weights", () => {
    for (const [name, layer] of [
      ["relu", relu()],
      ["tanh", tanh()],
    ] as const) {
      const inside = sequential([dense(3, name), dense(2)], { inputs: 4, seed: 1 });
      const apart = sequential([dense(3), layer, dense(2)], { inputs: 4, seed: 2 });
      expect(Object.keys(apart.parameters)).toEqual(["dense1.weight", "dense1.bias", "dense3.weight", "dense3.bias"]);
      const values = Object.values(inside.parameters);
      for (const [i, w] of Object.values(apart.parameters).entries()) w.data.set(values[i].data);
      expect(apart.logits(features)).toEqual(inside.logits(features));
    }
  });

  test("leaves its input and the gradient as they were", () => {
    const x = fromRows([[-1, 2]]);
    const gradient = fromRows([[5, 7]]);
    expect(relu().build(2, createRandom(0), 1, "float64")[0].forward(x).inputGradient(gradient).data).toEqual(
      Float64Array.of(0, 7),
    );
    expect([...x.data, ...gradient.data]).toEqual([-1, 2, 5, 7]);
  });
});
