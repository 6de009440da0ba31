import { describe, expect, test } from "vitest";
import { dense } from "../../src/model/dense.js";
import { firstWeights, type Initializer } from "../../src/model/initializer.js";
import { modelFromJson, modelToJson } from "../../src/model/model-json.js";
import { sequential } from "../../src/model/sequential.js";
import type { Matrix } from "../../src/numerics/matrix.js";
import { multiply, multiplyTransposedLeft } from "../../src/numerics/multiply.js";
import { createRandom } from "../../src/numerics/random.js";
import "../within-ulps.js";

const draw = (name: Initializer, rows: number, cols: number, fans?: { inputs: number; outputs: number }): Matrix =>
  firstWeights(name, rows, cols, createRandom(1), "float64", fans);
const transposed = ({ rows, cols, data }: Matrix): Matrix => ({
  rows: cols,
  cols: rows,
  data: Float64Array.from(data, (_, i) => data[(i % rows) * cols + Math.floor(i / rows)]),
});
const meanSquare = ({ data }: Matrix) => Array.from(data).reduce((sum, x) => sum + x * x, 0) / data.length;

describe("variances, by inputs and outputs", () => {
  test.each([
    ["glorotUniform", 2 / 300, 3],
    ["glorotNormal", 2 / 300, undefined],
    ["heUniform", 2 / 200, 3],
    ["heNormal", 2 / 200, undefined],
  ] as const)("%s", (name, variance, uniform) => {
    const w = draw(name, 200, 100);
    expect(meanSquare(w) / variance).toBeGreaterThan(0.96);
    expect(meanSquare(w) / variance).toBeLessThan(1.04);
    const largest = Math.max(...Array.from(w.data, Math.abs)) / Math.sqrt(variance);
    if (uniform) expect(largest ** 2).toBeCloseTo(uniform, 2);
    else expect(largest).toBeGreaterThan(3.2); // of 20,000 normal numbers; Keras has none beyond 2.3
  });

  test("those of a convolution are not its rows and columns", () => {
    const fans = { inputs: 200, outputs: 1800 };
    expect(meanSquare(draw("glorotNormal", 200, 100, fans)) / (2 / 2000)).toBeCloseTo(1, 1);
  });
});

describe("orthogonal", () => {
  test.each([
    [7, 4],
    [4, 7],
    [5, 5],
    [60, 60],
    [1, 3],
  ])("%i x %i: the shorter side's vectors are of length 1 and at right angles", (rows, cols) => {
    const w = draw("orthogonal", rows, cols);
    const tall = rows >= cols ? w : transposed(w);
    const size = Math.min(rows, cols);
    const identity = Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
    expect(multiplyTransposedLeft(tall, tall).data).toBeRelativelyClose(identity, 1e-15, 1);
  });

  test("is the Q of the QR decomposition of normal numbers, R's diagonal above 0: so every rotation is equally likely", () => {
    const q = draw("orthogonal", 6, 3);
    const random = createRandom(1);
    const columns = transposed({ rows: 3, cols: 6, data: Float64Array.from({ length: 18 }, () => random.normal()) });
    const r = multiply(transposed(q), columns);
    expect([r.data[0], r.data[4], r.data[8]].every((x) => x > 0.1)).toBe(true);
    expect([r.data[3], r.data[6], r.data[7]]).toBeRelativelyClose([0, 0, 0], 1e-15, 1);
    expect(multiply(q, r).data).toBeRelativelyClose(columns.data, 1e-15, 1);
  });
});

describe("of a dense layer", () => {
  const weights = (initializer?: Initializer, activation?: "relu") =>
    sequential([dense(3, activation, { initializer }), dense(1)], { inputs: 4, seed: 1 }).parameters["dense1.weight"];

  test("by name; the defaults have names too", () => {
    expect(weights()).toEqual(weights("glorotUniform"));
    expect(weights(undefined, "relu")).toEqual(weights("heNormal", "relu"));
    expect(weights("heUniform")).not.toEqual(weights());
    expect(weights("zeros").data).toEqual(new Float64Array(12));
  });

  test("is part of the architecture, without an activation too", () => {
    const model = sequential([dense(2, undefined, { initializer: "orthogonal" })], { inputs: 3, seed: 5 });
    const json = JSON.parse(JSON.stringify(modelToJson(model)));
    expect(json.with[0]).toEqual([{ by: "dense", with: [2, null, { initializer: "orthogonal" }] }]);
    expect(modelToJson(model)).toEqual(json);
    expect(modelFromJson(json).parameters).toEqual(model.parameters);
  });

  test("names that are none are refused", () => {
    for (const name of ["he", "toString", 1, ["zeros"]]) {
      expect(() => dense(1, undefined, { initializer: name as Initializer })).toThrow(
        /^dense: initializer is .*; expected one of glorotUniform, glorotNormal, heUniform, heNormal, orthogonal, zeros$/,
      );
    }
    expect(() => dense(1, undefined, { init: "zeros" } as never)).toThrow("dense: there is no option init");
  });
});
