import { describe, expect, test } from "vitest";
import { brierScore } from "../../src/evaluation/brier.js";
import { logits } from "../../src/numerics/kinds.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Case {
  classes: number;
  targets: number[];
  probabilities: number[][];
  brier: number;
  brierOfOne: number;
}
const { cases } = golden<{ cases: Case[] }>("evaluation/scores");

describe("brierScore", () => {
  test.each(cases)("scikit-learn's, $classes classes", ({ targets, probabilities, brier, brierOfOne }) => {
    expect(brierScore(probabilities, targets)).toBeRelativelyClose(brier, 1e-14);
    const event = targets.map((k) => (k === 1 ? 1 : 0));
    const stated = probabilities.map((row) => row[1]);
    expect(brierScore(stated, event)).toBeRelativelyClose(brierOfOne, 1e-14);
  });

  test("of two classes it is twice that of one of them", () => {
    expect(brierScore([[0.25, 0.75]], [0])).toBe(2 * brierScore([0.75], [0]));
  });

  test("certain and right, certain and wrong, no rows", () => {
    expect(brierScore([[0, 1, 0]], [1])).toBe(0);
    expect(brierScore([[0, 1, 0]], [2])).toBe(2);
    expect(brierScore([1], [0])).toBe(1);
    expect(brierScore([], [])).toBeNaN();
  });

  test("errors name the argument, the row and the value", () => {
    expect(() => brierScore([0.5, 2], [0, 1])).toThrow("brierScore: probabilities: row 1, column 0 is 2; expected a");
    expect(() => brierScore([[0.5, 0.4]], [0])).toThrow("brierScore: probabilities: row 0 sums to 0.9; expected 1");
    expect(() => brierScore([0.5], [2])).toThrow("brierScore: targets: row 0 is 2; expected a class index");
    expect(() => brierScore([0.5], [1, 0])).toThrow("brierScore: targets has length 2; expected 1 class index");
    expect(() => brierScore(logits([0.5]) as never, [1])).toThrow("brierScore: probabilities: got a matrix of logits");
  });
});
