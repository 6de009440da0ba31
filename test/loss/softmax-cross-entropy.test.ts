import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits, probabilities } from "../../src/numerics/kinds.js";
import { type Matrix, matrix, toRows } from "../../src/numerics/matrix.js";
import { softmax } from "../../src/numerics/softmax.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Golden {
  logits: number[][];
  indices: number[];
  soft: number[][];
  classWeights: number[];
  sampleWeights: number[];
  mask: number[];
  labelSmoothing: number;
  combinations: {
    targets: "index" | "soft";
    classWeights: boolean;
    labelSmoothing: boolean;
    sampleWeights: boolean;
    mask: boolean;
    rowLosses: number[];
    sum: number;
    weight: number;
    gradient: number[][];
  }[];
  means: Record<"index" | "soft" | "indexWeighted" | "softSmoothed", number>;
  extremes: { logits: number[]; target: number | number[]; loss: number; gradient: number[] }[];
}
const torch = golden<Golden>("loss/softmax-cross-entropy");
const { logits: z, indices, soft } = torch;
const inf = Number.POSITIVE_INFINITY;

describe("every combination of options, against PyTorch in float64", () => {
  const named = torch.combinations.map((c) => {
    const on = (["classWeights", "labelSmoothing", "sampleWeights", "mask"] as const).filter((option) => c[option]);
    return { ...c, name: [`${c.targets} targets`, ...on].join(", "), on };
  });

  test.each(named)("$name", ({ on, ...expected }) => {
    const options: SoftmaxCrossEntropyOptions = Object.fromEntries(on.map((option) => [option, torch[option]]));
    const total = softmaxCrossEntropy(z, expected.targets === "index" ? indices : soft, {
      ...options,
      gradient: true,
      rowLosses: true,
    });
    expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-13);
    expect(total.sum).toBeRelativelyClose(expected.sum, 1e-14);
    expect(total.weight).toBeRelativelyClose(expected.weight, 1e-14);
    expect(total.gradient.data).toBeRelativelyClose(expected.gradient.flat(), 1e-13, 1);
    const ignored = expected.mask ? torch.mask.filter((flag) => flag === 0).length : 0;
    expect(total).toMatchObject({ count: z.length - ignored, ignored, infinite: 0, infiniteRows: [] });
  });

  test("the means that PyTorch divides by the same weight are the same", () => {
    const { classWeights, labelSmoothing } = torch;
    expect(softmaxCrossEntropy(z, indices).mean).toBeRelativelyClose(torch.means.index, 1e-14);
    expect(softmaxCrossEntropy(z, soft).mean).toBeRelativelyClose(torch.means.soft, 1e-14);
    expect(softmaxCrossEntropy(z, indices, { classWeights }).mean).toBeRelativelyClose(
      torch.means.indexWeighted,
      1e-14,
    );
    expect(softmaxCrossEntropy(z, soft, { labelSmoothing }).mean).toBeRelativelyClose(torch.means.softSmoothed, 1e-14);
  });
});

describe("extreme logits, against mpmath", () => {
  const named = torch.extremes.map((c) => ({ ...c, name: `(${c.logits.slice(0, 4)}), target ${c.target}` }));

  test.each(named)("$name", ({ logits: row, target, ...expected }) => {
    const targets = typeof target === "number" ? [target] : [target];
    const total = softmaxCrossEntropy([row], targets as number[], { gradient: true });
    expect(total.sum).toBeWithinUlps(expected.loss, 4);
    // As for softmax: the rounding of z - max is the relative error of e^(z - max).
    const largest = Math.max(...row);
    for (const [k, g] of expected.gradient.entries()) {
      const gap = Math.min(800, Math.max(...row.map((x) => (largest - x > 0 ? largest - x : 0))));
      expect(total.gradient.data[k], `class ${k}`).toBeRelativelyClose(g, (6 + gap) * 2 ** -53, 1e-300);
    }
    expect(total.infinite).toBe(expected.loss === inf ? 1 : 0);
  });

  test("(40, 0), label 0 costs 4.2e-18 and has that gradient, where frameworks have 0", () => {
    const { sum, gradient } = softmaxCrossEntropy([[40, 0]], [0], { gradient: true });
    expect(sum).toBeWithinUlps(4.248354255291589e-18, 2);
    expect(gradient.data).toBeWithinUlps([-4.248354255291589e-18, 4.248354255291589e-18], 2);
  });
});

describe("identities", () => {
  const rows = fc.array(fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 3, maxLength: 3 }), {
    minLength: 1,
    maxLength: 8,
  });
  const withTargets = rows.chain((values) =>
    fc.tuple(fc.constant(values), fc.array(fc.nat(2), { minLength: values.length, maxLength: values.length })),
  );
  const oneHot = (k: number) => [0, 1, 2].map((class_) => Number(class_ === k));
  const all = { gradient: true, rowLosses: true } as const;

  test("an index is its one-hot row, bit by bit, with every option", () => {
    fc.assert(
      fc.property(withTargets, fc.double({ min: 0, max: 1, noNaN: true }), ([values, targets], labelSmoothing) => {
        const options = { ...all, labelSmoothing, classWeights: [0.5, 2, 1.5] };
        const byIndex = softmaxCrossEntropy(values, targets, options);
        expect(softmaxCrossEntropy(values, targets.map(oneHot), options)).toEqual(byIndex);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("options that say nothing change nothing, bit by bit", () => {
    const ones = z.map(() => 1);
    const neutral = { labelSmoothing: 0, classWeights: [1, 1, 1, 1], sampleWeights: ones, mask: ones };
    expect(softmaxCrossEntropy(z, indices, { ...all, ...neutral })).toEqual(softmaxCrossEntropy(z, indices, all));
  });

  test("a sample weight of 2 is the row twice, a mask is the row left out", () => {
    const twice = softmaxCrossEntropy([...z, z[1]], [...indices, indices[1]]);
    const weighted = softmaxCrossEntropy(z, indices, { sampleWeights: [1, 2, 1, 1, 1, 1] });
    expect(weighted.sum).toBeWithinUlps(twice.sum, 4);
    expect(weighted.weight).toBe(twice.weight);
    const masked = softmaxCrossEntropy(z, indices, { mask: [false, true, true, true, true, true] });
    const without = softmaxCrossEntropy(z.slice(1), indices.slice(1));
    expect(masked.sum).toBe(without.sum);
    expect(masked.mean).toBe(without.mean);
  });

  test("a smoothing of 1 is the cross-entropy against equal shares", () => {
    const uniform = z.map(() => [0.25, 0.25, 0.25, 0.25]);
    const smoothed = softmaxCrossEntropy(z, indices, { labelSmoothing: 1, gradient: true });
    const soft = softmaxCrossEntropy(z, uniform, { gradient: true });
    expect(smoothed.sum).toBe(soft.sum);
    expect(smoothed.gradient).toEqual(soft.gradient);
  });

  test("a shift of a row's logits changes nothing, and the gradient of a row sums to 0", () => {
    const whole = fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(whole, fc.nat(9), (row, pick) => {
        const target = [pick % row.length];
        const total = softmaxCrossEntropy([row], target, all);
        expect(softmaxCrossEntropy([row.map((x) => x - 2 ** 40)], target, all)).toEqual(total);
        expect(Math.abs(Array.from(total.gradient.data).reduce((a, b) => a + b, 0))).toBeLessThan(1e-15);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test("the gradient is the difference quotient of the sum", () => {
    const options = {
      classWeights: torch.classWeights,
      sampleWeights: torch.sampleWeights,
      labelSmoothing: torch.labelSmoothing,
      mask: torch.mask,
    };
    const { gradient } = softmaxCrossEntropy(z, soft, { ...options, gradient: true });
    const h = 2 ** -17;
    for (let row = 0; row < z.length; row++) {
      for (let k = 0; k < z[0].length; k++) {
        const at = (shift: number) => {
          const shifted = z.map((values) => values.slice());
          shifted[row][k] += shift;
          return softmaxCrossEntropy(shifted, soft, options).sum;
        };
        const quotient = (at(h) - at(-h)) / (2 * h);
        expect(Math.abs(gradient.data[row * z[0].length + k] - quotient)).toBeLessThan(2e-9);
      }
    }
  });

  test("the loss of a soft target is its cross-entropy, the least at the target itself", () => {
    const target = [[0.5, 0.3, 0.2]];
    const least = softmaxCrossEntropy([target[0].map(Math.log)], target, { gradient: true });
    expect(least.sum).toBeCloseTo(-0.5 * Math.log(0.5) - 0.3 * Math.log(0.3) - 0.2 * Math.log(0.2), 14);
    expect(least.gradient.data).toBeRelativelyClose([0, 0, 0], 1e-15, 1);
    expect(softmaxCrossEntropy([[0, 0, 0]], target).sum).toBeGreaterThan(least.sum);
  });
});

describe("temperature, softcap, zLoss and ignoreIndex", () => {
  const all = { gradient: true, rowLosses: true } as const;
  const everything = {
    classWeights: torch.classWeights,
    sampleWeights: torch.sampleWeights,
    labelSmoothing: torch.labelSmoothing,
    mask: torch.mask,
    temperature: 0.7,
    softcap: 3,
    zLoss: 0.3,
  };

  test("a temperature divides the logits", () => {
    const halved = z.map((row) => row.map((x) => x / 2));
    const total = softmaxCrossEntropy(z, indices, { ...all, temperature: 2, gradientScale: 2 });
    expect(total).toEqual(softmaxCrossEntropy(halved, indices, all));
  });

  test("a softcap is c tanh(z / c), -Infinity stays", () => {
    const rows = [...z, [inf, 0, -inf, 2]];
    const capped = rows.map((row) => row.map((x) => (x === -inf ? x : 3 * Math.tanh(x / 3))));
    const total = softmaxCrossEntropy(rows, [...indices, 1], { softcap: 3, rowLosses: true });
    expect(total.rowLosses).toBeRelativelyClose(
      softmaxCrossEntropy(capped, [...indices, 1], { rowLosses: true }).rowLosses ?? [],
      1e-15,
    );
    const softcap = { softcap: 2, temperature: 0.5 };
    expect(softmaxCrossEntropy([[inf, inf]], [0], softcap).sum).toBe(Math.LN2);
    expect(softmaxCrossEntropy([[inf, -inf]], [1], softcap)).toMatchObject({ sum: inf, infinite: 1 });
    // Capped first: 2 tanh(50) / 0.5 = 4, not 2 tanh(100 / 0.5 / 2) = 2.
    expect(softmaxCrossEntropy([[100, 0]], [1], softcap).sum).toBeRelativelyClose(Math.log(1 + Math.exp(4)), 1e-15);
  });

  test("zLoss adds (log Z)^2 to every -log p and nothing to the weight", () => {
    const options = { sampleWeights: torch.sampleWeights, classWeights: torch.classWeights, rowLosses: true } as const;
    const without = softmaxCrossEntropy(z, soft, options);
    const total = softmaxCrossEntropy(z, soft, { ...options, zLoss: 0.5 });
    expect(total.weight).toBe(without.weight);
    const expected = z.map((row, i) => {
      const logZ = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
      const weight = soft[i].reduce((sum, t, k) => sum + torch.sampleWeights[i] * torch.classWeights[k] * t, 0);
      return (without.rowLosses?.[i] ?? 0) + weight * 0.5 * logZ ** 2;
    });
    expect(total.rowLosses).toBeRelativelyClose(expected, 1e-13);
  });

  test("ignoreIndex leaves out the rows that a mask would", () => {
    const masked = softmaxCrossEntropy(z, [0, 9, 1, 1, 2, 0], { ...everything, ...all, mask: [1, 0, 1, 1, 0, 1] });
    const padded = [0, -100, 1, 1, 2, 0];
    const both = { ...everything, ...all, mask: [1, 1, 1, 1, 0, 1], ignoreIndex: -100 };
    expect(softmaxCrossEntropy(z, padded, both)).toEqual(masked);
    const aClass = { ...everything, ...all, mask: undefined, ignoreIndex: 2 };
    expect(softmaxCrossEntropy(z, [0, 2, 1, 1, 2, 0], aClass)).toEqual(masked);
    expect(masked.ignored).toBe(2);
  });

  test("the gradient of all of it is the difference quotient", () => {
    const scaled = softmaxCrossEntropy(z, soft, { ...everything, gradient: true, gradientScale: -3 });
    const { gradient } = softmaxCrossEntropy(z, soft, { ...everything, gradient: true });
    expect(scaled.gradient.data).toBeRelativelyClose(
      gradient.data.map((g) => -3 * g),
      1e-15,
    );
    const h = 2 ** -17;
    for (const [row, values] of z.entries()) {
      for (let k = 0; k < values.length; k++) {
        const at = (shift: number) => {
          const shifted = z.map((values) => values.slice());
          shifted[row][k] += shift;
          return softmaxCrossEntropy(shifted, soft, everything).sum;
        };
        expect(Math.abs(gradient.data[row * 4 + k] - (at(h) - at(-h)) / (2 * h))).toBeLessThan(1e-8);
      }
    }
  });
});

describe("impossible outcomes", () => {
  test("an infinite loss is counted, its row named, its gradient finite, the rest unharmed", () => {
    const rows = [
      [0, -inf],
      [0, 0],
      [inf, 0],
      [5, -inf],
    ];
    const total = softmaxCrossEntropy(rows, [1, 0, 1, 0], { gradient: true, rowLosses: true });
    expect(total).toMatchObject({ sum: inf, mean: inf, count: 4, infinite: 2, infiniteRows: [0, 2] });
    expect(Array.from(total.rowLosses ?? [])).toEqual([inf, Math.LN2, inf, 0]);
    expect(toRows(total.gradient)).toEqual([
      [1, -1],
      [-0.5, 0.5],
      [1, -1],
      [0, 0],
    ]);
  });

  test("ten rows are named at the most, all are counted", () => {
    const total = softmaxCrossEntropy(Array(25).fill([0, -inf]), Array(25).fill(1));
    expect(total.infinite).toBe(25);
    expect(total.infiniteRows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("cost nothing where their coefficient is 0: class weight, sample weight, mask", () => {
    const rows = [[0, -inf]];
    for (const options of [{ classWeights: [1, 0] }, { sampleWeights: [0] }, { mask: [false] }]) {
      const total = softmaxCrossEntropy(rows, [1], { ...options, gradient: true });
      expect(total).toMatchObject({ sum: 0, weight: 0, infinite: 0 });
      expect(Array.from(total.gradient.data, Math.abs)).toEqual([0, 0]);
      expect(total.mean).toBeNaN();
    }
  });
});

describe("memory", () => {
  test("gradient and rowLosses are filled where they are given, and given back", () => {
    const gradient = matrix(6, 4);
    const rowLosses = new Float64Array(6).fill(9);
    gradient.data.fill(9);
    const total = softmaxCrossEntropy(z, indices, { gradient, rowLosses, mask: torch.mask });
    expect(total.gradient).toBe(gradient);
    expect(total.rowLosses).toBe(rowLosses);
    const made = softmaxCrossEntropy(z, indices, { gradient: true, rowLosses: true, mask: torch.mask });
    expect(gradient.data).toEqual(made.gradient.data);
    expect(rowLosses).toEqual(made.rowLosses);
    expect(gradient.data.subarray(8, 12)).toEqual(new Float64Array(4));
    expect(rowLosses[2]).toBe(0);
  });

  test("without the options there is neither", () => {
    const total = softmaxCrossEntropy(z, indices);
    expect(total).toMatchObject({ gradient: undefined, rowLosses: undefined });
    const options = { gradient: false, rowLosses: false };
    expect(softmaxCrossEntropy(z, indices, options)).toMatchObject({ gradient: undefined, rowLosses: undefined });
  });

  test("float32 logits are read as they are, and a float32 gradient is filled", () => {
    const data = Float32Array.from(z.flat());
    const exact = softmaxCrossEntropy(logits(matrix(6, 4, Float64Array.from(data))), indices, { gradient: true });
    const gradient = matrix(6, 4, new Float32Array(24));
    const total = softmaxCrossEntropy(logits(matrix(6, 4, data)), indices, { gradient });
    expect(total.sum).toBe(exact.sum);
    expect(gradient.data).toBeRelativelyClose(exact.gradient.data, 1e-7, 1);
  });

  test("the arguments are left as they were", () => {
    const frozen = JSON.stringify([z, soft]);
    softmaxCrossEntropy(z, soft, { gradient: true, labelSmoothing: 0.5, classWeights: torch.classWeights });
    expect(JSON.stringify([z, soft])).toBe(frozen);
  });

  test("no rows are a total of nothing", () => {
    expect(softmaxCrossEntropy([], [])).toMatchObject({ sum: 0, weight: 0, count: 0 });
    expect(softmaxCrossEntropy(logits(matrix(0, 3)), [], { gradient: true }).gradient).toMatchObject({
      rows: 0,
      cols: 3,
    });
  });
});

describe("errors name the function, the argument, the row and the value", () => {
  const call = (...args: unknown[]) => (softmaxCrossEntropy as (...args: unknown[]) => unknown)(...args);
  const two = [
    [1, 2],
    [3, 4],
  ];
  test.each<[string, unknown[], string]>([
    [
      "NaN",
      [
        [
          [1, 2],
          [3, Number.NaN],
        ],
        [0, 1],
      ],
      "softmaxCrossEntropy: logits: row 1, column 1 is NaN; expected a number",
    ],
    [
      "-Infinity only",
      [
        [
          [1, 2],
          [-inf, -inf],
        ],
        [0, 1],
      ],
      "softmaxCrossEntropy: row 1 has nothing but -Infinity",
    ],
    ["two +Infinity", [[[inf, inf]], [0]], "softmaxCrossEntropy: row 0 has more than one +Infinity"],
    [
      "one column",
      [
        [[1], [2]],
        [0, 0],
      ],
      "softmaxCrossEntropy: logits have 1 column; expected 2 or more",
    ],
    [
      "an index too large",
      [two, [0, 2]],
      "softmaxCrossEntropy: targets: row 1 is 2; expected a class index, a whole number from 0 to 1",
    ],
    ["a negative index", [two, [-1, 0]], "softmaxCrossEntropy: targets: row 0 is -1"],
    ["a fraction", [two, [0, 0.5]], "softmaxCrossEntropy: targets: row 1 is 0.5"],
    [
      "too few targets",
      [two, [0]],
      "softmaxCrossEntropy: targets has length 1; expected 2 class indices, one a row of the logits",
    ],
    ["no targets", [two], "softmaxCrossEntropy: targets is undefined; expected 2 class indices"],
    [
      "a soft row that sums to 2",
      [
        two,
        [
          [0, 1],
          [1, 1],
        ],
      ],
      "softmaxCrossEntropy: targets: row 1 sums to 2; expected 1",
    ],
    [
      "a negative soft target",
      [
        two,
        [
          [0, 1],
          [1.5, -0.5],
        ],
      ],
      "softmaxCrossEntropy: targets: row 1, column 0 is 1.5; expected a probability, 0 to 1",
    ],
    [
      "soft targets of another shape",
      [
        two,
        [
          [0, 1, 0],
          [1, 0, 0],
        ],
      ],
      "softmaxCrossEntropy: targets are 2 x 3; expected the shape of the logits, 2 x 2",
    ],
    [
      "probabilities as logits",
      [softmax(logits(two)), [0, 1]],
      "softmaxCrossEntropy: logits: got a matrix of probabilities; expected logits",
    ],
    ["logits as targets", [two, logits(two)], "softmaxCrossEntropy: targets: got a matrix of logits"],
    [
      "class weights of another length",
      [two, [0, 1], { classWeights: [1] }],
      "softmaxCrossEntropy: classWeights has length 1; expected 2 weights, one a class",
    ],
    [
      "a negative class weight",
      [two, [0, 1], { classWeights: [1, -1] }],
      "softmaxCrossEntropy: classWeights: entry 1 is -1; expected a finite number, 0 or more",
    ],
    [
      "a sample weight that is NaN",
      [two, [0, 1], { sampleWeights: [Number.NaN, 1] }],
      "softmaxCrossEntropy: sampleWeights: entry 0 is NaN",
    ],
    [
      "a short mask",
      [two, [0, 1], { mask: [true] }],
      "softmaxCrossEntropy: mask has length 1; expected 2 flags, one a row",
    ],
    [
      "too much smoothing",
      [two, [0, 1], { labelSmoothing: 1.5 }],
      "softmaxCrossEntropy: labelSmoothing is 1.5; expected a number from 0 to 1",
    ],
    [
      "a temperature of 0",
      [two, [0, 1], { temperature: 0 }],
      "softmaxCrossEntropy: temperature is 0; expected a finite",
    ],
    ["a negative softcap", [two, [0, 1], { softcap: -1 }], "softmaxCrossEntropy: softcap is -1; expected a finite"],
    [
      "a negative zLoss",
      [two, [0, 1], { zLoss: -1 }],
      "softmaxCrossEntropy: zLoss is -1; expected a finite number, 0 or",
    ],
    [
      "an infinite log Z",
      [[[1, inf]], [0], { zLoss: 1 }],
      "softmaxCrossEntropy: logits: row 0, column 1 is Infinity; expected finite logits with zLoss",
    ],
    [
      "ignoreIndex with soft targets",
      [[[1, 2]], [[0, 1]], { ignoreIndex: 0 }],
      "softmaxCrossEntropy: ignoreIndex is 0; expected none with soft targets: use mask",
    ],
    [
      "an ignoreIndex that is text",
      [two, [0, 1], { ignoreIndex: "-100" }],
      'softmaxCrossEntropy: ignoreIndex is "-100"; expected a whole number',
    ],
    [
      "a padding that is not ignoreIndex",
      [two, [-1, -100], { ignoreIndex: -100 }],
      "softmaxCrossEntropy: targets: row 0 is -1; expected a class index",
    ],
    [
      "weights whose product overflows",
      [two, [0, 1], { sampleWeights: [1, 1e200], classWeights: [1e200, 1] }],
      "softmaxCrossEntropy: sampleWeights: entry 1 is 1e+200 and classWeights: entry 0 is 1e+200; expected a product",
    ],
    ["a mask of text", [two, [0, 1], { mask: [1, "no"] }], 'softmaxCrossEntropy: mask: entry 1 is "no"; expected true'],
    [
      "an infinite scale",
      [two, [0, 1], { gradientScale: inf }],
      "softmaxCrossEntropy: gradientScale is Infinity; expected a finite number",
    ],
    [
      "a gradient that is no matrix",
      [two, [0, 1], { gradient: [0, 0] }],
      "softmaxCrossEntropy: gradient is an Array of 2; expected true or a matrix",
    ],
    [
      "row losses that are no Float64Array",
      [two, [0, 1], { rowLosses: [0, 0] }],
      "softmaxCrossEntropy: rowLosses is an Array of 2; expected true or a Float64Array",
    ],
    [
      "a gradient of another shape",
      [two, [0, 1], { gradient: matrix(2, 3) }],
      "softmaxCrossEntropy: gradient is 2 x 3; expected the shape of the logits, 2 x 2",
    ],
    [
      "too few row losses",
      [two, [0, 1], { rowLosses: new Float64Array(1) }],
      "softmaxCrossEntropy: rowLosses has length 1; expected 2 numbers, one a row",
    ],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });

  test("the gradient may not lie over the logits", () => {
    const memory = new Float64Array(6);
    const z = logits(matrix(2, 2, memory.subarray(0, 4)));
    for (const data of [z.data, memory.subarray(2, 6), new Float64Array(memory.buffer, 8, 4)]) {
      expect(() => softmaxCrossEntropy(z, [0, 1], { gradient: matrix(2, 2, data) })).toThrow(
        "softmaxCrossEntropy: gradient is the logits' own memory; expected another",
      );
    }
    const larger = new Float64Array(8);
    const gradient = matrix(2, 2, larger.subarray(4));
    softmaxCrossEntropy(logits(matrix(2, 2, larger.subarray(0, 4))), [0, 1], { gradient });
    expect(Array.from(gradient.data)).toEqual([-0.5, 0.5, 0.5, -0.5]);
  });

  test("nothing has been written then", () => {
    const gradient: Matrix = matrix(2, 2);
    const rowLosses = new Float64Array(2);
    const bad: [number[][], unknown, object][] = [
      [
        [
          [0, 1],
          [-inf, -inf],
        ],
        [0, 1],
        {},
      ],
      [
        [
          [0, 1],
          [inf, inf],
        ],
        [0, 1],
        {},
      ],
      [two, [0, 7], {}],
      [
        two,
        [
          [0, 1],
          [0, 0.5],
        ],
        {},
      ],
      [two, [0, 1], { classWeights: [1, -1] }],
    ];
    for (const [z, targets, options] of bad) {
      expect(() => call(z, targets, { ...options, gradient, rowLosses })).toThrow(RangeError);
    }
    expect(() => call(two, [0, 1], { gradient, rowLosses: new Float64Array(3) })).toThrow(RangeError);
    expect([...gradient.data, ...rowLosses]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("a row that the mask leaves out may hold any target and only infinities", () => {
    const rows = [
      [0, 0],
      [-inf, -inf],
    ];
    const padding: [number[] | number[][], string][] = [
      [[0, -100], "index"],
      [
        [
          [1, 0],
          [0, 0],
        ],
        "soft",
      ],
    ];
    for (const [targets, kind] of padding) {
      const total = softmaxCrossEntropy(rows, targets, { mask: [1, 0], gradient: true });
      expect(total, kind).toMatchObject({ sum: Math.LN2, weight: 1, count: 1, ignored: 1 });
      expect(Array.from(total.gradient.data)).toEqual([-0.5, 0.5, 0, 0]);
    }
    expect(() =>
      softmaxCrossEntropy(
        rows,
        [
          [1, 0],
          [0, 0],
        ],
        { mask: [1, 1] },
      ),
    ).toThrow("targets: row 1 sums to 0");
  });

  test("probabilities may be soft targets", () => {
    expect(softmaxCrossEntropy([[0, 0]], probabilities([[0.5, 0.5]])).sum).toBe(Math.LN2);
  });
});

test("the example of the comment holds", () => {
  const example = softmaxCrossEntropy(
    [
      [2, 1, 0.1],
      [0, 3, -1],
    ],
    [0, 1],
  );
  expect(String(example.mean)).toMatch(/^0\.24145/);
});
