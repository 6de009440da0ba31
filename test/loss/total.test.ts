import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ctcLoss } from "../../src/loss/ctc-loss.js";
import { logLoss } from "../../src/loss/log-loss.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { Total, type TotalJson } from "../../src/loss/total.js";
import { TotalBuilder } from "../../src/loss/total-builder.js";
import { createRandom } from "../../src/numerics/random.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const { logits, indices } = golden<{ logits: number[][]; indices: number[] }>("loss/softmax-cross-entropy");
const inf = Number.POSITIVE_INFINITY;

/** A total of rows: [loss, weight], or undefined for a row that the mask leaves out. */
function totalOf(rows: readonly (readonly [number, number] | undefined)[]): Total {
  const builder = new TotalBuilder({});
  for (const [i, row] of rows.entries()) row ? builder.add(i, ...row) : builder.ignore(i);
  return builder.finish();
}

/** All that a total says, for a comparison bit by bit. */
const said = (total: Total) => [total.toJSON(), total.mean, total.standardError];

describe("merging", () => {
  const loss = fc.oneof(
    fc.double({ min: 0, max: 20, noNaN: true }),
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    fc.constant(inf),
  );
  const weight = fc.oneof(fc.constant(1), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }));
  const row = fc.oneof(fc.tuple(loss, weight), fc.constant(undefined));

  test("any partition in any order gives the same bits", () => {
    const parts = fc.array(fc.tuple(row, fc.nat(4)), { maxLength: 40 });
    fc.assert(
      fc.property(parts, fc.nat(), (labelled, seed) => {
        const whole = totalOf(labelled.map(([values]) => values));
        const shuffled = createRandom(seed).shuffle(labelled.slice());
        const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((part) =>
          totalOf(shuffled.filter(([, label]) => label === part).map(([values]) => values)),
        );
        const one = a.merge(b).merge(c).merge(d).merge(e);
        expect(said(e.merge(d.merge(b.merge(a).merge(c))))).toEqual(said(one));
        // Which rows are named is the one thing that depends on the parts.
        const { infiniteRows, ...expected } = whole.toJSON();
        expect(one).toMatchObject({ mean: whole.mean, standardError: whole.standardError });
        expect(one.toJSON()).toMatchObject(expected);
        const parted = new Set(labelled.map(([, label]) => label)).size > 1;
        expect(one.infiniteRows.length).toBe(parted ? 0 : infiniteRows.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("batches of a loss merge into the whole; a mean of means is another number", () => {
    const options = { classWeights: [0.5, 2, 0.1, 1] };
    const whole = softmaxCrossEntropy(logits, indices, options);
    const parts = [
      [0, 1],
      [1, 5],
      [5, 6],
    ].map(([start, end]) => softmaxCrossEntropy(logits.slice(start, end), indices.slice(start, end), options));
    const merged = parts.reduce((total, part) => total.merge(part), Total.zero);
    expect(said(merged)).toEqual(said(whole));
    const meanOfMeans = parts.reduce((sum, part) => sum + part.mean, 0) / 3;
    expect(Math.abs(meanOfMeans - whole.mean)).toBeGreaterThan(0.01);
  });

  test("what a loss has counted of its own adds up too, and goes through JSON", () => {
    const clip = logLoss([0, 1, 0.5], [1, 0, 1], { clip: 0.01 });
    const normalise = logLoss([[0.1, 0.3]], [0], { normalise: true });
    const zeroed = ctcLoss([[0, 0]], [[1, 1]], { zeroInfinity: true });
    const merged = [clip, normalise, zeroed, clip].reduce((a, b) => a.merge(b), Total.zero);
    expect(merged).toMatchObject({ count: 7, ignored: 1, clipped: 4, normalised: 1, zeroed: 1 });
    expect(Total.from(JSON.parse(JSON.stringify(merged)))).toEqual(merged);
    expect(softmaxCrossEntropy([[0, 0]], [1])).toMatchObject({ clipped: 0, normalised: 0, zeroed: 0 });
  });

  test.each([null, undefined, {}, { sum: 1, weight: 1, count: 1 }])("with %j is refused", (other) => {
    expect(() => Total.zero.merge(other as never)).toThrow(/^Total.merge: other is .*; expected a total$/);
  });

  test("counts add up; rows are no longer named and outputs are not carried along", () => {
    const rows = [
      [0, -inf],
      [0, 0],
    ];
    const part = softmaxCrossEntropy(rows, [1, 0], { mask: [1, 0], gradient: true, rowLosses: true });
    const merged = part.merge(part);
    expect(merged).toMatchObject({
      count: 2,
      ignored: 2,
      infinite: 2,
      infiniteRows: [],
      mean: inf,
      sum: inf,
      weight: 2,
    });
    expect(Object.keys(merged)).not.toContain("gradient");
    expect(Object.keys(merged)).not.toContain("rowLosses");
  });
});

describe("the sums", () => {
  test("are rounded once, at the end", () => {
    const small = Array.from({ length: 1000 }, () => [2 ** -53, 1] as const);
    expect(totalOf([[1, 1], ...small]).sum).toBe(1 + 1000 * 2 ** -53);
    expect(totalOf(Array.from({ length: 10 }, () => [0.1, 0.1] as const))).toMatchObject({
      sum: 1,
      weight: 1,
      mean: 1,
    });
  });

  test("have a mean even where they are beyond the largest number, and below the smallest normal one", () => {
    const huge = totalOf([
      [1.5e308, 1.5e308],
      [1.5e308, 1.5e308],
    ]);
    expect(huge).toMatchObject({ sum: inf, weight: inf, mean: 1, infinite: 0 });
    expect(totalOf([[5e-324, 1e-323]]).mean).toBe(0.5);
  });

  test("a loss that is no number is an error, not a sum that is none", () => {
    expect(() => totalOf([[Number.NaN, 1]])).toThrow("got NaN; expected a finite number");
    expect(() => totalOf([[1, inf]])).toThrow("got Infinity; expected a finite number");
  });
});

describe("the mean and its standard error", () => {
  test("of equal weights is the sample deviation over the root of n", () => {
    const losses = [0.1, 0.3, 0.8, 2.5];
    const total = totalOf(losses.map((loss) => [loss, 1]));
    const mean = losses.reduce((a, b) => a + b) / 4;
    const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / 3;
    expect(total.standardError).toBeRelativelyClose(Math.sqrt(variance / 4), 1e-15);
    const doubled = totalOf(losses.map((loss) => [2 * loss, 2]));
    expect(doubled.standardError).toBeWithinUlps(total.standardError, 1);
  });

  test("of unequal weights is that of the ratio", () => {
    const rows = [
      [0.2, 0.5],
      [3, 2],
      [0.9, 1],
      [0.05, 0.1],
      [0, 0],
    ] as const;
    const weight = 3.6;
    const mean = 4.15 / weight;
    const squares = rows.reduce((sum, [s, w]) => sum + (s - mean * w) ** 2, 0);
    const expected = Math.sqrt((4 / 3) * squares) / weight;
    expect(totalOf(rows).standardError).toBeRelativelyClose(expected, 1e-14);
    expect(totalOf(rows.slice(0, 4)).standardError).toBe(totalOf(rows).standardError);
  });

  test("loses no digits where all losses are nearly the same, or out of a square's range", () => {
    const near = totalOf([1e8, 1e8 + 2 ** -20, 1e8 - 2 ** -20].map((loss) => [loss, 1]));
    expect(near.standardError).toBeRelativelyClose(2 ** -20 / Math.sqrt(3), 1e-15);
    for (const scale of [1e300, 1e-310]) {
      const total = totalOf([scale, 3 * scale].map((loss) => [loss, 1]));
      expect(total.standardError).toBeRelativelyClose(scale, 1e-14);
    }
  });

  test("is NaN where there is nothing to compare, or the total was made of sums", () => {
    expect(totalOf([]).mean).toBeNaN();
    for (const rows of [
      [],
      [[1, 1]],
      [[1, 1], undefined],
      [
        [1, 1],
        [0, 0],
      ],
      [
        [1, 1],
        [inf, 1],
      ],
    ] as const) {
      expect(totalOf(rows as Parameters<typeof totalOf>[0]).standardError).toBeNaN();
    }
    const part = new Total({ sum: 3, weight: 2, count: 2 });
    expect(part.standardError).toBeNaN();
    expect(part.merge(totalOf([[1, 1]])).standardError).toBeNaN();
    expect(part.merge(totalOf([[1, 1]]))).toMatchObject({ sum: 4, weight: 3, count: 3 });
  });
});

describe("the total of nothing", () => {
  test("has no mean, and merging with it changes nothing", () => {
    expect(Total.zero.mean).toBeNaN();
    const part = new Total({ sum: 3, weight: 2, count: 2, ignored: 1, infinite: 0 });
    expect(Total.zero.merge(part)).toEqual(part);
    expect(said(part.merge(Total.zero))).toEqual(said(part));
    expect(said(Total.zero.merge(Total.zero))).toEqual(said(Total.zero));
    const named = totalOf([[1, 1], undefined, [inf, 1]]);
    expect(named.infiniteRows).toEqual([2]);
    expect(said(Total.zero.merge(named))).toEqual(said(named));
    expect(said(named.merge(Total.zero))).toEqual(said(named));
    // A row that was left out is a row: those of the other are numbered by another call.
    expect(named.merge(totalOf([undefined])).infiniteRows).toEqual([]);
  });

  test("ten infinite rows are named at the most", () => {
    expect(totalOf(Array.from({ length: 12 }, () => [inf, 1])).infiniteRows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const infiniteRows = Array.from({ length: 12 }, (_, i) => i);
    expect(new Total({ sum: 0, weight: 0, count: 12, infiniteRows }).infiniteRows.length).toBe(10);
  });
});

describe("from one machine to another", () => {
  const total = totalOf([[0.1, 0.3], [2, 1], undefined, [inf, 0.5], [1e-300, 1]]);

  test("JSON and back is the same, bit by bit", () => {
    const there = JSON.parse(JSON.stringify(total)) as TotalJson;
    const back = Total.from(there);
    expect(said(back)).toEqual(said(total));
    expect(back.sum).toBe(inf);
    expect(said(back.merge(total))).toEqual(said(total.merge(total)));
    expect(there.exact.weight).toBe("0x2ccccccccccccccp-56");
    const sums = Total.from(JSON.parse(JSON.stringify(new Total({ sum: 3, weight: 2, count: 2 }))));
    expect(sums).toMatchObject({ sum: 3, weight: 2, mean: 1.5, standardError: Number.NaN });
  });

  test("what toJSON has not written is refused", () => {
    const json = total.toJSON();
    expect(() => Total.from({ ...json, count: -1 })).toThrow(
      "Total.from: count is -1; expected a whole number, 0 or more",
    );
    expect(() => Total.from({ ...json, clipped: undefined as never })).toThrow("Total.from: clipped is undefined");
    expect(() => Total.from({ ...json, exact: { ...json.exact, loss: "2.1" } })).toThrow(
      'Total.from: exact.loss is "2.1"',
    );
    expect(() => Total.from({ sum: 1 } as unknown as TotalJson)).toThrow("Total.from: count is undefined");
    expect(() => Total.from(null as unknown as TotalJson)).toThrow("Total.from: count is undefined");
  });
});
