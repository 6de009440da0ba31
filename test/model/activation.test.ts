import { describe, expect, test } from "vitest";
import { gelu, relu, tanh } from "../../src/model/activation.js";
import { dense } from "../../src/model/dense.js";
import { sequential } from "../../src/model/sequential.js";
import { fromRows } from "../../src/numerics/matrix.js";
import { normalCdf } from "../../src/numerics/normal-cdf.js";
import { createRandom } from "../../src/numerics/random.js";
import { features } from "./golden-network.js";

const input = fromRows([[-2, -0, 0, 0.5, 30, Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]]);
const ones = fromRows([[1, 1, 1, 1, 1, 1, 1, 1]]);

describe("relu", () => {
  const { output, inputGradient } = relu().build([8], createRandom(0), 1, "float64")[0].forward(input);

  test("is max(0, x), and does not hide NaN", () => {
    expect(Array.from(output.data)).toEqual([0, 0, 0, 0.5, 30, Number.NaN, 0, Number.POSITIVE_INFINITY]);
  });

  test("its slope is 0 up to 0 and 1 above", () => {
    expect(Array.from(inputGradient(ones).data.subarray(0, 5))).toEqual([0, 0, 0, 1, 1]);
  });
});

describe("tanh", () => {
  const { output, inputGradient } = tanh().build([8], createRandom(0), 1, "float64")[0].forward(input);

  test("is the hyperbolic tangent", () => {
    expect(Array.from(output.data)).toEqual(Array.from(input.data, Math.tanh));
  });

  test("its slope is 1 - tanh^2 = 1 / cosh^2", () => {
    const slopes = inputGradient(ones).data;
    for (const i of [0, 1, 2, 3, 4]) expect(slopes[i]).toBeCloseTo(1 / Math.cosh(input.data[i]) ** 2, 15);
  });
});

describe("gelu", () => {
  const { output, inputGradient } = gelu().build([8], createRandom(0), 1, "float64")[0].forward(input);

  test("is x Phi(x); at infinity its limits, and NaN stays NaN", () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    expect(Array.from(output.data.subarray(0, 5))).toEqual([-2 * normalCdf(-2), -0, 0, 0.5 * normalCdf(0.5), 30]);
    expect(Array.from(output.data.subarray(5))).toEqual([nan, 0, infinity]);
  });

  test("its slope is 1/2 at 0, 0 and 1 at infinity", () => {
    const slopes = inputGradient(ones).data;
    expect(slopes[0]).toBeCloseTo(-0.0852318, 6); // Phi(-2) - 2 phi(-2), of tables
    expect([slopes[2], slopes[6], slopes[7]].map((x) => x + 0)).toEqual([0.5, 0, 1]);
  });
});

describe("an activation as a layer of its own", () => {
  test("is the one that dense has inside, but for the first weights", () => {
    for (const [name, layer] of [
      ["relu", relu()],
      ["tanh", tanh()],
      ["gelu", gelu()],
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
    expect(relu().build([2], createRandom(0), 1, "float64")[0].forward(x).inputGradient(gradient).data).toEqual(
      Float64Array.of(0, 7),
    );
    expect([...x.data, ...gradient.data]).toEqual([-1, 2, 5, 7]);
  });
});
