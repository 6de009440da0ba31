import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ctcLoss } from "../../src/loss/ctc-loss.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits, probabilities } from "../../src/numerics/kinds.js";
import { matrix, toRows } from "../../src/numerics/matrix.js";
import { softmax } from "../../src/numerics/softmax.js";
import { golden } from "../golden.js";
import { alignments, labellings } from "./alignments.js";
import "../within-ulps.js";

interface Golden {
  cases: {
    logits: number[][];
    lengths: number[];
    labels: number[][];
    blank: number;
    rowLosses: number[];
    gradient: number[][] | null;
  }[];
  long: {
    frames: number;
    classes: number;
    labels: number[];
    scale: number;
    loss: number;
    places: number[];
    gradient: number[][];
  }[];
  extremes: { logits: number[][]; labels: number[]; loss: number; gradient: number[][] }[];
}
const { cases, long, extremes } = golden<Golden>("loss/ctc-loss");
const inf = Number.POSITIVE_INFINITY;

describe("against PyTorch in float64", () => {
  const named = cases.map((c, i) => ({ ...c, name: `${i}: lengths ${c.lengths}, labels ${c.labels.join(" | ")}` }));

  test.each(named)("$name", ({ logits: z, labels, lengths, blank, ...expected }) => {
    const total = ctcLoss(z, labels, { lengths, blank, gradient: true, rowLosses: true });
    // PyTorch adds logarithms up without a carry: a loss near 0 keeps its absolute error.
    expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-14, 1);
    if (expected.gradient) expect(total.gradient.data).toBeRelativelyClose(expected.gradient.flat(), 1e-13, 1);
    const impossible = expected.rowLosses.flatMap((loss, n) => (loss === inf ? [n] : []));
    expect(total).toMatchObject({ weight: labels.length, count: labels.length, infiniteRows: impossible });
  });

  test("there are repeats, empty sequences, other blanks and impossible ones among them", () => {
    const sequences = cases.flatMap((c) => c.labels);
    expect(sequences.filter((s) => s.length === 0).length).toBeGreaterThan(3);
    expect(sequences.filter((s) => s.some((k, i) => k === s[i - 1])).length).toBeGreaterThan(10);
    expect(cases.filter((c) => c.blank !== 0).length).toBeGreaterThan(10);
    expect(cases.flatMap((c) => c.rowLosses).filter((loss) => loss === inf)).toHaveLength(2);
  });
});

describe("long sequences and extreme logits, against mpmath", () => {
  test.each(long)("$frames frames, $classes classes", ({ frames, classes, labels, scale, loss, places, gradient }) => {
    const z = Array.from({ length: frames }, (_, t) =>
      Array.from({ length: classes }, (_, k) => ((((37 * t * (k + 1) + 11 * k * k) % 64) - 32) / 16) * scale),
    );
    const total = ctcLoss(z, [labels], { gradient: true });
    expect(total.sum).toBeWithinUlps(loss, 2);
    const rows = toRows(total.gradient);
    for (const [i, t] of places.entries()) expect(rows[t], `frame ${t}`).toBeRelativelyClose(gradient[i], 1e-12, 1);
  });

  const named = extremes.map((c) => ({ ...c, name: `${JSON.stringify(c.logits.slice(0, 3))}, labels ${c.labels}` }));
  test.each(named)("$name", ({ logits: z, labels, loss, gradient }) => {
    const total = ctcLoss(z, [labels], { gradient: true });
    expect(total.sum).toBeWithinUlps(loss, 4);
    // As for the softmax: the rounding of a logarithm is the relative error of the share it stands for.
    const gaps = z.map((row) => Math.max(...row) - Math.min(...row.filter(Number.isFinite))).filter(Number.isFinite);
    const gap = Math.min(1e12, Math.max(0, ...gaps));
    const tolerance = z.length * (8 + gap) * 2 ** -53;
    // Near a probability of 1 the gradient is that small, and keeps its digits.
    expect(total.gradient.data).toBeRelativelyClose(gradient.flat(), tolerance, Math.min(1, loss));
  });
});

test("near a probability of 1 every entry of the gradient keeps its digits, also where shares all but cancel", () => {
  const { logits: z, labels, gradient } = extremes[1];
  expect({ z, labels }).toEqual({
    z: [
      [0, 40],
      [40, 0],
    ],
    labels: [1],
  });
  expect(ctcLoss(z, [labels], { gradient: true }).gradient.data).toBeRelativelyClose(gradient.flat(), 1e-13);
});

describe("against every alignment", () => {
  const entry = fc.double({ min: -8, max: 8, noNaN: true });
  const short = fc
    .record({ classes: fc.integer({ min: 2, max: 4 }), frames: fc.integer({ min: 0, max: 5 }), pick: fc.nat(1e6) })
    .chain(({ classes, frames, pick }) =>
      fc.record({
        z: fc.array(fc.array(entry, { minLength: classes, maxLength: classes }), {
          minLength: frames,
          maxLength: frames,
        }),
        labels: fc.array(fc.nat(classes - 2), { maxLength: 4 }),
        blank: fc.constant(pick % classes),
      }),
    )
    .map(({ z, labels, blank }) => ({ z, blank, labels: labels.map((k) => (k >= blank ? k + 1 : k)) }));

  test("the loss is -log of the sum over those that say the labels, the gradient their shares", () => {
    let possible = 0;
    fc.assert(
      fc.property(short, ({ z, labels, blank }) => {
        const p = z.map((row) => Array.from(softmax([row]).data));
        const fitting = alignments(p, blank).filter((a) => a.labels.join() === labels.join());
        const sum = fitting.reduce((all, { probability }) => all + probability, 0);
        const total = ctcLoss(matrixOf(z), [labels], { blank, gradient: true });
        expect(total.sum).toBeRelativelyClose(-Math.log(sum), 1e-13, 1);
        if (sum === 0) return;
        possible++;
        const gradient = p.map((row, t) =>
          row.map((value, k) => {
            const through = fitting.filter(({ path }) => path[t] === k);
            return value - through.reduce((all, { probability }) => all + probability, 0) / sum;
          }),
        );
        expect(total.gradient.data).toBeRelativelyClose(gradient.flat(), 1e-13, 1);
      }),
      { seed: 5, numRuns: 300 },
    );
    expect(possible).toBeGreaterThan(100);
  });

  test("a loss near 0 and its gradient keep their digits: what is missing is the sum of all that say something else", () => {
    const sure = fc.array(fc.tuple(fc.nat(2), fc.double({ min: 5, max: 30, noNaN: true })), {
      minLength: 1,
      maxLength: 4,
    });
    let least = 1;
    fc.assert(
      fc.property(sure, (frames) => {
        const z = frames.map(([class_, by]) => [0, 0.5, -0.5].map((x, k) => (k === class_ ? x + by : x)));
        const labels = frames.map(([k]) => k).filter((k, t, path) => k !== 0 && k !== path[t - 1]);
        const p = z.map((row) => Array.from(softmax([row]).data));
        const all = alignments(p, 0);
        const [fitting, others] = [true, false].map((fits) =>
          all.filter((a) => (a.labels.join() === labels.join()) === fits),
        );
        const sum = (some: typeof all) => some.reduce((total, { probability }) => total + probability, 0);
        const missed = sum(others);
        least = Math.min(least, missed);
        const total = ctcLoss(z, [labels], { gradient: true });
        expect(total.sum).toBeRelativelyClose(-Math.log1p(-missed), 1e-14);
        p.forEach((row, t) => {
          row.forEach((_, k) => {
            const at = (some: typeof all) => sum(some.filter(({ path }) => path[t] === k));
            const share =
              k === frames[t][0]
                ? 1 -
                  [0, 1, 2]
                    .filter((j) => j !== k)
                    .reduce((rest, j) => rest + sum(fitting.filter(({ path }) => path[t] === j)), 0) /
                    (1 - missed)
                : at(fitting) / (1 - missed);
            // Shares come from logarithms of up to 120, whose rounding errors add up over the frames.
            const scale = Math.max(at(others), missed * share);
            expect(Math.abs(total.gradient.data[3 * t + k] - (at(others) - missed * share))).toBeLessThanOrEqual(
              1e-12 * scale,
            );
          });
        });
      }),
      { seed: 12, numRuns: 200 },
    );
    expect(least).toBeLessThan(1e-12);
  });

  test("the probabilities of all sequences of labels sum to 1", () => {
    const z = [
      [0.3, -1, 2],
      [1, 0, 0.5],
      [0, 2, -0.5],
      [0.25, 0.5, 0],
    ];
    const all = [...labellings(toRows(softmax(z)), 0).keys()].map((key) =>
      key === "" ? [] : key.split(",").map(Number),
    );
    expect(all.length).toBeGreaterThan(10);
    const sum = all.reduce((sum, labels) => sum + Math.exp(-ctcLoss(z, [labels]).sum), 0);
    expect(sum).toBeRelativelyClose(1, 1e-15);
  });

  const matrixOf = (z: number[][]) => (z.length > 0 ? z : logits(matrix(0, 4)));
});

describe("identities", () => {
  const {
    logits: z,
    labels,
    lengths,
    blank,
  } = cases.find((c) => c.labels.length === 3 && c.gradient) as Golden["cases"][0];

  test("one frame is softmax cross-entropy", () => {
    const one = ctcLoss([[2, 1, 40]], [[2]], { gradient: true });
    const same = softmaxCrossEntropy([[2, 1, 40]], [2], { gradient: true });
    expect(one.sum).toBe(same.sum);
    expect(one.gradient.data).toBeWithinUlps(same.gradient.data, 1);
  });

  test("the gradient is the difference quotient of the sum", () => {
    const sampleWeights = [0.5, 2, 1];
    const { gradient } = ctcLoss(z, labels, { lengths, blank, sampleWeights, gradient: true });
    const h = 2 ** -17;
    for (let i = 0; i < gradient.data.length; i++) {
      const at = (shift: number) => {
        const shifted = z.map((row) => row.slice());
        shifted[Math.floor(i / gradient.cols)][i % gradient.cols] += shift;
        return ctcLoss(shifted, labels, { lengths, blank, sampleWeights }).sum;
      };
      expect(Math.abs(gradient.data[i] - (at(h) - at(-h)) / (2 * h)), `entry ${i}`).toBeLessThan(1e-8);
    }
  });

  test("sequences laid end to end are the sequences one by one, bit by bit", () => {
    const together = ctcLoss(z, labels, { lengths, blank, gradient: true, rowLosses: true });
    let start = 0;
    for (const [n, length] of lengths.entries()) {
      const one = ctcLoss(z.slice(start, start + length), [labels[n]], { blank, gradient: true });
      expect(together.rowLosses?.[n]).toBe(one.sum);
      expect(toRows(together.gradient).slice(start, start + length)).toEqual(toRows(one.gradient));
      start += length;
    }
  });

  test("without a gradient the loss is the same, and every row of the gradient sums to 0", () => {
    const total = ctcLoss(z, labels, { lengths, blank, gradient: true });
    expect(ctcLoss(z, labels, { lengths, blank }).sum).toBe(total.sum);
    for (const row of toRows(total.gradient)) expect(Math.abs(row.reduce((a, b) => a + b, 0))).toBeLessThan(1e-15);
  });

  test("a sample weight of 2 is the sequence twice, a mask is the sequence left out", () => {
    const single = ctcLoss(z, labels, { lengths, blank, gradient: true, rowLosses: true });
    const losses = Array.from(single.rowLosses ?? []);
    const weighted = ctcLoss(z, labels, { lengths, blank, sampleWeights: [2, 1, 0], gradient: true });
    expect(weighted.sum).toBeWithinUlps(2 * losses[0] + losses[1], 1);
    expect(weighted.weight).toBe(3);
    const masked = ctcLoss(z, [[blank, -7], labels[1], labels[2]], {
      lengths,
      blank,
      mask: [0, 1, 1],
      gradient: true,
      rowLosses: true,
    });
    expect(masked).toMatchObject({ weight: 2, count: 2, ignored: 1 });
    expect(masked.sum).toBeWithinUlps(losses[1] + losses[2], 1);
    expect(masked.rowLosses?.[0]).toBe(0);
    const cut = lengths[0] * masked.gradient.cols;
    expect(masked.gradient.data.subarray(0, cut).every((g) => g === 0)).toBe(true);
    const scaled = ctcLoss(z, labels, { lengths, blank, gradient: true, gradientScale: -0.25 });
    expect(scaled.sum).toBe(single.sum);
    expect(scaled.gradient.data).toEqual(single.gradient.data.map((g) => -0.25 * g));
    expect(masked.gradient.data.subarray(cut)).toEqual(single.gradient.data.subarray(cut));
    expect(weighted.gradient.data.subarray(0, cut)).toBeWithinUlps(
      single.gradient.data.subarray(0, cut).map((g) => 2 * g),
      0,
    );
  });
});

describe("what no alignment fits", () => {
  // (1, 1) needs a blank between: three frames.
  const z = logits(matrix(7, 3));
  const labels = [
    [1, 1],
    [1, 2],
    [2, 1, 2],
  ];
  const lengths = [2, 3, 2];

  test("is Infinity, named, its gradient 0, the others unharmed", () => {
    const total = ctcLoss(z, labels, { lengths, gradient: true, rowLosses: true });
    expect(total).toMatchObject({
      sum: inf,
      mean: inf,
      count: 3,
      weight: 3,
      infinite: 2,
      infiniteRows: [0, 2],
      zeroed: 0,
    });
    const possible = ctcLoss(logits(matrix(3, 3)), [[1, 2]], { gradient: true });
    expect(Array.from(total.rowLosses ?? [])).toEqual([inf, possible.sum, inf]);
    const nothing = [0, 0, 0];
    expect(toRows(total.gradient)).toEqual([nothing, nothing, ...toRows(possible.gradient), nothing, nothing]);
  });

  test("is left out and counted with zeroInfinity", () => {
    const total = ctcLoss(z, labels, { lengths, zeroInfinity: true, gradient: true, rowLosses: true });
    const possible = ctcLoss(logits(matrix(3, 3)), [[1, 2]]);
    expect(total).toMatchObject({ sum: possible.sum, weight: 1, count: 1, ignored: 2, infinite: 0, zeroed: 2 });
    expect(total.mean).toBe(possible.sum);
    expect(total.gradient).toEqual(ctcLoss(z, labels, { lengths, gradient: true }).gradient);
    const gradient = matrix(7, 3, new Float64Array(21).fill(9));
    ctcLoss(z, labels, { lengths, mask: [0, 1, 1], gradient });
    expect(gradient).toEqual(total.gradient);
  });

  test("is 0 with a sample weight of 0", () => {
    const total = ctcLoss(z, labels, { lengths, sampleWeights: [0, 1, 0] });
    expect(total).toMatchObject({ infinite: 0, weight: 1, count: 3 });
    expect(total.sum).toBeLessThan(inf);
  });

  test("is also a -Infinity on the only way", () => {
    const total = ctcLoss(
      [
        [0, -inf, 0],
        [0, -inf, 0],
      ],
      [[1]],
      { gradient: true },
    );
    expect(total).toMatchObject({ sum: inf, infiniteRows: [0] });
    expect(total.gradient.data).toEqual(new Float64Array(6));
  });

  test("a loss beyond the largest number is Infinity too, never NaN", () => {
    const far = [-8e307, -8e307, 0];
    expect(ctcLoss([far, far], [[1]], { gradient: true }).sum).toBe(1.6e308);
    expect(ctcLoss([far, far, far], [[1]], { gradient: true })).toMatchObject({ sum: inf, infiniteRows: [0] });
  });

  test("no frames say nothing, and nothing else", () => {
    const empty = logits(matrix(0, 3));
    expect(ctcLoss(empty, [[]], { gradient: true })).toMatchObject({ sum: 0, weight: 1, infinite: 0 });
    expect(ctcLoss(empty, [[1]])).toMatchObject({ sum: inf, infinite: 1 });
    expect(ctcLoss(empty, [])).toMatchObject({ sum: 0, weight: 0, count: 0 });
    expect(ctcLoss(logits(matrix(2, 3)), [[], []], { lengths: [0, 2] }).sum).toBeWithinUlps(2 * Math.log(3), 1);
  });
});

describe("memory", () => {
  test("gradient and rowLosses are filled where they are given, float32 too", () => {
    const { logits: z, labels, lengths, blank } = cases[0];
    const gradient = matrix(z.length, z[0].length, new Float32Array(z.length * z[0].length).fill(9));
    const rowLosses = new Float64Array(labels.length).fill(9);
    const total = ctcLoss(z, labels, { lengths, blank, gradient, rowLosses });
    const made = ctcLoss(z, labels, { lengths, blank, gradient: true, rowLosses: true });
    expect(total.gradient).toBe(gradient);
    expect(total.rowLosses).toBe(rowLosses);
    expect(gradient.data).toEqual(Float32Array.from(made.gradient.data));
    expect(rowLosses).toEqual(made.rowLosses);
  });
});

describe("errors name the function, the argument, the place and the value", () => {
  const call = (...args: unknown[]) => (ctcLoss as (...args: unknown[]) => unknown)(...args);
  const z = [
    [0, 1, 2],
    [0, 1, 2],
  ];
  test.each<[string, unknown[], string]>([
    [
      "the blank among the labels",
      [z, [[1, 0]]],
      "ctcLoss: labels: sequence 0, label 1 is 0; expected a class index, a whole number from 0 to 2 and not the blank, 0",
    ],
    ["a label that is no class", [z, [[3]]], "ctcLoss: labels: sequence 0, label 0 is 3; expected a class index"],
    ["a fraction", [z, [[1.5]]], "ctcLoss: labels: sequence 0, label 0 is 1.5"],
    ["one flat sequence", [z, [1, 2], { lengths: [1, 1] }], "ctcLoss: labels: sequence 0 is 1; expected class indices"],
    ["no labels", [z], "ctcLoss: labels is undefined; expected sequences of labels"],
    [
      "two sequences without lengths",
      [z, [[1], [2]]],
      "ctcLoss: lengths is not given; expected 2 numbers of frames, one a sequence, that sum to the 2 rows of the logits",
    ],
    [
      "lengths that leave frames",
      [z, [[1]], { lengths: [1] }],
      "ctcLoss: lengths sum to 1; expected 2, the rows of the logits",
    ],
    [
      "lengths beyond the frames",
      [z, [[1], [2]], { lengths: [1, 2] }],
      "ctcLoss: lengths: sequence 1 is 2; expected a number of frames, 0 to 1",
    ],
    ["a length of a half", [z, [[1], [2]], { lengths: [0.5, 1.5] }], "ctcLoss: lengths: sequence 0 is 0.5"],
    [
      "a blank that is no class",
      [z, [[1]], { blank: 3 }],
      "ctcLoss: blank is 3; expected a class index, a whole number from 0 to 2",
    ],
    ["one column", [[[1], [1]], [[]]], "ctcLoss: logits have 1 column; expected 2 or more"],
    ["NaN", [[[0, Number.NaN]], [[1]]], "ctcLoss: logits: row 0, column 1 is NaN"],
    [
      "a frame of -Infinity",
      [
        [
          [0, 1],
          [-inf, -inf],
        ],
        [[1]],
      ],
      "ctcLoss: row 1 has nothing but -Infinity",
    ],
    ["two +Infinity", [[[inf, inf]], [[1]]], "ctcLoss: row 0 has more than one +Infinity"],
    [
      "probabilities",
      [probabilities([[0.5, 0.5]]), [[1]]],
      "ctcLoss: logits: got a matrix of probabilities; expected logits",
    ],
    ["a weight too many", [z, [[1]], { sampleWeights: [1, 1] }], "ctcLoss: sampleWeights has length 2; expected 1"],
    ["an infinite scale", [z, [[1]], { gradientScale: inf }], "ctcLoss: gradientScale is Infinity"],
    ["zeroInfinity as a number", [z, [[1]], { zeroInfinity: 1 }], "ctcLoss: zeroInfinity is 1; expected true or false"],
    ["a negative weight", [z, [[1]], { sampleWeights: [-1] }], "ctcLoss: sampleWeights: entry 0 is -1"],
    ["a mask of the frames", [z, [[1]], { mask: [1, 1] }], "ctcLoss: mask has length 2; expected 1"],
    [
      "a gradient of another shape",
      [z, [[1]], { gradient: matrix(1, 3) }],
      "ctcLoss: gradient is 1 x 3; expected the shape of the logits, 2 x 3",
    ],
    [
      "rowLosses of the frames",
      [z, [[1]], { rowLosses: new Float64Array(2) }],
      "ctcLoss: rowLosses has length 2; expected 1",
    ],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });

  test("nothing is written before everything is checked", () => {
    const gradient = matrix(2, 2);
    gradient.data.fill(9);
    const rowLosses = new Float64Array(2).fill(9);
    expect(() =>
      ctcLoss(
        [
          [0, 1],
          [inf, inf],
        ],
        [[1], [1]],
        { lengths: [1, 1], gradient, rowLosses },
      ),
    ).toThrow("row 1");
    expect(gradient.data).toEqual(new Float64Array(4).fill(9));
    expect(rowLosses).toEqual(new Float64Array(2).fill(9));
  });
});
