import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Logits, logits } from "../../src/numerics/kinds.js";
import { logSoftmax, logSumExp, softmax } from "../../src/numerics/softmax.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const { cases } = golden<{
  cases: { logits: number[]; logSumExp: number; softmax: number[]; logSoftmax: number[] }[];
}>("numerics/softmax");

describe("against mpmath", () => {
  test.each(cases.map((c) => ({ ...c, shown: c.logits.slice(0, 4).join(", ") })))("logits $shown", (c) => {
    expect(logSumExp(c.logits)).toBeWithinUlps(c.logSumExp, 2);
    expect(logSoftmax(logits([c.logits])).data).toBeWithinUlps(c.logSoftmax, 3);
    // z - max is rounded to half an ulp of itself, and e^ turns that absolute error into a relative one.
    const largest = Math.max(...c.logits);
    const p = softmax(logits([c.logits])).data;
    for (const [k, z] of c.logits.entries()) {
      const gap = Number.isFinite(largest - z) ? largest - z : 0;
      expect(p[k], `class ${k}`).toBeWithinUlps(c.softmax[k], 4 + gap);
    }
  });

  test("rows do not touch each other", () => {
    const rows = cases.filter((c) => c.logits.length === 2);
    const z = logits(rows.map((c) => c.logits));
    expect(softmax(z)).toMatchObject({ kind: "probabilities", rows: rows.length, cols: 2 });
    expect(softmax(z).data).toBeWithinUlps(
      rows.flatMap((c) => c.softmax),
      400,
    );
    expect(logSoftmax(z)).toMatchObject({ kind: "log-probabilities", rows: rows.length, cols: 2 });
    expect(logSoftmax(z).data).toBeWithinUlps(
      rows.flatMap((c) => c.logSoftmax),
      3,
    );
  });
});

describe("logSumExp", () => {
  test("keeps a small term beside a zero", () => {
    expect(logSumExp([0, -40])).toBeWithinUlps(4.248354255291589e-18, 1);
  });

  test("of nothing, of zeros, of an infinite term, of NaN", () => {
    expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
    expect(logSumExp([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBe(Number.NEGATIVE_INFINITY);
    expect(logSumExp([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1])).toBe(Number.POSITIVE_INFINITY);
    expect(logSumExp([Number.POSITIVE_INFINITY, Number.NaN])).toBeNaN();
    expect(logSumExp([Number.NaN, Number.POSITIVE_INFINITY])).toBeNaN();
    expect(logSumExp([7])).toBe(7);
  });
});

describe("softmax and logSoftmax", () => {
  const row = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 2, maxLength: 20 });

  test("rows sum to 1, and the logarithm is the logarithm", () => {
    fc.assert(
      fc.property(row, (z) => {
        const p = softmax(logits([z])).data;
        expect(Array.from(p).reduce((a, b) => a + b)).toBeCloseTo(1, 14);
        expect(Array.from(logSoftmax(logits([z])).data, Math.exp)).toBeRelativelyClose(p, 1e-12, 1e-300);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("a shift of all logits by a power of two changes nothing", () => {
    // Whole numbers, so that the shift itself rounds nothing.
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 2 }), (z) => {
        const shifted = z.map((x) => x + 2 ** 40);
        expect(softmax(logits([shifted])).data).toEqual(softmax(logits([z])).data);
        expect(logSoftmax(logits([shifted])).data).toEqual(logSoftmax(logits([z])).data);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test("errors name the row and the column", () => {
    const bad = (...rows: number[][]) =>
      ({ kind: "logits", rows: 2, cols: 2, data: Float64Array.from(rows.flat()) }) as const;
    const inf = Number.POSITIVE_INFINITY;
    expect(() => softmax(bad([0, 0], [1, Number.NaN]))).toThrow(
      new RangeError("softmax: logits: row 1, column 1 is NaN; expected a number"),
    );
    expect(() => softmax(bad([0, 0], [-inf, -inf]))).toThrow(
      new RangeError("softmax: row 1 has nothing but -Infinity; expected a class that is possible"),
    );
    expect(() => logSoftmax(bad([inf, inf], [0, 0]))).toThrow(
      new RangeError("logSoftmax: row 0 has more than one +Infinity; expected one at the most"),
    );
    expect(() => softmax(logits([1, 2]))).toThrow("softmax: logits have 1 column; expected 2 or more classes");
  });

  test("take no rows", () => {
    expect(softmax({ kind: "logits", rows: 0, cols: 3, data: new Float64Array(0) }).data.length).toBe(0);
  });
});

describe("the examples of the comments", () => {
  test("hold", () => {
    expect(logSumExp([1000, 1000])).toBe(1000.6931471805599);
    expect(softmax(logits([[0, 0]])).data).toEqual(Float64Array.of(0.5, 0.5));
    expect(logSoftmax(logits([[0, -1000]])).data).toEqual(Float64Array.of(0, -1000));
  });
});

test("nested rows are taken as logits, probabilities are refused", () => {
  expect(softmax([[0, 0]]).data).toEqual(Float64Array.of(0.5, 0.5));
  expect(logSoftmax([[0, -1000]]).data).toEqual(Float64Array.of(0, -1000));
  expect(() => softmax(softmax([[0, 0]]) as unknown as Logits)).toThrow(
    "softmax: logits: got a matrix of probabilities",
  );
});
