import { expect, test } from "vitest";
import { labelDerivative } from "../../src/loss/label-derivative.js";
import "../within-ulps.js";

test("what is left of two equal halves is tanh(z / 2), with all its digits", () => {
  expect(labelDerivative(0.5, 0.5, 1e-50)).toBe(2.5e-51);
  expect(labelDerivative(2, 2, -1e-300)).toBe(-1e-300);
  expect(labelDerivative(1, 1, 0.25)).toBeWithinUlps(0.1243530017715962, 1); // mpmath: tanh(1/8)
});

test("both forms give one number where they meet, and no and yes alone", () => {
  for (const z of [-0.5, 0.5]) {
    for (const [yes, no] of [
      [1, 0],
      [0, 1],
      [0.3, 2],
    ]) {
      const inside = labelDerivative(yes, no, z * (1 - 2 ** -53));
      expect(inside).toBeWithinUlps(labelDerivative(yes, no, z), 2);
    }
  }
  expect(labelDerivative(1, 0, 0)).toBe(-0.5);
  expect(labelDerivative(0, 1, Number.NEGATIVE_INFINITY)).toBe(0);
  expect(labelDerivative(1, 0, Number.NEGATIVE_INFINITY)).toBe(-1);
});
