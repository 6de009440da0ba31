import { describe, expect, test } from "vitest";
import { logits } from "../../src/numerics/kinds.js";
import { logSigmoid, sigmoid, softplus } from "../../src/numerics/sigmoid.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const { cases } = golden<{ cases: { z: number; sigmoid: number; softplus: number; logSigmoid: number }[] }>(
  "numerics/sigmoid",
);

describe("against mpmath, from -Infinity to Infinity", () => {
  test.each(cases)("z = $z", ({ z, ...expected }) => {
    expect(sigmoid(z)).toBeWithinUlps(expected.sigmoid, 2);
    expect(softplus(z)).toBeWithinUlps(expected.softplus, 2);
    expect(logSigmoid(z)).toBeWithinUlps(expected.logSigmoid, 2);
  });
});

describe("sigmoid", () => {
  test("NaN stays NaN", () => {
    expect(sigmoid(Number.NaN)).toBeNaN();
    expect(softplus(Number.NaN)).toBeNaN();
    expect(logSigmoid(Number.NaN)).toBeNaN();
  });

  test("a matrix gives probabilities of the same shape, entry by entry", () => {
    const z = logits([
      [0, -40, 800],
      [1, 2, Number.NEGATIVE_INFINITY],
    ]);
    const p = sigmoid(z);
    expect(p).toMatchObject({ kind: "probabilities", rows: 2, cols: 3 });
    expect(Array.from(p.data)).toEqual(Array.from(z.data, (x) => sigmoid(x)));
    expect(z.data[1]).toBe(-40);
  });
});

describe("the examples of the comments", () => {
  test("hold", () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(softplus(0)).toBe(Math.LN2);
    expect(softplus(1000)).toBe(1000);
    expect(logSigmoid(-1000)).toBe(-1000);
  });
});
