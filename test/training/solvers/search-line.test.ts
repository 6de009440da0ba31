import { describe, expect, test } from "vitest";
import { pointAt } from "../../../src/training/solvers/objective.js";
import { searchLine } from "../../../src/training/solvers/search-line.js";

/** Searches from 0 to the right a function of one number, given with its derivative. */
function search(value: (x: number) => number, slope: (x: number) => number): number | undefined {
  const objective = ([x]: Float64Array) => ({ value: value(x), gradient: [slope(x)] });
  const evaluate = (x: Float64Array) => pointAt("search", objective, x);
  return searchLine(evaluate(new Float64Array(1)), Float64Array.of(1), evaluate)?.x[0];
}

describe("searchLine", () => {
  test.each([
    ["takes the whole step where it leads to the bottom", 1, 1],
    ["or somewhat too far", 0.6, 1],
    ["halves one that leads up the other side", 0.4, 0.5],
    ["and one that gains next to nothing", 0.500001, 0.5],
    ["doubles one after which the slope is nearly what it was", 30, 4],
  ])("%s: a bowl with its bottom at %d", (_, bottom, expected) => {
    const found = search(
      (x) => (x - bottom) ** 2,
      (x) => 2 * (x - bottom),
    );
    expect(found).toBe(expected);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "does not go where the value or the gradient is %d",
    (bad) => {
      const value = (x: number) => (x - 1) ** 2;
      const slope = (x: number) => 2 * (x - 1);
      expect(search((x) => (x > 0.7 ? bad : value(x)), slope)).toBe(0.5);
      expect(search(value, (x) => (x > 0.7 ? bad : slope(x)))).toBe(0.5);
    },
  );

  test("where the value no longer tells, the slope does", () => {
    const flat = (x: number) => 1 + (x > 0 ? Number.EPSILON : 0);
    expect(search(flat, (x) => 1e-12 * (x - 1))).toBe(1);
  });

  test("finds nothing uphill, or where the function falls for ever", () => {
    expect(
      search(
        (x) => x,
        () => 1,
      ),
    ).toBeUndefined();
    expect(
      search(
        (x) => -x,
        () => -1,
      ),
    ).toBeUndefined();
  });
});
