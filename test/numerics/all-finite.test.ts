import { expect, test } from "vitest";
import { allFinite } from "../../src/numerics/all-finite.js";

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d is seen at every place", (value) => {
  for (let length = 1; length <= 9; length++) {
    for (let at = 0; at < length; at++) {
      const data = new Float32Array(length);
      data[at] = value;
      expect(allFinite(data)).toBe(false);
      expect(allFinite(data, at + 1)).toBe(true);
      expect(allFinite(data, 0, at)).toBe(true);
    }
  }
});

test("large, small and negative numbers are finite, and so is nothing", () => {
  expect(allFinite([1e308, -1e308, 5e-324, -0, 1e308])).toBe(true);
  expect(allFinite([])).toBe(true);
});
