import { expect, test } from "vitest";
import { reliabilityBins } from "../../src/evaluation/reliability.js";
import { reliabilityDiagram } from "../../src/figures/reliability-diagram.js";

type Points = { x: number[]; y: number[]; error_y: { array: number[]; arrayminus: number[] } };

// 8 of 10 happened where 0.75 was stated: Wilson's interval is [0.490162, 0.943318] (statsmodels proportion_confint).
const bins = reliabilityBins(Array(10).fill(0.75), [1, 1, 1, 1, 1, 1, 1, 1, 0, 0], 4);

test("a point a bin that has rows, with Wilson's interval", () => {
  const points = reliabilityDiagram(bins).data[1] as Points;
  expect(points.x).toEqual([0.75]);
  expect(points.y).toEqual([0.8]);
  expect(points.y[0] - points.error_y.arrayminus[0]).toBeCloseTo(0.490162, 5);
  expect(points.y[0] + points.error_y.array[0]).toBeCloseTo(0.943318, 5);
});

test("counts the rows of every bin, the empty ones too", () => {
  expect(reliabilityDiagram(bins).data[2]).toMatchObject({ x: [0.125, 0.375, 0.625, 0.875], y: [0, 0, 0, 10] });
});

test("says the mean gap, the widest and how many intervals hold what was stated", () => {
  expect(reliabilityDiagram(bins).text).toBe(
    "Over 10 rows stated probability and observed share differ by 0.05 on average, most between 0.75 and 1 (stated 0.75, observed 0.8, 10 rows); the 95 % interval holds the stated probability in 1 of 1 bin with rows.",
  );
});

test("refuses bins without rows", () => {
  expect(() => reliabilityDiagram(reliabilityBins([], []))).toThrow("no bin has a row");
});
