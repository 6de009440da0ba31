import { describe, expect, test } from "vitest";
import type { ActivationName } from "../../src/model/activation.js";
import { dense } from "../../src/model/dense.js";
import { predict } from "../../src/model/predict.js";
import { type Model, sequential } from "../../src/model/sequential.js";
import type { Dtype } from "../../src/numerics/dtype.js";
import { fromRows, type Matrix, matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import "../within-ulps.js";

const random = createRandom(3);
const normals = (rows: number, cols: number): Matrix =>
  matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => Math.fround(random.normal())),
  );
const single = (m: Matrix) => matrix(m.rows, m.cols, Float32Array.from(m.data));

/** The same network in both types, with the same parameters. */
function twins(inputs: number, activation: ActivationName): [Model, Model] {
  const specs = [dense(19, activation), dense(7, activation), dense(5)];
  const [float32, float64] = (["float32", "float64"] as const).map((dtype) => {
    return sequential(specs, { inputs, seed: 4, dtype });
  });
  for (const [name, { data }] of Object.entries(float32.parameters)) float64.parameters[name].data.set(data);
  return [float32, float64];
}

describe("a model of float32", () => {
  test("has the float64 model's first weights, rounded", () => {
    const make = (dtype?: Dtype) => sequential([dense(9, "relu"), dense(2)], { inputs: 5, seed: 4, dtype });
    const [float32, float64] = [make("float32"), make()];
    expect([float32.dtype, float64.dtype]).toEqual(["float32", "float64"]);
    for (const [name, { data }] of Object.entries(float64.parameters)) {
      expect(float32.parameters[name].data).toEqual(Float32Array.from(data));
    }
  });

  test.each([
    ["relu", 1],
    ["tanh", 6],
    ["relu", 33],
    ["gelu", 9],
  ] as const)("computes what its twin in float64 does: %s, %i inputs", (activation, inputs) => {
    const [float32, float64] = twins(inputs, activation);
    const features = normals(21, inputs);
    const direction = normals(21, 5);
    const own = float32.forward(single(features));
    const exact = float64.forward(features);
    expect(own.logits.data).toBeInstanceOf(Float32Array);
    expect(own.logits.data).toBeRelativelyClose(exact.logits.data, 2 ** -20, 1);
    const gradients = own.gradients(single(direction));
    for (const [name, { data }] of Object.entries(exact.gradients(direction))) {
      expect(gradients[name].data).toBeInstanceOf(Float32Array);
      const largest = Math.max(...data.map(Math.abs));
      expect(gradients[name].data, name).toBeRelativelyClose(data, 2 ** -20, largest);
    }
  });

  test("float64 features are rounded first", () => {
    const [model] = twins(3, "tanh");
    const features = fromRows([[0.1, 0.2, 0.3]]);
    expect(model.logits(features)).toEqual(model.logits(single(features)));
    expect(predict(model, features).data).toEqual(predict(model, single(features)).data);
    expect(() => model.logits(fromRows([[0, 1e39, 0]]))).toThrow(
      "model: features: row 0, column 1 is 1e+39; expected a number of float32",
    );
  });

  test("no rows", () => {
    const [model] = twins(3, "relu");
    const forward = model.forward(matrix(0, 3));
    expect(forward.logits.data).toEqual(new Float32Array(0));
    const gradients = forward.gradients(matrix(0, 5, new Float32Array(0)));
    expect(gradients["dense1.weight"].data).toEqual(new Float32Array(57));
  });

  test("other types are refused", () => {
    expect(() => sequential([dense(1)], { inputs: 1, seed: 1, dtype: "float16" as Dtype })).toThrow(
      'sequential: dtype is "float16"; expected "float32" or "float64"',
    );
  });
});
