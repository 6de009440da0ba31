import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rocCurve } from "../../src/evaluation/roc.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const { cases } = golden<{
  cases: {
    name: string;
    scores: number[];
    targets: number[];
    falsePositiveRate: number[];
    truePositiveRate: number[];
    thresholds: number[];
    area: number;
  }[];
}>("evaluation/roc");
const inf = Number.POSITIVE_INFINITY;

describe("against scikit-learn", () => {
  test.each(cases)("$name", ({ scores, targets, ...expected }) => {
    const curve = rocCurve(scores, targets);
    expect(curve.falsePositiveRate).toBeWithinUlps(expected.falsePositiveRate, 1);
    expect(curve.truePositiveRate).toBeWithinUlps(expected.truePositiveRate, 1);
    expect(Array.from(curve.thresholds)).toEqual(expected.thresholds);
    expect(curve.area).toBeWithinUlps(expected.area, 8);
  });
});

describe("the area", () => {
  const rows = fc
    .array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(1)), { minLength: 2, maxLength: 40 })
    .filter((pairs) => new Set(pairs.map(([, target]) => target)).size === 2);

  test("is the share of pairs in the right order, ties counted half", () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const [ones, zeros] = [1, 0].map((label) => pairs.filter(([, y]) => y === label).map(([score]) => score));
        const wins = ones.flatMap((a) => zeros.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
        const share = wins.reduce((a: number, b) => a + b, 0) / wins.length;
        const [scores, targets] = [pairs.map(([s]) => s), pairs.map(([, y]) => y)];
        expect(rocCurve(scores, targets).area).toBe(share);
        expect(
          rocCurve(
            scores.map((s) => -s),
            targets,
          ).area,
        ).toBeCloseTo(1 - share, 14);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("is what the corners of the curve enclose, and does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const curve = (all: typeof pairs) =>
          rocCurve(
            all.map(([s]) => s),
            all.map(([, y]) => y),
          );
        const { area, falsePositiveRate: x, truePositiveRate: y } = curve(pairs);
        let trapezoids = 0;
        for (let i = 1; i < x.length; i++) trapezoids += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
        expect(area).toBeCloseTo(trapezoids, 12);
        expect(curve(pairs.toReversed())).toEqual(curve(pairs));
        expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test("takes infinite scores as the highest and the lowest, ties among them half", () => {
    expect(rocCurve([inf, inf, 0, -inf, -inf], [1, 0, 1, 1, 0]).area).toBe(0.5);
    expect(rocCurve([inf, -inf], [1, 0]).area).toBe(1);
  });
});

test("errors name the row and the value", () => {
  expect(() => rocCurve([1, Number.NaN], [1, 0])).toThrow("rocCurve: scores: row 1 is NaN; expected a number");
  expect(() => rocCurve([1, 2], [1, 2])).toThrow("rocCurve: targets: row 1 is 2; expected 0 or 1");
  expect(() => rocCurve([1, 2], [1])).toThrow("rocCurve: targets has length 1; expected 2 numbers, as scores has");
  expect(() => rocCurve([1, 2], [1, 1])).toThrow("rocCurve: targets have 2 ones and 0 zeros; expected both");
  expect(() => rocCurve([], [])).toThrow("rocCurve: targets have 0 ones and 0 zeros; expected both");
});

test("the example of the comment holds", () => {
  expect(rocCurve([0.9, 0.4, 0.6], [1, 0, 1]).area).toBe(1);
});
