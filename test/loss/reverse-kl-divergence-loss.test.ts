import { expect, test } from "vitest";
import { reverseKlDivergenceLoss } from "../../src/loss/reverse-kl-divergence-loss.js";
import { logits, logProbabilities } from "../../src/numerics/kinds.js";
import { fromRows } from "../../src/numerics/matrix.js";

// What both directions share, their goldens among it, is in kl-divergence-loss.test.ts.
const all = { gradient: true, rowLosses: true } as const;
const inf = Number.POSITIVE_INFINITY;

test("what is impossible in float64 only, and not in truth, is an infinite loss too", () => {
  for (const predicted of [logits([[0, -1000]]), logProbabilities([[0, -1000]]), logits([[1e308, -1e308]])]) {
    expect(reverseKlDivergenceLoss(predicted, [[1, 0]]).sum).toBe(inf);
    expect(reverseKlDivergenceLoss(predicted, [[0.5, 0.5]], all)).toMatchObject({ sum: Math.LN2, infinite: 0 });
  }
});

test("the infinite derivative keeps its sign under gradientScale, and is 0 under a scale of 0", () => {
  for (const predicted of [logits([[0, 0, -inf]]), logProbabilities([[-Math.LN2, -Math.LN2, -inf]])]) {
    const gradientOf = (gradientScale: number) =>
      Array.from(
        reverseKlDivergenceLoss(predicted, [[1, 0, 0]], { ...all, gradientScale }).gradient.data,
        (g) => g + 0,
      );
    expect(gradientOf(2)[1]).toBe(inf);
    expect(gradientOf(-2)[1]).toBe(-inf);
    expect(gradientOf(0)).toEqual([0, 0, 0]);
    expect(gradientOf(2)[2]).toBe(0);
  }
});

test("the errors name this loss", () => {
  const call = reverseKlDivergenceLoss as unknown as (...args: unknown[]) => unknown;
  expect(() => call(fromRows([[0, 0]]), [[1, 0]])).toThrow(
    "reverseKlDivergenceLoss: predictions: got a 1 x 2 matrix; expected logits(...) or logProbabilities(...)",
  );
  expect(() => call(logits([[0, 0]]), [[1, 1]])).toThrow("reverseKlDivergenceLoss: targets: row 0 sums to 2");
});
