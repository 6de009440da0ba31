import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SigmoidCrossEntropyOptions, sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits, probabilities } from "../../src/numerics/kinds.js";
import { fromRows, matrix } from "../../src/numerics/matrix.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Golden {
  logits: number[][];
  targets: number[][];
  sampleWeights: number[];
  mask: number[];
  labelSmoothing: number;
  posWeight: number;
  combinations: {
    columns: number;
    posWeight: boolean;
    labelSmoothing: boolean;
    sampleWeights: boolean;
    mask: boolean;
    rowLosses: number[];
    sum: number;
    weight: number;
    gradient: number[][];
  }[];
  mean: number;
  extremes: { z: number; y: number; loss: number; gradient: number }[];
}
const torch = golden<Golden>("loss/sigmoid-cross-entropy");
const z = fromRows(torch.logits);
const y = fromRows(torch.targets);
const inf = Number.POSITIVE_INFINITY;

describe("every combination of options, against PyTorch in float64", () => {
  const named = torch.combinations.map((c) => {
    const on = (["posWeight", "labelSmoothing", "sampleWeights", "mask"] as const).filter((option) => c[option]);
    return { ...c, name: [`${c.columns} columns`, ...on].join(", "), on };
  });

  test.each(named)("$name", ({ on, columns, ...expected }) => {
    const options: SigmoidCrossEntropyOptions & { classWeights?: never } = Object.fromEntries(
      on.map((option) => [option, torch[option]]),
    );
    const first = (rows: number[][]) => fromRows(rows.map((row) => row.slice(0, columns)));
    const all = { ...options, gradient: true, rowLosses: true } as const;
    const total = sigmoidCrossEntropy(logits(first(torch.logits)), first(torch.targets), all);
    expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-13);
    expect(total.sum).toBeRelativelyClose(expected.sum, 1e-14);
    expect(total.weight).toBeRelativelyClose(expected.weight, 1e-14);
    expect(total.gradient.data).toBeRelativelyClose(expected.gradient.flat(), 1e-14, 1);
    const ignored = expected.mask ? torch.mask.filter((flag) => flag === 0).length : 0;
    expect(total).toMatchObject({ count: 6 - ignored, ignored, infinite: 0 });
    if (columns === 1) {
      const flat = sigmoidCrossEntropy(
        torch.logits.map((row) => row[0]),
        torch.targets.map((row) => row[0]),
        all,
      );
      expect(flat).toEqual(total);
    }
  });

  test("the mean over all entries is PyTorch's", () => {
    expect(sigmoidCrossEntropy(logits(z), y).mean).toBeRelativelyClose(torch.mean, 1e-14);
  });
});

describe("from -Infinity to Infinity, against mpmath", () => {
  test.each(torch.extremes)("z = $z, y = $y", (c) => {
    const total = sigmoidCrossEntropy([c.z], [c.y], { gradient: true });
    expect(total.sum).toBeWithinUlps(c.loss, 3);
    // Between yes and no the derivative is a difference: there only its absolute error is small.
    if (c.y === 0 || c.y === 1) expect(total.gradient.data[0]).toBeWithinUlps(c.gradient, 3);
    else expect(total.gradient.data[0]).toBeRelativelyClose(c.gradient, 2e-16, 1);
    expect(total.infinite).toBe(c.loss === inf ? 1 : 0);
    expect(total.weight).toBe(1);
  });

  test("confident and wrong by 40 still moves, confident and right by 40 is not 0", () => {
    const { gradient, rowLosses } = sigmoidCrossEntropy([40, -40, 40, -40], [0, 1, 1, 0], {
      gradient: true,
      rowLosses: true,
    });
    expect(rowLosses).toBeWithinUlps([40, 40, 4.248354255291589e-18, 4.248354255291589e-18], 2);
    expect(gradient.data).toBeWithinUlps([1, -1, -4.248354255291589e-18, 4.248354255291589e-18], 2);
  });
});

describe("identities", () => {
  const logit = fc.double({ min: -40, max: 40, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test("of two classes, (0, z) under softmax is z under the sigmoid", () => {
    fc.assert(
      fc.property(logit, fc.nat(1), (x, label) => {
        const binary = sigmoidCrossEntropy([x], [label], { gradient: true });
        const twoClasses = softmaxCrossEntropy([[0, x]], [label], { gradient: true });
        expect(twoClasses.sum).toBeWithinUlps(binary.sum, 4);
        expect(twoClasses.gradient.data[1]).toBeWithinUlps(binary.gradient.data[0], 4);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("yes and no are mirror images", () => {
    fc.assert(
      fc.property(logit, (x) => {
        const yes = sigmoidCrossEntropy([x], [1], { gradient: true });
        const no = sigmoidCrossEntropy([-x], [0], { gradient: true });
        expect(no.sum).toBe(yes.sum);
        expect(no.gradient.data[0]).toBe(-yes.gradient.data[0]);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test("a target in between is the mixture of both", () => {
    fc.assert(
      fc.property(logit, share, (x, t) => {
        const [yes, no] = [1, 0].map((label) => sigmoidCrossEntropy([x], [label]).sum);
        expect(sigmoidCrossEntropy([x], [t]).sum).toBeRelativelyClose(t * yes + (1 - t) * no, 1e-15);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test("options that say nothing change nothing, bit by bit", () => {
    const all = { gradient: true, rowLosses: true } as const;
    const ones = torch.mask.map(() => 1);
    const neutral = { labelSmoothing: 0, posWeight: 1, sampleWeights: ones, mask: ones };
    expect(sigmoidCrossEntropy(logits(z), y, { ...all, ...neutral })).toEqual(sigmoidCrossEntropy(logits(z), y, all));
  });

  test("the gradient is the difference quotient of the sum", () => {
    const { sampleWeights, mask, labelSmoothing, posWeight } = torch;
    const options = { sampleWeights, mask, labelSmoothing, posWeight };
    const { gradient } = sigmoidCrossEntropy(logits(z), y, { ...options, gradient: true });
    const h = 2 ** -17;
    for (let i = 0; i < z.data.length; i++) {
      const at = (shift: number) => {
        const data = z.data.slice();
        data[i] += shift;
        return sigmoidCrossEntropy(logits(matrix(z.rows, z.cols, data)), y, options).sum;
      };
      expect(Math.abs(gradient.data[i] - (at(h) - at(-h)) / (2 * h))).toBeLessThan(2e-9);
    }
  });
});

describe("weights and masks of columns and entries", () => {
  const all = { gradient: true, rowLosses: true } as const;
  const rows = [
    [0.5, -2, 3],
    [1, 0, -40],
  ];
  const labels = [1, 0, 1, 0, 0.5, 1];

  test("every column is a loss of its own, with its own posWeight and classWeight", () => {
    const weighted = sigmoidCrossEntropy(rows, labels, { ...all, posWeight: [2, 1, 0.5], classWeights: [1, 3, 0.25] });
    const columns = [0, 1, 2].map((k) =>
      sigmoidCrossEntropy(
        rows.map((row) => row[k]),
        [labels[k], labels[3 + k]],
        { ...all, posWeight: [2, 1, 0.5][k], sampleWeights: [[1, 3, 0.25][k], [1, 3, 0.25][k]] },
      ),
    );
    const sum = (read: (total: (typeof columns)[0]) => number) => columns.reduce((s, total) => s + read(total), 0);
    expect(weighted.sum).toBeWithinUlps(
      sum((total) => total.sum),
      2,
    );
    expect(weighted.weight).toBeWithinUlps(
      sum((total) => total.weight),
      2,
    );
    for (const [k, column] of columns.entries()) {
      expect([weighted.gradient.data[k], weighted.gradient.data[3 + k]]).toEqual(Array.from(column.gradient.data));
    }
  });

  test("a mask of entries leaves out entries, a row of none is ignored", () => {
    const masked = sigmoidCrossEntropy(rows, [1, Number.NaN, 1, 9, 9, 9], { ...all, mask: [1, 0, 1, 0, 0, 0] });
    const kept = sigmoidCrossEntropy([[0.5, 3]], [1, 1], all);
    expect(masked).toMatchObject({ sum: kept.sum, weight: 2, count: 1, ignored: 1 });
    expect(Array.from(masked.gradient.data)).toEqual([kept.gradient.data[0], 0, kept.gradient.data[1], 0, 0, 0]);
    const byRow = sigmoidCrossEntropy(rows, labels, { ...all, mask: [1, 0] });
    expect(sigmoidCrossEntropy(rows, labels, { ...all, mask: [1, 1, 1, 0, 0, 0] })).toEqual(byRow);
  });

  test("nested rows of targets are the matrix of them, bit by bit", () => {
    const z = [
      [0, 2],
      [1, -1],
    ];
    const y = [[1, 0], Float32Array.of(0.25, 1)];
    const options = { posWeight: [2, 3], mask: [1, 0, 1, 1], gradient: true } as const;
    expect(sigmoidCrossEntropy(z, y, options)).toEqual(sigmoidCrossEntropy(z, fromRows(y), options));
    expect(sigmoidCrossEntropy([1, 2], [[1], [0]])).toEqual(sigmoidCrossEntropy([1, 2], [1, 0]));
  });

  test("a target near 1 keeps the digits of its no", () => {
    expect(sigmoidCrossEntropy([1000], [1 - 2 ** -40]).sum).toBe(1000 * 2 ** -40);
    const smoothed = sigmoidCrossEntropy([1000], [1 - 2 ** -40], { labelSmoothing: 2 ** -50 });
    expect(smoothed.sum).toBeRelativelyClose(1000 * (2 ** -40 + 2 ** -51 - 2 ** -90), 1e-15);
  });
});

describe("impossible outcomes", () => {
  test("are counted and named, with a finite gradient", () => {
    const total = sigmoidCrossEntropy([0, inf, -inf, inf, -inf], [1, 0, 1, 1, 0], { gradient: true, rowLosses: true });
    expect(total).toMatchObject({ sum: inf, mean: inf, infinite: 2, infiniteRows: [1, 2], weight: 5 });
    expect(Array.from(total.rowLosses ?? [])).toEqual([Math.LN2, inf, inf, 0, 0]);
    expect(Array.from(total.gradient.data, (g) => g + 0)).toEqual([-0.5, 1, -1, 0, 0]);
  });

  test("cost nothing where their coefficient is 0", () => {
    expect(sigmoidCrossEntropy([-inf], [1], { posWeight: 0 })).toMatchObject({ sum: 0, weight: 0, infinite: 0 });
    expect(sigmoidCrossEntropy([-inf], [1], { sampleWeights: [0] })).toMatchObject({ sum: 0, weight: 0 });
    expect(sigmoidCrossEntropy([-inf], [1], { mask: [0] })).toMatchObject({ sum: 0, count: 0, ignored: 1 });
  });
});

describe("errors name the function, the argument, the row and the value", () => {
  const call = (...args: unknown[]) => (sigmoidCrossEntropy as (...args: unknown[]) => unknown)(...args);
  test.each<[string, unknown[], string]>([
    [
      "NaN",
      [
        [1, Number.NaN],
        [0, 1],
      ],
      "sigmoidCrossEntropy: logits: row 1, column 0 is NaN; expected a number",
    ],
    [
      "a target of 2",
      [
        [1, 2],
        [0, 2],
      ],
      "sigmoidCrossEntropy: targets: row 1 is 2; expected a number from 0 to 1",
    ],
    [
      "a target of -1",
      [[[1, 2]], [0, -1]],
      "sigmoidCrossEntropy: targets: row 0, column 1 is -1; expected a number from 0 to 1",
    ],
    ["a target that is NaN", [[1], [Number.NaN]], "sigmoidCrossEntropy: targets: row 0 is NaN"],
    ["a target that is text", [[1], ["1"]], 'sigmoidCrossEntropy: targets: row 0 is "1"'],
    [
      "too few targets",
      [[1, 2], [0]],
      "sigmoidCrossEntropy: targets has length 1; expected 2 numbers from 0 to 1, one a prediction",
    ],
    [
      "targets of another shape",
      [[1, 2], fromRows([[0, 1]])],
      "sigmoidCrossEntropy: targets are 1 x 2; expected the shape of the logits, 2 x 1",
    ],
    [
      "nested targets of another shape",
      [[[1, 2]], [[0, 1, 1]]],
      "sigmoidCrossEntropy: targets are 1 x 3; expected the shape of the logits, 1 x 2",
    ],
    [
      "nested targets that are ragged",
      [
        [[1], [2]],
        [[0], [0, 1]],
      ],
      "sigmoidCrossEntropy: targets: row 1 has 2 numbers; expected 1, as row 0 has",
    ],
    [
      "a nested target of 2",
      [[[1, 2]], [[0, 2]]],
      "sigmoidCrossEntropy: targets: row 0, column 1 is 2; expected a number from 0 to 1",
    ],
    [
      "a nested target that is text",
      [[[1, 2]], [[0, "1"]]],
      'sigmoidCrossEntropy: targets: row 0, column 1 is "1"; expected a number',
    ],
    [
      "probabilities as logits",
      [probabilities([0.5]), [1]],
      "sigmoidCrossEntropy: logits: got a matrix of probabilities; expected logits",
    ],
    [
      "swapped arguments",
      [[0, 1], logits([0.5, 0.2])],
      "sigmoidCrossEntropy: targets: got a matrix of logits; expected what is true: predictions come first, targets second",
    ],
    [
      "a negative posWeight",
      [[1], [0], { posWeight: -1 }],
      "sigmoidCrossEntropy: posWeight is -1; expected a finite number, 0 or more",
    ],
    [
      "class weights for one column",
      [[1], [0], { classWeights: [1] }],
      "sigmoidCrossEntropy: classWeights is an Array of 1; expected none for one column",
    ],
    [
      "a posWeight too few",
      [[[1, 2]], [0, 1], { posWeight: [1] }],
      "sigmoidCrossEntropy: posWeight has length 1; expected 2",
    ],
    [
      "a short mask",
      [[[1, 2]], [0, 1], { mask: [1, 0, 1] }],
      "sigmoidCrossEntropy: mask has length 3; expected 1 flag",
    ],
    [
      "weights whose product overflows",
      [[1], [0], { posWeight: 1e200, sampleWeights: [1e200] }],
      "sigmoidCrossEntropy: sampleWeights: entry 0 is 1e+200, posWeight: entry 0 is 1e+200; expected a product of 2^1000",
    ],
    ["smoothing below 0", [[1], [0], { labelSmoothing: -0.1 }], "sigmoidCrossEntropy: labelSmoothing is -0.1"],
    [
      "sample weights of another length",
      [[1], [0], { sampleWeights: [1, 2] }],
      "sigmoidCrossEntropy: sampleWeights has length 2; expected 1 weight",
    ],
    [
      "a gradient of another shape",
      [[1], [0], { gradient: matrix(1, 2) }],
      "sigmoidCrossEntropy: gradient is 1 x 2; expected the shape of the logits, 1 x 1",
    ],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });

  test("nothing has been written then", () => {
    const gradient = matrix(2, 1);
    expect(() => sigmoidCrossEntropy([1, 2], [0, 2], { gradient })).toThrow(RangeError);
    expect(() => sigmoidCrossEntropy([1, Number.NaN], [0, 1], { gradient })).toThrow(RangeError);
    expect(Array.from(gradient.data)).toEqual([0, 0]);
  });

  test("a row that the mask leaves out may hold any target", () => {
    const total = sigmoidCrossEntropy([0, 5], [1, -100], { mask: [true, false], gradient: true, rowLosses: true });
    expect(total).toMatchObject({ sum: Math.LN2, weight: 1, count: 1, ignored: 1 });
    expect(Array.from(total.gradient.data)).toEqual([-0.5, 0]);
    expect(Array.from(total.rowLosses ?? [])).toEqual([Math.LN2, 0]);
  });
});

test("the example of the comment holds", () => {
  expect(sigmoidCrossEntropy([0, 2, -40], [1, 1, 1]).sum).toBeCloseTo(Math.LN2 + 0.1269 + 40, 4);
});
