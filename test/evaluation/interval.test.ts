import { describe, expect, test } from "vitest";
import { meanWithInterval, wilsonInterval } from "../../src/evaluation/interval.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const scipy = golden<{
  wilson: { successes: number; count: number; interval: [number, number] }[];
  mean: { values: number[]; mean: number; standardError: number; interval: [number, number] };
}>("evaluation/interval");

describe("wilsonInterval", () => {
  test.each(scipy.wilson)("$successes of $count, against SciPy", ({ successes, count, interval }) => {
    expect(wilsonInterval(successes, count)).toBeRelativelyClose(interval, 1e-13);
  });

  test("stays inside [0, 1], ends there at none and all, and is symmetric", () => {
    for (let count = 1; count <= 60; count++) {
      for (let successes = 0; successes <= count; successes++) {
        const [lower, upper] = wilsonInterval(successes, count);
        expect(lower >= 0 && lower <= successes / count && successes / count <= upper && upper <= 1).toBe(true);
        const mirrored = wilsonInterval(count - successes, count);
        expect([1 - mirrored[1], 1 - mirrored[0]]).toBeRelativelyClose([lower, upper], 1e-14, 1);
      }
      expect(wilsonInterval(0, count)[0]).toBe(0);
      expect(wilsonInterval(count, count)[1]).toBe(1);
    }
  });

  test("of no rows is everything", () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});

describe("meanWithInterval", () => {
  test("against SciPy", () => {
    const { values, ...expected } = scipy.mean;
    const { mean, standardError, interval } = meanWithInterval(values);
    expect(mean).toBeRelativelyClose(expected.mean, 1e-14);
    expect(standardError).toBeRelativelyClose(expected.standardError, 1e-14);
    expect(interval).toBeRelativelyClose(expected.interval, 1e-14);
  });

  test("keeps the digits of values that are large and close together", () => {
    const shifted = meanWithInterval([2 ** 40 + 1, 2 ** 40 + 2, 2 ** 40 + 3]);
    expect(shifted.mean).toBe(2 ** 40 + 2);
    expect(shifted.standardError).toBe(Math.sqrt(1 / 3));
  });

  test("an infinite value has an infinite mean and no interval; one row has no error; none has no mean", () => {
    const infinite = meanWithInterval([1, Number.POSITIVE_INFINITY]);
    expect(infinite).toEqual({
      mean: Number.POSITIVE_INFINITY,
      standardError: Number.NaN,
      interval: [Number.NaN, Number.NaN],
    });
    expect(meanWithInterval([3])).toEqual({ mean: 3, standardError: Number.NaN, interval: [Number.NaN, Number.NaN] });
    expect(meanWithInterval([]).mean).toBeNaN();
    expect(meanWithInterval([2, 2])).toEqual({ mean: 2, standardError: 0, interval: [2, 2] });
  });
});

test("the examples of the comments hold", () => {
  const [lower, upper] = wilsonInterval(8, 10);
  expect([String(lower).slice(0, 5), String(upper).slice(0, 5)]).toEqual(["0.490", "0.943"]);
  expect(meanWithInterval([0.1, 0.3]).mean).toBe(0.2);
});
