import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LinearCrossEntropyOptions, linearCrossEntropy } from "../../src/loss/linear-cross-entropy.js";
import type { LinearLogits } from "../../src/loss/linear-logits.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { Total } from "../../src/loss/total.js";
import { logits, probabilities } from "../../src/numerics/kinds.js";
import { fromRows, type Matrix, matrix, toRows } from "../../src/numerics/matrix.js";
import { multiply, multiplyTransposedLeft, multiplyTransposedRight } from "../../src/numerics/multiply.js";
import { createRandom } from "../../src/numerics/random.js";
import { golden } from "../golden.js";
import { double, normal, single } from "./float-matrices.js";
import "../within-ulps.js";

type Option = "classWeights" | "sampleWeights" | "mask" | "labelSmoothing" | "temperature" | "softcap" | "zLoss";
interface Golden extends Required<Pick<LinearCrossEntropyOptions, Option>> {
  hidden: number[][];
  layerWeight: number[][];
  layerBias: number[];
  targets: number[];
  cases: {
    on: (Option | "bias")[];
    rowLosses: number[];
    hidden: number[][];
    weight: number[][];
    bias: number[] | null;
  }[];
  fused: { sum: number; hidden: number[][]; weight: number[][]; bias: number[] };
}
const torch = golden<Golden>("loss/linear-cross-entropy");
const { hidden, layerWeight: weight, layerBias: bias, targets } = torch;
const K = weight.length;
const inf = Number.POSITIVE_INFINITY;

describe("options alone, in pairs and all together, against PyTorch's linear and cross_entropy in float64", () => {
  const named = torch.cases.map((c) => ({ ...c, name: c.on.join(", ") || "none" }));

  test.each(named)("$name", ({ on, ...expected }) => {
    const options = Object.fromEntries(on.flatMap((name) => (name === "bias" ? [] : [[name, torch[name]]])));
    const layer = { hidden, weight, bias: on.includes("bias") ? bias : undefined };
    const total = linearCrossEntropy(layer, targets, {
      ...options,
      ignoreIndex: -100,
      gradients: true,
      rowLosses: true,
    });
    expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-13);
    expect(total.gradients.hidden.data).toBeRelativelyClose(expected.hidden.flat(), 1e-13, 1);
    expect(total.gradients.weight.data).toBeRelativelyClose(expected.weight.flat(), 1e-13, 1);
    if (expected.bias) expect(total.gradients.bias).toBeRelativelyClose(expected.bias, 1e-13, 1);
    expect(total.ignored).toBe(on.includes("mask") ? 2 : 1);
  });

  test("and its linear_cross_entropy", () => {
    const { classWeights } = torch;
    const options = { classWeights, labelSmoothing: 0.1, ignoreIndex: -100, gradients: true } as const;
    const total = linearCrossEntropy({ hidden, weight, bias }, targets, options);
    expect(total.sum).toBeRelativelyClose(torch.fused.sum, 1e-14);
    expect(total.gradients.hidden.data).toBeRelativelyClose(torch.fused.hidden.flat(), 1e-13, 1);
    expect(total.gradients.weight.data).toBeRelativelyClose(torch.fused.weight.flat(), 1e-13, 1);
    expect(total.gradients.bias).toBeRelativelyClose(torch.fused.bias, 1e-13, 1);
  });
});

/** The same with all logits in memory. */
function inTwoSteps(layer: { hidden: Matrix; weight: Matrix; bias?: number[] }, y: number[], options: object) {
  const z = multiplyTransposedRight(layer.hidden, layer.weight);
  for (let i = 0; i < z.data.length; i++) z.data[i] += layer.bias?.[i % z.cols] ?? 0;
  const total = softmaxCrossEntropy(logits(z), y, { ...options, gradient: true, rowLosses: true });
  const bias = new Float64Array(z.cols);
  total.gradient.data.forEach((g, i) => {
    bias[i % z.cols] += g;
  });
  return {
    total,
    hidden: multiply(total.gradient, layer.weight).data,
    weight: multiplyTransposedLeft(total.gradient, layer.hidden).data,
    bias,
  };
}

function expectSameBits(layer: { hidden: Matrix; weight: Matrix; bias?: number[] }, y: number[], options: object) {
  const expected = inTwoSteps(layer, y, options);
  const total = linearCrossEntropy(layer, y, { ...options, gradients: true, rowLosses: true });
  expect(JSON.stringify(total)).toBe(JSON.stringify(expected.total));
  expect(total.standardError).toBe(expected.total.standardError);
  expect(total.rowLosses).toEqual(expected.total.rowLosses);
  expect(total.gradients.hidden.data).toBeWithinUlps(expected.hidden, 0);
  expect(total.gradients.weight.data).toBeWithinUlps(expected.weight, 0);
  expect(total.gradients.bias).toBeWithinUlps(expected.bias, 0);
}

describe("the same bits as in two steps", () => {
  const shape = fc.record({
    rows: fc.integer({ min: 1, max: 9 }),
    d: fc.integer({ min: 1, max: 5 }),
    k: fc.integer({ min: 2, max: 9 }),
  });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const positive = fc.double({ min: 0.01, max: 5, noNaN: true });
  const option = fc.record(
    {
      labelSmoothing: share,
      temperature: positive,
      softcap: positive,
      zLoss: share,
      gradientScale: fc.double({ min: -2, max: 2, noNaN: true }),
      ignoreIndex: fc.constant(1),
    },
    { requiredKeys: [] },
  );

  test("for any shapes and options", () => {
    fc.assert(
      fc.property(
        shape,
        option,
        fc.nat(1e6),
        fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
        ({ rows, d, k }, options, seed, [weighted, sampled, masked, shifted]) => {
          const random = createRandom(seed, 1);
          const numbers = (n: number) => Array.from({ length: n }, () => random.integer(4) / 2);
          const layer = {
            hidden: normal(seed, rows, d, 2),
            weight: normal(seed + 1, k, d, 2),
            bias: shifted
              ? Array.from({ length: k }, (_, i) => (i > 0 && random.integer(5) === 0 ? -inf : random.normal()))
              : undefined,
          };
          const y = Array.from({ length: rows }, () => random.integer(k));
          expectSameBits(layer, y, {
            ...options,
            ...(weighted && { classWeights: numbers(k) }),
            ...(sampled && { sampleWeights: numbers(rows) }),
            ...(masked && { mask: Array.from({ length: rows }, () => random.integer(3) > 0) }),
          });
        },
      ),
      { seed: 11, numRuns: 400 },
    );
  });

  test("over several blocks of rows", () => {
    const rows = 2500;
    const layer = {
      hidden: normal(1, rows, 3),
      weight: normal(2, 1000, 3),
      bias: Array.from({ length: 1000 }, (_, k) => (k === 7 ? -inf : k / 1000)),
    };
    const y = Array.from({ length: rows }, (_, i) => (i === 2222 ? 7 : (i * 37) % 1000 === 7 ? 8 : (i * 37) % 1000));
    const sampleWeights = y.map((k) => k / 500);
    const mask = y.map((_, i) => i % 11 !== 5);
    expectSameBits(layer, y, { sampleWeights, mask, temperature: 2 });
    const { infinite, infiniteRows } = linearCrossEntropy(layer, y, { sampleWeights, mask });
    expect({ infinite, infiniteRows }).toEqual({ infinite: 1, infiniteRows: [2222] });
  });
});

describe("infinite losses", () => {
  test("of an excluded class are named, the gradients finite", () => {
    const layer = { hidden, weight, bias: bias.with(3, -inf) };
    const total = linearCrossEntropy(layer, targets, { ignoreIndex: -100, gradients: true });
    expect(total).toMatchObject({ sum: inf, infinite: 2, infiniteRows: [2, 5] });
    for (const { data } of [total.gradients.hidden, total.gradients.weight])
      expect(data.every(Number.isFinite)).toBe(true);
    expect(total.gradients.bias[3]).toBe(-2);
  });
});

describe("memory", () => {
  test("gradients and rowLosses are filled where they are given, over what was there", () => {
    const gradients = { hidden: matrix(6, 3), weight: matrix(K, 3), bias: new Float64Array(K) };
    for (const out of [gradients.hidden.data, gradients.weight.data, gradients.bias]) out.fill(9);
    const rowLosses = new Float64Array(6).fill(9);
    const options = { ignoreIndex: -100, mask: torch.mask };
    const total = linearCrossEntropy({ hidden, weight, bias }, targets, { ...options, gradients, rowLosses });
    const made = linearCrossEntropy({ hidden, weight, bias }, targets, {
      ...options,
      gradients: true,
      rowLosses: true,
    });
    expect(total.gradients.hidden).toBe(gradients.hidden);
    expect(total.rowLosses).toBe(rowLosses);
    expect(total.gradients).toEqual(made.gradients);
    expect(rowLosses).toEqual(made.rowLosses);
    expect(toRows(total.gradients.hidden)[2]).toEqual([0, 0, 0]);
  });

  test("gradients are made in the type of hidden and weight; float64 ones of a float32 layer are of float64 sums", () => {
    const layer = { hidden: single(normal(3, 40, 5)), weight: single(normal(4, 30, 5)) };
    const y = Array.from({ length: 40 }, (_, i) => i % 30);
    expect(linearCrossEntropy(layer, y, { gradients: true }).gradients.weight.data).toBeInstanceOf(Float32Array);
    const gradients = { hidden: matrix(40, 5), weight: matrix(30, 5), bias: new Float64Array(30) };
    const total = linearCrossEntropy(layer, y, { gradients });
    const wide = { hidden: double(layer.hidden), weight: double(layer.weight) };
    const exact = linearCrossEntropy(wide, y, { gradients: true });
    expect(total.sum).toBe(exact.sum);
    expect(gradients).toEqual(exact.gradients);
  });

  test("no rows are a total of nothing, with gradients of 0", () => {
    const total = linearCrossEntropy({ hidden: [], weight }, [], { gradients: true });
    expect(total).toMatchObject({ sum: 0, weight: 0, count: 0 });
    expect(total.gradients.weight.data).toEqual(new Float64Array(K * 3));
  });
});

describe("errors name the function, the argument and the value, before anything is written", () => {
  const name = "linearCrossEntropy";
  const layer = { hidden, weight, bias };
  const y = [0, 6, 3, 2, 1, 3];
  const out = () => ({ hidden: matrix(6, 3), weight: matrix(K, 3), bias: new Float64Array(K) });
  const same = out();
  test.each<[string, unknown, unknown, object, string]>([
    ["a target that is no class", layer, targets, {}, `${name}: targets: row 3 is -100; expected a class index`],
    [
      "soft targets",
      layer,
      Array(6).fill(Array(K).fill(1 / K)),
      {},
      `${name}: targets: row 0 is an Array of 7; expected a class index`,
    ],
    [
      "soft targets in a matrix",
      layer,
      probabilities([[0.5, 0.5]]),
      {},
      `${name}: targets is a 1 x 2 matrix; expected 6 class indices`,
    ],
    ["too few targets", layer, [1], {}, `${name}: targets has length 1; expected 6 class indices, one a row of hidden`],
    [
      "class weights of the rows",
      layer,
      y,
      { classWeights: [1] },
      `${name}: classWeights has length 1; expected 7 weights, one a class`,
    ],
    [
      "a negative sample weight",
      layer,
      y,
      { sampleWeights: [1, 1, 1, 1, 1, -2] },
      `${name}: sampleWeights: entry 5 is -2`,
    ],
    ["smoothing above 1", layer, y, { labelSmoothing: 2 }, `${name}: labelSmoothing is 2`],
    ["a temperature of 0", layer, y, { temperature: 0 }, `${name}: temperature is 0; expected a finite number above 0`],
    ["a negative softcap", layer, y, { softcap: -1 }, `${name}: softcap is -1; expected a finite number above 0`],
    ["a negative zLoss", layer, y, { zLoss: -1 }, `${name}: zLoss is -1; expected a finite number, 0 or more`],
    ["zLoss that is text", layer, y, { zLoss: "1" }, `${name}: zLoss is "1"; expected a finite number, 0 or more`],
    ["half an ignoreIndex", layer, y, { ignoreIndex: 0.5 }, `${name}: ignoreIndex is 0.5; expected a whole number`],
    ["no layer", logits(hidden), y, {}, `${name}: got a 6 x 3 matrix; expected { hidden, weight, bias }`],
    [
      "a transposed weight",
      {
        hidden,
        weight: [
          [1, 2],
          [3, 4],
        ],
      },
      y,
      {},
      `${name}: hidden has 3 columns; expected 2, as weight has`,
    ],
    [
      "NaN in the weight",
      { hidden, weight: [...weight, [0, Number.NaN, 0]] },
      y,
      {},
      `${name}: weight: row 7, column 1 is NaN; expected a finite number`,
    ],
    [
      "a bias of nothing but -Infinity",
      { hidden, weight, bias: Array(K).fill(-inf) },
      y,
      {},
      `${name}: bias has nothing but -Infinity; expected a class that is possible`,
    ],
    [
      "gradients of another shape",
      layer,
      y,
      { gradients: { ...out(), weight: matrix(3, K) } },
      `${name}: gradients: weight is 3 x 7; expected the shape of weight, 7 x 3`,
    ],
    [
      "a gradient missing",
      layer,
      y,
      { gradients: { ...out(), hidden: undefined } },
      `${name}: gradients: hidden is undefined; expected the shape of hidden, 6 x 3`,
    ],
    [
      "an untyped bias",
      layer,
      y,
      { gradients: { ...out(), bias: [0] } },
      `${name}: gradients: bias is an Array of 1; expected a typed array`,
    ],
    [
      "a gradient over the weight",
      { hidden, weight: same.weight },
      y,
      { gradients: same },
      `${name}: gradients: weight is weight's own memory; expected another`,
    ],
    [
      "rowLosses too short",
      layer,
      y,
      { rowLosses: new Float64Array(2) },
      `${name}: rowLosses has length 2; expected 6`,
    ],
  ])("%s", (_name, predictions, given, options, message) => {
    const gradients = out();
    for (const { data } of [gradients.hidden, gradients.weight, { data: gradients.bias }]) data.fill(9);
    expect(() => linearCrossEntropy(predictions as LinearLogits, given as number[], { gradients, ...options })).toThrow(
      message,
    );
    for (const { data } of [gradients.hidden, gradients.weight, { data: gradients.bias }])
      expect(data.every((g) => g === 9)).toBe(true);
  });

  test("without rows is a total of nothing, and not the one that all share", () => {
    const none = linearCrossEntropy({ hidden: matrix(0, 3), weight: fromRows(weight) }, [], { rowLosses: true });
    expect(none).toMatchObject({ sum: 0, count: 0, rowLosses: new Float64Array(0) });
    expect(Total.zero.rowLosses).toBeUndefined();
  });

  test("nested rows are taken as they are", () => {
    const matrices = { hidden: fromRows(hidden), weight: fromRows(weight), bias };
    expect(linearCrossEntropy(matrices, y).sum).toBe(linearCrossEntropy(layer, y).sum);
  });

  test("a gradient that could overflow on its way is refused", () => {
    const steep = {
      hidden: [[40, -700]],
      weight: [
        [0, 40],
        [0, 40],
        [0, 1e4],
      ],
    };
    const run = (gradients: boolean) => linearCrossEntropy(steep, [2], { gradientScale: 1e308, gradients });
    expect(() => run(true)).toThrow("linearCrossEntropy: the gradient of hidden could overflow; expected a smaller");
    expect(run(false).sum).toBeGreaterThan(0);
    const float32 = {
      hidden: matrix(1, 2, new Float32Array(2)),
      weight: matrix(3, 2, new Float32Array(6)),
      bias: new Float32Array(3),
    };
    expect(() => linearCrossEntropy(steep, [2], { gradientScale: 1e36, gradients: float32 })).toThrow("could overflow");
  });
});
