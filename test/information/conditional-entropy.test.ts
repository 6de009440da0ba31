import { expect, test } from "vitest";
import { conditionalEntropy, entropy } from "../../src/information/index.js";
import "../within-ulps.js";

// Against scikit-learn, SciPy and mpmath, with the identities that bind the two: mutual-information.test.ts.

test("by hand: the second row is a fair coin, seen half of the time", () => {
  const joint = [
    [0.5, 0],
    [0.25, 0.25],
  ];
  expect(conditionalEntropy(joint)).toBeWithinUlps(0.5 * Math.LN2, 1);
});

test("it is the mean of the rows' entropies, and of the transposed table another number", () => {
  const joint = [
    [0.1, 0.2, 0.1],
    [0.3, 0.2, 0.1],
  ];
  const rows = 0.4 * entropy([0.25, 0.5, 0.25]) + 0.6 * entropy([0.5, 1 / 3, 1 / 6]);
  expect(conditionalEntropy(joint)).toBeRelativelyClose(rows, 1e-14);
  const columns = [
    [0.1, 0.3],
    [0.2, 0.2],
    [0.1, 0.1],
  ];
  expect(conditionalEntropy(columns)).toBeLessThan(rows - 0.1);
});

test("a nearly certain column keeps its digits", () => {
  expect(conditionalEntropy([[1, 1e-20]])).toBeRelativelyClose(1e-20 * (1 + 20 * Math.LN10), 1e-15);
});
