import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ContrastiveLossOptions, contrastiveLoss } from "../../src/loss/contrastive-loss.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { fromRows, matrix, toRows } from "../../src/numerics/matrix.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Golden {
  left: number[][];
  right: number[][];
  positives: number[];
  cases: {
    positives: "diagonal" | "given";
    columns: number;
    temperature: number;
    rowLosses: number[];
    sum: number;
    left: number[][];
    right: number[][];
    byTemperature: number;
    mean?: number;
  }[];
  extremes: {
    left: number[][];
    right: number[][];
    temperature: number;
    rowLosses: number[];
    leftGradient: number[][];
    rightGradient: number[][];
    byTemperature: number;
  }[];
}
const torch = golden<Golden>("loss/contrastive-loss");
const { left, right, positives } = torch;
const all = { gradients: true, rowLosses: true } as const;

describe("against PyTorch in float64", () => {
  test.each(torch.cases)("$positives positives, temperature $temperature", ({ temperature, columns, ...expected }) => {
    const options = { ...all, temperature, ...(expected.positives === "given" && { positives }) };
    const total = contrastiveLoss(left, right.slice(0, columns), options);
    expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-14);
    expect(total.sum).toBeRelativelyClose(expected.sum, 1e-14);
    expect(total.gradients.left.data).toBeRelativelyClose(expected.left.flat(), 1e-13, 1);
    expect(total.gradients.right.data).toBeRelativelyClose(expected.right.flat(), 1e-13, 1);
    expect(total.gradients.temperature).toBeRelativelyClose(expected.byTemperature, 1e-13);
    expect(total).toMatchObject({ weight: 5, count: 5, ignored: 0, infinite: 0 });
    if (expected.mean !== undefined) expect(total.mean).toBeRelativelyClose(expected.mean, 1e-14);
  });
});

describe("pairs found or missed with much confidence, against mpmath", () => {
  test.each(torch.extremes)("temperature $temperature, $left", ({ temperature, ...expected }) => {
    const total = contrastiveLoss(expected.left, expected.right, { ...all, temperature });
    expect(total.rowLosses).toBeWithinUlps(expected.rowLosses, 4);
    expect(total.gradients.left.data).toBeWithinUlps(expected.leftGradient.flat(), 8);
    expect(total.gradients.right.data).toBeWithinUlps(expected.rightGradient.flat(), 8);
    expect(total.gradients.temperature).toBeWithinUlps(expected.byTemperature, 8);
  });
});

describe("identities", () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  const row = fc.array(number, { minLength: 2, maxLength: 2 });
  const sides = fc.integer({ min: 1, max: 6 }).chain((n) => {
    const rows = fc.array(row, { minLength: n, maxLength: n });
    return fc.tuple(rows, rows, fc.array(fc.nat(n - 1), { minLength: n, maxLength: n }));
  });
  const scoresOf = (a: number[][], b: number[][]) => a.map((u) => b.map((v) => u[0] * v[0] + u[1] * v[1]));
  const transposed = (rows: number[][]) => rows[0].map((_, j) => rows.map((r) => r[j]));

  test("it is the mean of the softmax cross-entropies of the scores and of their transpose", () => {
    fc.assert(
      fc.property(sides, ([a, b, partners]) => {
        if (a.length < 2) return;
        const scores = scoresOf(a, b);
        const inRows = softmaxCrossEntropy(scores, partners).sum;
        const columns = transposed(scores);
        const inColumns = softmaxCrossEntropy(
          partners.map((j) => columns[j]),
          partners.map((_, i) => i),
        ).sum;
        expect(contrastiveLoss(a, b, { positives: partners }).sum).toBeRelativelyClose((inRows + inColumns) / 2, 1e-14);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("the sides may be exchanged, with their gradients, when every row has one partner", () => {
    fc.assert(
      fc.property(sides, ([a, b]) => {
        const there = contrastiveLoss(a, b, all);
        const back = contrastiveLoss(b, a, all);
        expect(back.rowLosses).toEqual(there.rowLosses);
        expect(back.gradients.left.data).toBeRelativelyClose(there.gradients.right.data, 1e-14, 1);
        expect(back.gradients.right.data).toBeRelativelyClose(there.gradients.left.data, 1e-14, 1);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test("positives in their own order are the default, and the order of the rows does not matter", () => {
    const same = contrastiveLoss(left, right.slice(0, 5), { ...all, positives: [0, 1, 2, 3, 4] });
    expect(same).toEqual(contrastiveLoss(left, right.slice(0, 5), all));
    const turned = contrastiveLoss([...left].reverse(), right, { ...all, positives: [...positives].reverse() });
    const { rowLosses } = contrastiveLoss(left, right, { ...all, positives });
    expect(turned.rowLosses).toBeRelativelyClose([...(rowLosses ?? [])].reverse(), 1e-15);
  });

  test("one pair alone is no surprise, and equal scores are log N", () => {
    const alone = contrastiveLoss([[1, 2]], [[3, 4]], all);
    expect([alone.sum, ...alone.gradients.left.data, ...alone.gradients.right.data].map(Math.abs)).toEqual(
      Array(5).fill(0),
    );
    expect(contrastiveLoss(Array(8).fill([0, 0]), Array(8).fill([1, 1])).mean).toBeWithinUlps(Math.log(8), 1);
  });

  test("the gradients are the difference quotients of the sum", () => {
    const options: ContrastiveLossOptions = { positives, temperature: 0.5 };
    const { gradients } = contrastiveLoss(left, right, { ...options, gradients: true });
    const h = 2 ** -17;
    const moved = (rows: number[][], i: number, d: number, shift: number) =>
      rows.map((row, r) => row.map((x, c) => (r === i && c === d ? x + shift : x)));
    for (let d = 0; d < 3; d++) {
      for (let i = 0; i < 5; i++) {
        const [up, down] = [h, -h].map((shift) => contrastiveLoss(moved(left, i, d, shift), right, options).sum);
        expect(Math.abs(gradients.left.data[i * 3 + d] - (up - down) / (2 * h))).toBeLessThan(5e-9);
      }
      for (let j = 0; j < 7; j++) {
        const [up, down] = [h, -h].map((shift) => contrastiveLoss(left, moved(right, j, d, shift), options).sum);
        expect(Math.abs(gradients.right.data[j * 3 + d] - (up - down) / (2 * h))).toBeLessThan(5e-9);
      }
    }
    const [up, down] = [h, -h].map((t) => contrastiveLoss(left, right, { positives, temperature: 0.5 + t }).sum);
    expect(Math.abs(gradients.temperature - (up - down) / (2 * h))).toBeLessThan(1e-7);
  });
});

describe("memory", () => {
  test("gradients and rowLosses are filled where they are given, and given back", () => {
    const memory = { left: matrix(5, 3), right: matrix(7, 3) };
    memory.left.data.fill(9);
    memory.right.data.fill(9);
    const rowLosses = new Float64Array(5);
    const total = contrastiveLoss(left, right, { positives, gradients: memory, rowLosses });
    expect(total.gradients.left).toBe(memory.left);
    expect(total.gradients.right).toBe(memory.right);
    expect(total.rowLosses).toBe(rowLosses);
    expect(total).toEqual(contrastiveLoss(left, right, { positives, ...all }));
  });

  test("gradientScale multiplies the gradients and nothing else", () => {
    const plain = contrastiveLoss(left, right, { positives, ...all });
    const scaled = contrastiveLoss(left, right, { positives, ...all, gradientScale: -2 });
    expect(scaled.rowLosses).toEqual(plain.rowLosses);
    expect(scaled.gradients.left.data).toEqual(plain.gradients.left.data.map((g) => -2 * g));
    expect(scaled.gradients.right.data).toEqual(plain.gradients.right.data.map((g) => -2 * g));
    expect(scaled.gradients.temperature).toBe(-2 * plain.gradients.temperature);
    expect(() => contrastiveLoss(left, right, { positives, gradientScale: Number.NaN })).toThrow(
      "contrastiveLoss: gradientScale is NaN; expected a finite number",
    );
  });

  test("without the options there is neither; without rows there is nothing", () => {
    const total = contrastiveLoss(left, right, { positives, gradients: false, rowLosses: false });
    expect(total.gradients).toBeUndefined();
    expect(total.rowLosses).toBeUndefined();
    expect(contrastiveLoss([], [], all)).toMatchObject({ sum: 0, weight: 0, gradients: { temperature: 0 } });
    const none = contrastiveLoss(matrix(0, 3), right, { positives: [], gradients: true });
    expect(toRows(none.gradients.right)).toEqual(Array(7).fill([0, 0, 0]));
  });

  test("float32 embeddings are read as they are", () => {
    const [a, b] = [left, right].map((rows) => Float32Array.from(rows.flat()));
    const narrow = contrastiveLoss(matrix(5, 3, a), matrix(7, 3, b), { positives, ...all });
    const wide = [matrix(5, 3, Float64Array.from(a)), matrix(7, 3, Float64Array.from(b))] as const;
    expect(narrow).toEqual(contrastiveLoss(...wide, { positives, ...all }));
  });
});

describe("errors name the function, the argument, the row and the value", () => {
  const call = (...args: unknown[]) => (contrastiveLoss as (...args: unknown[]) => unknown)(...args);
  const two = [
    [1, 2],
    [3, 4],
  ];
  const shared = new Float64Array(8);
  const nan = [
    [1, 2],
    [3, Number.NaN],
  ];
  test.each<[string, unknown[], string]>([
    ["no right side", [two], "contrastiveLoss: right is undefined; expected a matrix or rows of numbers"],
    ["NaN", [nan, two], "contrastiveLoss: left: row 1, column 1 is NaN; expected a finite number"],
    ["other columns", [two, [[1], [2]]], "contrastiveLoss: right has 1 column; expected 2, as left has"],
    ["other rows", [two, [[1, 2]]], "contrastiveLoss: right has 1 row; expected 2, as left has, or positives"],
    ["a score too large", [[[1e200]], [[1e200]]], "the score of left row 0 and right row 0 is Infinity"],
    ["a temperature of 0", [two, two, { temperature: 0 }], "contrastiveLoss: temperature is 0; expected a finite"],
    ["a temperature in text", [two, two, { temperature: "1" }], 'contrastiveLoss: temperature is "1"; expected'],
    ["few positives", [two, two, { positives: [1] }], "contrastiveLoss: positives has length 1; expected 2 rows"],
    [
      "no such row",
      [two, two, { positives: [1, 2] }],
      "contrastiveLoss: positives: row 1 is 2; expected a row of right, 0 to 1",
    ],
    [
      "a gradient of another shape",
      [two, two, { gradients: { left: matrix(2, 2), right: matrix(2, 3) } }],
      "contrastiveLoss: gradients: right is 2 x 3; expected the shape of right, 2 x 2",
    ],
    [
      "one gradient only",
      [two, two, { gradients: { left: matrix(2, 2) } }],
      "contrastiveLoss: gradients: right is undefined; expected the shape of right, 2 x 2",
    ],
    [
      "a gradient over the embeddings",
      [
        matrix(2, 2, shared.subarray(4)),
        fromRows(two),
        { gradients: { left: matrix(2, 2, shared.subarray(2, 6)), right: matrix(2, 2) } },
      ],
      "contrastiveLoss: gradients: left is left's own memory; expected another",
    ],
    [
      "both gradients in one memory",
      [two, two, { gradients: { left: matrix(2, 2, shared.subarray(4)), right: matrix(2, 2, shared.subarray(2, 6)) } }],
      "contrastiveLoss: gradients: right is gradients: left's own memory; expected another",
    ],
    ["short row losses", [two, two, { rowLosses: new Float64Array(1) }], "contrastiveLoss: rowLosses has length 1"],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });

  test("nothing has been written then", () => {
    const gradients = { left: matrix(2, 1), right: matrix(2, 1) };
    const rowLosses = new Float64Array(2);
    expect(() => contrastiveLoss([[1], [1e200]], [[1], [1e200]], { gradients, rowLosses })).toThrow(RangeError);
    expect([...gradients.left.data, ...gradients.right.data, ...rowLosses]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

test("the example of the comment holds", () => {
  const unit = [
    [1, 0],
    [0, 1],
  ];
  expect(contrastiveLoss(unit, unit).mean).toBeWithinUlps(Math.log1p(Math.exp(-1)), 1);
});
