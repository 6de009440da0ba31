import { describe, expect, test } from "vitest";
import { COEFFICIENTS, normalCdf, normalDensity } from "../../src/numerics/normal-cdf.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const fixture = golden<{ coefficients: number[]; x: number[]; phi: number[] }>("numerics/normal-cdf");

describe("normalCdf", () => {
  test("is mpmath's Phi, far below 0 too", () => {
    expect(fixture.x.map(normalCdf)).toBeWithinUlps(fixture.phi, 3);
  });

  test("its coefficients are those that the script has computed", () => {
    expect(COEFFICIENTS).toEqual(fixture.coefficients);
  });

  test("at infinity, and of NaN", () => {
    expect([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN].map(normalCdf)).toEqual([0, 1, Number.NaN]);
  });
});

describe("normalDensity", () => {
  test("is the slope of normalCdf", () => {
    const h = 1e-4;
    for (const x of [-8, -2.5, -1, 0, 0.1, 1, 3]) {
      const slope = (normalCdf(x + h) - normalCdf(x - h)) / (2 * h);
      expect(Math.abs(slope - normalDensity(x))).toBeLessThan(1e-8);
    }
    expect([1e200, Number.NEGATIVE_INFINITY, Number.NaN].map(normalDensity)).toEqual([0, 0, Number.NaN]);
  });
});
