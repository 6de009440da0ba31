import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wilsonInterval } from "../../src/evaluation/interval.js";
import { expectedCalibrationError, reliabilityBins } from "../../src/evaluation/reliability.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const { stated, happened, curves } = golden<{
  stated: number[];
  happened: number[];
  curves: { bins: number; counts: number[]; stated: number[]; observed: number[]; expectedCalibrationError: number }[];
}>("evaluation/reliability");

describe("against scikit-learn and NumPy", () => {
  test.each(curves)("$bins bins", ({ bins, ...expected }) => {
    const own = reliabilityBins(stated, happened, bins);
    expect(own.map((bin) => bin.count)).toEqual(expected.counts);
    const full = own.filter((bin) => bin.count > 0);
    expect(full.map((bin) => bin.stated)).toBeRelativelyClose(expected.stated, 1e-13);
    expect(full.map((bin) => bin.observed)).toBeRelativelyClose(expected.observed, 1e-14);
    expect(expectedCalibrationError(own)).toBeRelativelyClose(expected.expectedCalibrationError, 1e-12);
    for (const bin of full) {
      expect(bin.interval).toEqual(wilsonInterval(Math.round(bin.observed * bin.count), bin.count));
    }
  });
});

describe("reliabilityBins", () => {
  test("a bin begins with its lower edge, and the last one ends with 1", () => {
    const bins = reliabilityBins([0, 0.1, 0.3, 0.7, 0.9999999999999999, 1], [0, 0, 0, 1, 1, 1]);
    expect(bins.map((bin) => bin.count)).toEqual([1, 1, 0, 1, 0, 0, 0, 1, 0, 2]);
    expect(bins[3]).toMatchObject({ lower: 0.3, upper: 0.4, stated: 0.3, observed: 0 });
  });

  test("every edge, and the number before it, is in the bin that says so", () => {
    for (let bins = 1; bins <= 120; bins++) {
      const edges = Array.from({ length: bins }, (_, k) => k / bins);
      const before = edges.slice(1).map((edge) => edge * (1 - Number.EPSILON / 2));
      for (const p of [...edges, ...before, 1]) {
        const bin = reliabilityBins([p], [1], bins).find(({ count }) => count === 1);
        expect(bin !== undefined && bin.lower <= p && (p < bin.upper || p === 1), `${p} of ${bins} bins`).toBe(true);
      }
    }
  });

  test("every row is in one bin", () => {
    const rows = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1)));
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 30 }), (pairs, count) => {
        const bins = reliabilityBins(
          pairs.map(([p]) => p),
          pairs.map(([, y]) => y),
          count,
        );
        expect(bins.length).toBe(count);
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(pairs.length);
        for (const bin of bins.filter(({ count }) => count > 0)) {
          expect(bin.stated).toBeGreaterThanOrEqual(bin.lower * (1 - 1e-15));
          expect(bin.stated).toBeLessThanOrEqual(bin.upper * (1 + 1e-15));
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("an empty bin knows nothing", () => {
    const [empty] = reliabilityBins([0.9], [1], 2);
    expect(empty).toEqual({
      lower: 0,
      upper: 0.5,
      count: 0,
      stated: Number.NaN,
      observed: Number.NaN,
      interval: [0, 1],
    });
  });

  test("errors name the argument, the row and the value", () => {
    expect(() => reliabilityBins([0.5, 1.5], [0, 1])).toThrow(
      "reliabilityBins: stated: row 1 is 1.5; expected a number from 0 to 1",
    );
    expect(() => reliabilityBins([0.5], [2])).toThrow("reliabilityBins: happened: row 0 is 2; expected 0 or 1");
    expect(() => reliabilityBins([0.5], [0.5])).toThrow("reliabilityBins: happened: row 0 is 0.5; expected 0 or 1");
    expect(() => reliabilityBins([0.5], [])).toThrow("reliabilityBins: happened has length 0; expected 1 number");
    expect(() => reliabilityBins([0.5], [1], 0)).toThrow(
      "reliabilityBins: bins is 0; expected a whole number, 1 to 1000000",
    );
  });
});

describe("expectedCalibrationError", () => {
  test("by hand: 2 rows off by 0.25, 1 row off by 0.5", () => {
    expect(expectedCalibrationError(reliabilityBins([0.25, 0.25, 1], [0, 1, 1], 2))).toBeCloseTo(
      (2 * 0.25 + 0) / 3,
      15,
    );
    expect(expectedCalibrationError(reliabilityBins([0.25, 0.25, 0.5], [0, 0, 1], 2))).toBeCloseTo((0.5 + 0.5) / 3, 15);
  });

  test("is 0 where the stated share happened, NaN without rows", () => {
    expect(expectedCalibrationError(reliabilityBins([0.5, 0.5], [0, 1]))).toBe(0);
    expect(expectedCalibrationError(reliabilityBins([], []))).toBeNaN();
  });
});

test("the example of the comment holds", () => {
  expect(reliabilityBins([0.1, 0.9, 0.95], [0, 1, 0])[9].observed).toBe(0.5);
});
