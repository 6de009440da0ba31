import { expect, test } from "vitest";
import { DISTILLATION_CASES, distillationCase } from "./distillation-table.js";
import type { Worst } from "./judge.js";
import { LOG_LOSS_CASES, logLossCase } from "./log-loss-table.js";
import { SIGMOID_CASES, SIGMOID_FOCAL_CASES, sigmoidCase, sigmoidFocalCase } from "./sigmoid-table.js";
import { polyCase, SOFTMAX_CASES, softmaxCase, softmaxFocalCase, TERM_CASES } from "./softmax-table.js";

/**
 * Every combination of a loss's options over target kinds, shapes and sizes of numbers against a slow textbook twin in 64
 * decimal digits. `npm test` takes a sample; `npm run test:truth` walks all.
 */
const whole = process.env.TRUTH === "whole";

/** In ulps of the truth: a row's loss, the sum of the weights, an entry of the gradient, and one in float32; the last two by SIMD. */
const ALLOWED: Worst = { loss: 4, weight: 4, gradient: 4, gradient32: 2, simdLoss: 2, simdGradient: 4 };

test.each([
  ["softmaxCrossEntropy", SOFTMAX_CASES, 500, softmaxCase, [13282, 3470, 5774, 18438, 22493]],
  ["softmaxFocalLoss", TERM_CASES, 150, softmaxFocalCase, [182, 2292, 2468]],
  ["polyLoss", TERM_CASES, 150, polyCase, []],
  ["distillationLoss", DISTILLATION_CASES, 150, distillationCase, []],
  ["sigmoidCrossEntropy", SIGMOID_CASES, 150, sigmoidCase, [8889, 14833]],
  ["sigmoidFocalLoss", SIGMOID_FOCAL_CASES, 60, sigmoidFocalCase, []],
  ["logLoss", LOG_LOSS_CASES, 200, logLossCase, []],
] as const)(
  "%s, of %i combinations",
  (name, size, sample, check, always) => {
    const worst: Worst = { loss: 0, weight: 0, gradient: 0, gradient32: 0, simdLoss: 0, simdGradient: 0 };
    const complaints: string[] = always.flatMap((index) => check(index, ALLOWED, worst));
    let cases = 0;
    // A stride that shares no factor with the sizes, so that a sample meets all values of all options.
    for (; cases < (whole ? size : sample) && complaints.length < 20; cases++) {
      complaints.push(...check((cases * 2_654_435_761) % size, ALLOWED, worst));
    }
    console.log(
      `${name}: ${cases} of ${size} combinations; the furthest from the truth, in ulps: ${JSON.stringify(worst)}`,
    );
    expect(complaints).toEqual([]);
  },
  3_600_000,
);
