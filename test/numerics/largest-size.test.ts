import { expect, test } from "vitest";
import { largestSize } from "../../src/numerics/largest-size.js";

test("the largest size, of either sign, of what is finite", () => {
  expect(largestSize([1, -3, 2])).toBe(3);
  expect(largestSize(Float32Array.of(-Infinity, 0.5, Number.NaN, Infinity))).toBe(0.5);
  expect(largestSize([])).toBe(0);
  expect(largestSize([-Infinity])).toBe(0);
});
