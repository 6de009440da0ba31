import { describe, expect, test } from "vitest";
import * as makers from "../../src/model/index.js";
import type { Layer, LayerSpec } from "../../src/model/layer.js";
import type { Dtype } from "../../src/numerics/dtype.js";
import { asDtype } from "../../src/numerics/dtype.js";
import { remake } from "../../src/numerics/made.js";
import { fromRows, type Matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Case {
  spec: { by: string; with: unknown[] };
  shape: number[];
  outputShape: number[];
  x: number[][];
  parameters: Record<string, number[] | number[][]>;
  direction: number[][];
  output: number[][];
  gradients: Record<string, number[] | number[][]>;
  inputGradient: number[][] | null;
}

const cases = golden<{ cases: Case[] }>("model/shaped-layers").cases.map((one): [string, Case] => [
  `${one.spec.by}(${one.spec.with.map((value) => JSON.stringify(value)).join(", ")}) of ${one.shape.join(" x ")}`,
  one,
]);

/** The layer with PyTorch's parameters in place of its own. */
function layerOf({ spec, shape, parameters }: Case, dtype: Dtype = "float64"): Layer {
  const made = remake("test", spec, makers as never) as LayerSpec;
  const [layer] = made.build(shape, createRandom(0), 1, dtype);
  expect(Object.keys(layer.parameters).sort()).toEqual(Object.keys(parameters).sort());
  for (const [name, values] of Object.entries(parameters)) layer.parameters[name].data.set(values.flat());
  return layer;
}

describe("against PyTorch in float64", () => {
  test.each(cases)("%s", (_name, one) => {
    const layer = layerOf(one);
    expect([layer.inputShape, layer.outputShape]).toEqual([one.shape, one.outputShape]);
    const forward = layer.forward(fromRows(one.x));
    expect(forward.output).toMatchObject({ rows: one.x.length, cols: one.output[0].length });
    expect(forward.output.data).toBeRelativelyClose(one.output.flat(), 1e-14, 1);
    const direction = fromRows(one.direction);
    const gradients = forward.parameterGradients?.(direction) ?? {};
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(one.gradients).sort());
    for (const [name, expected] of Object.entries(one.gradients)) {
      const { rows, cols } = layer.parameters[name];
      expect(gradients[name]).toMatchObject({ rows, cols });
      expect(gradients[name].data, name).toBeRelativelyClose(expected.flat(), 1e-14, 1);
    }
    const ofInput = forward.inputGradient(direction).data;
    expect(ofInput).toBeRelativelyClose(one.inputGradient?.flat() ?? one.x.flat().fill(0), 1e-13, 1);
  });
});

describe("gradients are difference quotients", () => {
  test.each(cases)("%s", (_name, one) => {
    const layer = layerOf(one);
    const x = fromRows(one.x);
    const direction = fromRows(one.direction);
    const along = () => Array.from(layer.forward(x).output.data).reduce((sum, y, i) => sum + y * direction.data[i], 0);
    const forward = layer.forward(x);
    const pairs = Object.entries(forward.parameterGradients?.(direction) ?? {}).map(
      ([name, gradient]): [Matrix, Matrix] => [layer.parameters[name], gradient],
    );
    // Words cannot be moved a little.
    if (one.inputGradient) pairs.push([x, forward.inputGradient(direction)]);
    expect(pairs.length).toBeGreaterThan(0);
    const h = 2 ** -18;
    for (const [{ data }, gradient] of pairs) {
      for (let i = 0; i < data.length; i++) {
        const middle = data[i];
        data[i] = middle + h;
        const after = along();
        data[i] = middle - h;
        const before = along();
        data[i] = middle;
        expect(Math.abs((after - before) / (2 * h) - gradient.data[i]), `entry ${i}`).toBeLessThan(1e-8);
      }
    }
  });
});

describe("in float32 they compute what they do in float64", () => {
  test.each(cases)("%s", (_name, one) => {
    const single = layerOf(one, "float32");
    const double = layerOf(one);
    for (const [name, { data }] of Object.entries(single.parameters)) double.parameters[name].data.set(data);
    const x = asDtype("x", fromRows(one.x), "float32");
    const direction = asDtype("direction", fromRows(one.direction), "float32");
    const [own, exact] = [single.forward(x), double.forward(asDtype("x", x, "float64"))];
    const exactDirection = asDtype("direction", direction, "float64");
    const pairs: [Matrix, Matrix][] = [
      [own.output, exact.output],
      [own.inputGradient(direction), exact.inputGradient(exactDirection)],
    ];
    const exactGradients = exact.parameterGradients?.(exactDirection) ?? {};
    for (const [name, gradient] of Object.entries(own.parameterGradients?.(direction) ?? {})) {
      pairs.push([gradient, exactGradients[name]]);
    }
    for (const [mine, theirs] of pairs) {
      expect(mine.data).toBeInstanceOf(Float32Array);
      expect(mine.data).toBeRelativelyClose(theirs.data, 2 ** -20, Math.max(1, ...Array.from(theirs.data, Math.abs)));
    }
  });
});
