import { describe, expect, test } from "vitest";
import { type ConfusionMatrix, confusionMatrix } from "../../src/evaluation/confusion-matrix.js";
import { cohensKappa, f1Scores, matthewsCorrelation } from "../../src/evaluation/confusion-scores.js";
import { fromRows, matrix } from "../../src/numerics/matrix.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Case {
  classes: number;
  targets: number[];
  predicted: number[];
  f1: number[];
  macro: number;
  kappa: number;
  matthews: number;
}
const { cases } = golden<{ cases: Case[] }>("evaluation/scores");
const of = (predicted: number[], targets: number[], classes: number) =>
  confusionMatrix(predicted, targets, Array.from({ length: classes }, String));

describe.each(cases)("scikit-learn's, $classes classes, kappa $kappa", (c) => {
  const confusion = of(c.predicted, c.targets, c.classes);

  test("F1 of every class, and their mean", () => {
    expect(f1Scores(confusion).classes).toBeRelativelyClose(c.f1, 1e-15);
    expect(f1Scores(confusion).macro).toBeRelativelyClose(c.macro, 1e-15);
  });

  test("Cohen's kappa", () => expect(cohensKappa(confusion)).toBeRelativelyClose(c.kappa, 1e-14));

  test("Matthews's correlation", () => expect(matthewsCorrelation(confusion)).toBeRelativelyClose(c.matthews, 1e-14));
});

describe("where scikit-learn and torchmetrics answer by metric", () => {
  const single = of([0, 0], [0, 0], 2);

  test("a single class has hits, but neither agreement nor correlation", () => {
    expect(cohensKappa(single)).toBeNaN();
    expect(matthewsCorrelation(single)).toBeNaN();
    expect(f1Scores(single)).toEqual({ classes: Float64Array.of(1, Number.NaN), macro: 1 });
  });

  test("always the same prediction agrees by chance only, and does not correlate", () => {
    const constant = of([0, 0, 0], [0, 1, 1], 2);
    expect(cohensKappa(constant)).toBe(0);
    expect(matthewsCorrelation(constant)).toBeNaN();
  });

  test("a class never seen is not in the mean, one that was only predicted is, with 0", () => {
    expect(f1Scores(of([0, 1], [0, 1], 3))).toEqual({ classes: Float64Array.of(1, 1, Number.NaN), macro: 1 });
    expect(f1Scores(of([0, 2], [0, 0], 3)).classes).toEqual(Float64Array.of(2 / 3, Number.NaN, 0));
    expect(f1Scores(of([0, 2], [0, 0], 3)).macro).toBe(1 / 3);
  });

  test("without rows there is nothing to say", () => {
    const none = of([], [], 2);
    expect([cohensKappa(none), matthewsCorrelation(none), f1Scores(none).macro]).toEqual([NaN, NaN, NaN]);
  });
});

test.each([
  ["cohensKappa", cohensKappa],
  ["matthewsCorrelation", matthewsCorrelation],
  ["f1Scores", f1Scores],
])("%s names what is no confusion matrix", (name, score) => {
  const counts = (m: unknown) => score({ counts: m, classNames: [] } as unknown as ConfusionMatrix);
  expect(() => score(null as never)).toThrow(`${name}: confusion is null; expected an object`);
  expect(() => counts([1])).toThrow(`${name}: confusion: counts is an Array of 1; expected a matrix`);
  expect(() => counts(matrix(1, 2))).toThrow(`${name}: confusion: counts are 1 x 2; expected a square`);
  expect(() =>
    counts(
      fromRows([
        [1, 0],
        [0.5, 1],
      ]),
    ),
  ).toThrow(`${name}: confusion: counts: row 1, column 0 is 0.5; expected a whole number, 0 or more`);
  expect(() =>
    counts(
      fromRows([
        [1, -1],
        [0, 1],
      ]),
    ),
  ).toThrow("row 0, column 1 is -1; expected a whole number");
});
