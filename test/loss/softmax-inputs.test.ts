import { describe, expect, test } from "vitest";
import { polyLoss } from "../../src/loss/poly-loss.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { softmaxFocalLoss } from "../../src/loss/softmax-focal-loss.js";
import { logits, probabilities } from "../../src/numerics/kinds.js";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import { softmax } from "../../src/numerics/softmax.js";

const inf = Number.POSITIVE_INFINITY;

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
      "softmaxCrossEntropy: logits: row 1 has nothing but -Infinity",
    ],
    ["two +Infinity", [[[inf, inf]], [0]], "softmaxCrossEntropy: logits: row 0 has more than one +Infinity"],
    [
      "one column",
      [
        [[1], [2]],
        [0, 0],
      ],
      "softmaxCrossEntropy: logits have 1 column; expected 2 or more",
    ],
    [
      "swapped arguments",
      [
        [0, 1],
        [
          [2, 1],
          [0, 3],
        ],
      ],
      "softmaxCrossEntropy: logits have 1 column, and targets are rows; expected 2 or more: predictions come first, targets second",
    ],
    [
      "swapped arguments, a matrix",
      [[0, 1], logits([[2, 1]])],
      "softmaxCrossEntropy: logits have 1 column, and targets are rows; expected 2 or more: predictions come first",
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
      "softmaxCrossEntropy: sampleWeights: entry 1 is 1e+200, classWeights: entry 0 is 1e+200; expected a product",
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
        "softmaxCrossEntropy: gradient is logits' own memory; expected another",
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

  test("of a float32 matrix too large for a cache, nothing that could be taken for numbers", () => {
    const [rows, cols] = [300, 1000];
    const { data } = matrix(rows, cols, new Float32Array(rows * cols));
    const gradient = matrix(rows, cols, new Float32Array(rows * cols));
    const rowLosses = new Float64Array(rows);
    const targets = new Int32Array(rows);
    const loss = (options: object = {}) =>
      softmaxCrossEntropy(logits({ rows, cols, data }), targets, { ...options, gradient, rowLosses });
    data[299 * cols + 998] = Number.NaN;
    const unchecked = { rows, cols, data, kind: "logits" as const };
    const nan = "softmaxCrossEntropy: logits: row 299, column 998 is NaN; expected a number";
    expect(() => softmaxCrossEntropy(unchecked, targets, { gradient, rowLosses })).toThrow(nan);
    expect(gradient.data.every(Number.isNaN) && rowLosses.every(Number.isNaN)).toBe(true);
    expect(() => softmaxCrossEntropy(unchecked, targets)).toThrow(nan);
    const mask = new Uint8Array(rows).fill(1, 0, 299);
    expect(softmaxCrossEntropy(unchecked, targets, { mask, gradient }).mean).toBeCloseTo(Math.log(cols), 6);
    expect(gradient.data.subarray(-cols).every((x) => x === 0)).toBe(true);
    data[299 * cols + 998] = inf;
    expect(loss().mean).toBe(inf);
    expect(() => loss({ zLoss: 1 })).toThrow("row 299, column 998 is Infinity; expected finite logits with zLoss");
    data[299 * cols] = inf;
    expect(loss).toThrow("row 299 has more than one +Infinity; expected one at the most");
    data.fill(-inf, 299 * cols);
    expect(loss).toThrow("row 299 has nothing but -Infinity; expected a class that is possible");
    data[299 * cols] = -5;
    expect(loss().sum).toBeCloseTo(299 * Math.log(cols), 3);
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

describe("options that no number can be made of", () => {
  const z = [[1, 2]];
  test.each<[unknown, string]>([
    [{ zLoss: "1" }, 'softmaxCrossEntropy: zLoss is "1"; expected a finite number, 0 or more'],
    [{ zLoss: 1n }, "softmaxCrossEntropy: zLoss is 1n; expected a finite number, 0 or more"],
    [{ temperature: 2 ** -1030 }, "expected one whose inverse is finite"],
    [
      { gradientScale: 1e308, sampleWeights: [3] },
      "softmaxCrossEntropy: gradientScale is 1e+308, and the weight of row 0 3; expected a finite product",
    ],
    [{ mask: null }, "softmaxCrossEntropy: mask is null; expected a value"],
  ])("%o", (options, message) => {
    expect(() => softmaxCrossEntropy(z, [0], options as object)).toThrow(message);
  });

  test("an option that is null is refused by every softmax loss", () => {
    expect(() => polyLoss(z, [0], null as never)).toThrow("polyLoss: options is null; expected an object");
    expect(() => softmaxFocalLoss(z, [0], null as never)).toThrow(
      "softmaxFocalLoss: options is null; expected an object",
    );
  });

  test("a derivative that overflows is Infinity, and 0 times the scale 0", () => {
    const huge = { zLoss: 1, sampleWeights: [4], gradient: true } as const;
    const rows = [[1e308, 0]];
    expect(Array.from(softmaxCrossEntropy(rows, [0], huge).gradient.data)).toEqual([inf, 0]);
    expect(Array.from(softmaxCrossEntropy(rows, [0], { ...huge, gradientScale: 0 }).gradient.data)).toEqual([0, 0]);
  });
});
