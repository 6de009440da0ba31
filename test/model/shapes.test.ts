import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import * as m from "../../src/model/index.js";
import type { LayerSpec } from "../../src/model/layer.js";
import { fromRows, type Matrix, matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { fit } from "../../src/training/fit.js";
import { adam } from "../../src/training/optimizers/adam.js";
import "../within-ulps.js";

const pictures = () => [
  m.conv2d(2, 3, { padding: "same", initializer: "heNormal" }),
  m.relu(),
  m.maxPool2d(2),
  m.conv2d(3, 2),
  m.layerNorm(),
  m.gelu(),
  m.averagePool2d(2, { stride: 1, padding: "same" }),
  m.flatten(),
  m.dense(3),
];

describe("layers after one another", () => {
  test("each knows the shape of its input and of its output", () => {
    const model = m.sequential(pictures(), { inputs: [6, 8, 2], seed: 1 });
    expect(model.inputs).toBe(96);
    expect(model.layers.map(({ name, outputShape }) => `${name}: ${outputShape.join(" x ")}`)).toEqual([
      "conv2d1: 6 x 8 x 2",
      "relu2: 6 x 8 x 2",
      "maxPool2d3: 3 x 4 x 2",
      "conv2d4: 2 x 3 x 3",
      "layerNorm5: 2 x 3 x 3",
      "gelu6: 2 x 3 x 3",
      "averagePool2d7: 2 x 3 x 3",
      "flatten8: 18",
      "dense9: 3",
    ]);
    for (const [i, { inputShape }] of model.layers.entries()) {
      expect(inputShape).toEqual(i === 0 ? [6, 8, 2] : model.layers[i - 1].outputShape);
    }
    expect(model.parameters["conv2d4.weight"]).toMatchObject({ rows: 8, cols: 3 });
  });

  test.each(["float64", "float32"] as const)("the architecture comes back from JSON, %s", (dtype) => {
    const states = [m.gru(3, { returnSequences: true, initializer: "heNormal" }), m.gru(2), m.dense(1)];
    const words = [m.embedding(5, 4), m.conv1d(3, 2, { stride: 2 }), m.tanh(), m.globalAveragePool(), m.dense(2)];
    for (const [specs, inputs] of [
      [pictures(), [6, 8, 2]],
      [words, 7],
      [words, [7]],
      [states, [5, 2]],
    ] as const) {
      const model = m.sequential(specs, { inputs, seed: 3, dtype });
      const again = m.modelFromJson(JSON.parse(JSON.stringify(m.modelToJson(model))));
      expect(again.parameters).toEqual(model.parameters);
      expect(again.layers.map(({ outputShape }) => outputShape)).toEqual(model.layers.map((l) => l.outputShape));
    }
  });

  test("a small model learns where the bar is, in a picture of noise", async () => {
    const random = createRandom(2);
    const rows = Array.from({ length: 60 }, (_, i) => {
      const row = Array.from({ length: 36 }, () => 0.3 * random.normal());
      const line = random.integer(6);
      for (let k = 0; k < 6; k++) row[i % 2 === 0 ? line * 6 + k : k * 6 + line] += 1;
      return row;
    });
    const layers = [m.conv2d(4, 3, { initializer: "heNormal" }), m.relu(), m.maxPool2d(4), m.flatten(), m.dense(2)];
    const model = m.sequential(layers, { inputs: [6, 6, 1], seed: 1, dtype: "float32" });
    const train = {
      features: fromRows(rows),
      targets: Int32Array.from(rows, (_, i) => i % 2),
      featureNames: rows[0].map((_, j) => `place ${j}`),
      classNames: ["along", "down"],
      rowNumbers: Int32Array.from(rows, (_, i) => i),
    };
    const options = { loss: softmaxCrossEntropy, optimizer: adam(0.02), epochs: 50, seed: 1, batchSize: 20 };
    const history = await fit(model, train, options).toEnd();
    expect(history[0].train.mean).toBeGreaterThan(0.5);
    expect(history[49].train.mean).toBeLessThan(0.05);
  });
});

describe("what does not fit is named before anything is computed", () => {
  const make = (layers: LayerSpec[], inputs: number | number[]) => () => m.sequential(layers, { inputs, seed: 1 });

  test.each([
    [
      [m.dense(2)],
      [4, 4, 1],
      "dense1: its input is 4 x 4 x 1 a row; expected inputs, as flatten() before it would give",
    ],
    [
      [m.conv2d(2, 3), m.flatten(), m.dense(1)],
      16,
      "conv2d1: its input is 16 a row; expected height x width x channels",
    ],
    [[m.conv1d(2, 3)], [4, 4, 1], "conv1d1: its input is 4 x 4 x 1 a row; expected steps x channels"],
    [[m.relu(), m.conv2d(2, 5)], [4, 9, 1], "conv2d2: its input is 4 x 9 a channel; expected at least 5 x 5"],
    [[m.maxPool2d(3)], [9, 2, 1], "maxPool2d1: its input is 9 x 2 a channel; expected at least 3 x 3"],
    [[m.averagePool2d(3)], 9, "averagePool2d1: its input is 9 a row; expected height x width x channels"],
    [[m.conv2d(2, 3)], [4, 4, 1], "conv2d1 gives 2 x 2 x 2 a row; expected one dimension, of logits"],
    [[m.gru(3)], 9, "gru1: its input is 9 a row; expected steps x features"],
    [[m.embedding(4, 2)], [4, 4], "embedding1: its input is 4 x 4 a row; expected steps"],
    [[m.relu(), m.embedding(4, 2)], 4, "embedding2 follows another layer; expected it to be the first"],
  ] as const)("%#", (layers, inputs, message) => {
    const all = [...layers] as LayerSpec[];
    if (!all[all.length - 1].linear) all.push(m.flatten(), m.dense(1));
    expect(make(all, inputs as number)).toThrow(`sequential: ${message}`);
  });

  test("shapes that are none", () => {
    for (const [inputs, message] of [
      [[], "inputs is an Array of 0; expected one number or more"],
      [[4, 0, 1], "inputs: entry 1 is 0; expected a whole number, 1 or more"],
      [[4, "4"], 'inputs: entry 1 is "4"; expected a whole number, 1 or more'],
      [[1e10, 1e10], "inputs is 10000000000 x 10000000000; expected fewer numbers"],
      ["4", 'inputs is "4"; expected a whole number, 1 or more'],
    ] as const) {
      expect(make([m.dense(1)], inputs as never)).toThrow(`sequential: ${message}`);
    }
  });

  test("sizes, strides and paddings that are none", () => {
    expect(() => m.conv2d(0, 3)).toThrow("conv2d: filters is 0; expected a whole number, 1 or more");
    expect(() => m.conv1d(1, 1.5)).toThrow("conv1d: size is 1.5;");
    expect(() => m.conv2d(1, 3, { stride: 0 })).toThrow("conv2d: stride is 0;");
    expect(() => m.conv2d(1, 3, { padding: "full" as never })).toThrow('padding is "full"; expected "valid" or "same"');
    expect(() => m.conv2d(1, 3, { pad: 1 } as never)).toThrow("conv2d: there is no option pad;");
    expect(() => m.conv2d(1, 3, { initializer: "he" as never })).toThrow(
      'conv2d: initializer is "he"; expected one of',
    );
    expect(() => m.maxPool2d(0)).toThrow("maxPool2d: size is 0;");
    expect(() => m.averagePool2d(2, { strides: 1 } as never)).toThrow("averagePool2d: there is no option strides;");
    expect(() => m.gru(0)).toThrow("gru: units is 0;");
    expect(() => m.gru(1, { returnSequences: 1 as never })).toThrow(
      "gru: returnSequences is 1; expected true or false",
    );
    expect(() => m.gru(1, { units: 1 } as never)).toThrow("gru: there is no option units;");
    expect(() => m.embedding(0, 1)).toThrow("embedding: vocabulary is 0;");
    expect(() => m.embedding(1, 0)).toThrow("embedding: size is 0;");
  });

  test("words that are none", () => {
    const model = m.sequential([m.embedding(4, 2), m.flatten(), m.dense(1)], { inputs: 2, seed: 1 });
    for (const word of [4, -1, 0.5, Number.NaN]) {
      expect(() =>
        model.logits(
          fromRows([
            [0, 3],
            [1, word],
          ]),
        ),
      ).toThrow(`embedding1: row 1, column 1 is ${word}; expected a word, 0 to 3`);
    }
  });
});

describe("what a layer is made with", () => {
  test("a convolution's first weights are drawn by the inputs of an output and the outputs of an input", () => {
    const model = m.sequential([m.conv2d(40, 3), m.flatten(), m.dense(1)], { inputs: [3, 3, 10], seed: 1 });
    const largest = Math.max(...Array.from(model.parameters["conv2d1.weight"].data, Math.abs));
    expect(largest / Math.sqrt(6 / (9 * 10 + 9 * 40))).toBeCloseTo(1, 2); // Keras's glorot_uniform
    expect(largest / Math.sqrt(6 / (9 * 10 + 9 * 40))).toBeLessThan(1);
  });

  test("a gru's first weights: those of the inputs by name, those of the state orthogonal", () => {
    const made = (options?: m.GruOptions) => m.sequential([m.gru(4, options), m.dense(1)], { inputs: [3, 5], seed: 1 });
    const { rows, cols, data } = made().parameters["gru1.recurrentWeight"];
    expect([rows, cols]).toEqual([4, 12]);
    for (let i = 0; i < 4; i++) {
      for (let k = 0; k <= i; k++) {
        const product = Array.from({ length: 12 }, (_, j) => data[12 * i + j] * data[12 * k + j]).reduce(
          (a, b) => a + b,
        );
        expect(product).toBeCloseTo(i === k ? 1 : 0, 14);
      }
    }
    const weight = (options?: m.GruOptions) => made(options).parameters["gru1.weight"];
    expect(weight({ initializer: "glorotUniform" })).toEqual(weight());
    expect(weight({ initializer: "zeros" }).data).toEqual(new Float64Array(60));
  });

  test("a shape that is changed afterwards changes nothing", () => {
    const inputs = [4];
    const model = m.sequential([m.relu(), m.dense(1)], { inputs, seed: 1 });
    inputs[0] = 99;
    expect([model.inputs, model.layers[0].inputShape]).toEqual([4, [4]]);
  });
});

describe("edges", () => {
  const built = (spec: LayerSpec, shape: number[]) => spec.build(shape, createRandom(1), 1, "float64")[0];

  test("many rows are worked on in blocks, with the results of each row alone", () => {
    const layer = built(m.conv2d(2, 5), [64, 64, 4]);
    const random = createRandom(4);
    const x = matrix(3, 64 * 64 * 4);
    for (let i = 0; i < x.data.length; i++) x.data[i] = random.normal();
    const whole = layer.forward(x);
    const gradient = matrix(3, whole.output.cols);
    gradient.data.set(whole.output.data);
    const gradients = whole.parameterGradients?.(gradient);
    const back = whole.inputGradient(gradient);
    const sums = Object.values(layer.parameters).map(({ data }) => new Float64Array(data.length));
    for (let row = 0; row < 3; row++) {
      const part = (all: Matrix) => matrix(1, all.cols, all.data.slice(row * all.cols, (row + 1) * all.cols));
      const alone = layer.forward(part(x));
      expect(alone.output).toEqual(part(whole.output));
      expect(alone.inputGradient(part(gradient))).toEqual(part(back));
      for (const [k, { data }] of Object.values(alone.parameterGradients?.(part(gradient)) ?? {}).entries()) {
        for (let i = 0; i < data.length; i++) sums[k][i] += data[i];
      }
    }
    for (const [k, { data }] of Object.values(gradients ?? {}).entries()) {
      expect(data).toBeRelativelyClose(sums[k], 1e-13, Math.max(...sums[k].map(Math.abs)));
    }
  });

  test("the largest of equal ones is the first; NaN stays NaN; infinities below all are found", () => {
    const pool = built(m.maxPool2d(2), [2, 4, 1]);
    const forward = pool.forward(fromRows([[1, 1, -Infinity, -Infinity, 1, 1, -Infinity, Number.NaN]]));
    expect([...forward.output.data]).toEqual([1, Number.NaN]);
    expect([...forward.inputGradient(fromRows([[5, 7]])).data]).toEqual([5, 0, 0, 0, 0, 0, 0, 7]);
    expect([...pool.forward(matrix(1, 8, new Float64Array(8).fill(-Infinity))).output.data]).toEqual([
      -Infinity,
      -Infinity,
    ]);
  });

  test("layerNorm of equal numbers is its bias", () => {
    const norm = built(m.layerNorm(), [3]);
    const forward = norm.forward(fromRows([[7, 7, 7]]));
    expect([...forward.output.data]).toEqual([0, 0, 0]);
    expect(forward.inputGradient(fromRows([[1, 2, 3]])).data.every(Number.isFinite)).toBe(true);
  });

  test("a gru goes back from one gradient after the other", () => {
    const layer = built(m.gru(2), [3, 1]);
    const x = fromRows([[1, -2, 3]]);
    const [one, other] = [fromRows([[1, 0]]), fromRows([[0, 1]])];
    const forward = layer.forward(x);
    forward.inputGradient(one);
    expect(forward.parameterGradients?.(other)).toEqual(layer.forward(x).parameterGradients?.(other));
    expect(forward.inputGradient(one)).toEqual(layer.forward(x).inputGradient(one));
  });

  test("no rows", () => {
    const model = m.sequential(pictures(), { inputs: [6, 8, 2], seed: 1 });
    const forward = model.forward(matrix(0, 96));
    expect(forward.logits).toMatchObject({ rows: 0, cols: 3 });
    expect(forward.gradients(matrix(0, 3))["conv2d1.weight"].data).toEqual(new Float64Array(36));
  });
});
