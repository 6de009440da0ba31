import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { type SigmoidFocalLossOptions, sigmoidFocalLoss } from "../../src/loss/sigmoid-focal-loss.js";
import { logits } from "../../src/numerics/kinds.js";
import { fromRows, matrix, toRows } from "../../src/numerics/matrix.js";
import { softmax } from "../../src/numerics/softmax.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Golden {
  logits: number[][];
  targets: number[][];
  hard: number[][];
  alpha: number;
  sampleWeights: number[];
  mask: number[];
  labelSmoothing: number;
  combinations: {
    gamma: number;
    on: ("alpha" | "sampleWeights" | "mask" | "labelSmoothing")[];
    rowLosses: number[];
    weight: number;
    gradient: number[][];
  }[];
  optax: { alpha: number | null; gamma: number; rowLosses: number[] }[];
  extremes: { z: number; cases: { gamma: number; loss: number; gradient: number }[] }[];
}
const torch = golden<Golden>("loss/sigmoid-focal-loss");
const z = logits(fromRows(torch.logits));
const y = fromRows(torch.targets);
const all = { gradient: true, rowLosses: true } as const;
const inf = Number.POSITIVE_INFINITY;

test.each(torch.combinations)("as PyTorch in float64: gamma $gamma, $on", ({ gamma, on, ...expected }) => {
  const options: SigmoidFocalLossOptions = Object.fromEntries(on.map((option) => [option, torch[option]]));
  const total = sigmoidFocalLoss(z, y, { ...options, gamma, ...all });
  expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-13);
  expect(total.weight).toBeRelativelyClose(expected.weight, 1e-14);
  expect(total.gradient.data).toBeRelativelyClose(expected.gradient.flat(), 1e-13, 1);
  expect(total.ignored).toBe(on.includes("mask") ? 2 : 0);
});

test.each(torch.optax)("the rows are optax's: alpha $alpha, gamma $gamma", ({ alpha, gamma, rowLosses }) => {
  const total = sigmoidFocalLoss(z, fromRows(torch.hard), { gamma, alpha: alpha ?? undefined, rowLosses: true });
  expect(total.rowLosses).toBeRelativelyClose(rowLosses, 1e-12);
});

describe("from -Infinity to Infinity, against mpmath", () => {
  const cases = torch.extremes.flatMap(({ z, cases }) => cases.map((c) => ({ z, ...c })));
  test.each(cases)("z = $z, gamma $gamma", ({ z, gamma, loss, gradient }) => {
    // The power multiplies the relative error of 1 - p.
    const ulps = 4 + 2 * gamma;
    const yes = sigmoidFocalLoss([z], [1], { gamma, gradient: true });
    expect(yes.sum).toBeWithinUlps(loss, ulps);
    expect(yes.gradient.data).toBeWithinUlps([gradient], ulps);
    const no = sigmoidFocalLoss([-z], [0], { gamma, gradient: true });
    expect(no.sum).toBe(yes.sum);
    expect(no.gradient.data[0] + 0).toBe(-yes.gradient.data[0] + 0);
  });
});

describe("identities", () => {
  const logit = fc.double({ min: -40, max: 40, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const { sampleWeights, mask, labelSmoothing, alpha } = torch;

  test("gamma 0 is cross-entropy, bit by bit, with every option", () => {
    for (const options of [{}, { sampleWeights, mask, labelSmoothing, gradientScale: 0.3 }]) {
      const total = sigmoidFocalLoss(z, y, { ...options, ...all, gamma: 0 });
      expect(total).toEqual(sigmoidCrossEntropy(z, y, { ...options, ...all }));
    }
    const extremes = torch.extremes.map((c) => c.z);
    for (const label of [0, 0.25, 1]) {
      const labels = extremes.map(() => label);
      const total = sigmoidFocalLoss(extremes, labels, { ...all, gamma: 0 });
      expect(total).toEqual(sigmoidCrossEntropy(extremes, labels, all));
    }
  });

  test("alpha a is a times cross-entropy with posWeight a / (1 - a), times 1 - a", () => {
    fc.assert(
      fc.property(logit, share, (x, target) => {
        const focal = sigmoidFocalLoss([x], [target], { gamma: 0, alpha: 0.75, gradient: true });
        const weighted = sigmoidCrossEntropy([x], [target], { posWeight: 3, gradient: true });
        expect(focal.sum).toBeRelativelyClose(weighted.sum / 4, 1e-15);
        expect(focal.weight).toBeRelativelyClose(weighted.weight / 4, 1e-15);
        expect(focal.gradient.data[0]).toBeRelativelyClose(weighted.gradient.data[0] / 4, 1e-15, 1);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("nested rows of targets are the matrix of them, bit by bit", () => {
    expect(sigmoidFocalLoss(z, toRows(y), all)).toEqual(sigmoidFocalLoss(z, y, all));
  });

  test("a target in between is the mixture of both", () => {
    fc.assert(
      fc.property(logit, share, fc.double({ min: 0, max: 5, noNaN: true }), (x, t, gamma) => {
        const [yes, no] = [1, 0].map((label) => sigmoidFocalLoss([x], [label], { gamma }).sum);
        expect(sigmoidFocalLoss([x], [t], { gamma }).sum).toBeRelativelyClose(t * yes + (1 - t) * no, 1e-15);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test("the gradient is the difference quotient of the sum, with every option", () => {
    const options = { sampleWeights, mask, labelSmoothing, alpha };
    const h = 2 ** -17;
    for (const gamma of [0.5, 2]) {
      const { gradient } = sigmoidFocalLoss(z, y, { ...options, gamma, gradient: true });
      for (let i = 0; i < z.data.length; i++) {
        const [up, down] = [h, -h].map((shift) => {
          const moved = z.data.map((x, j) => (j === i ? x + shift : x));
          return sigmoidFocalLoss(logits(matrix(z.rows, z.cols, moved)), y, { ...options, gamma }).sum;
        });
        expect(Math.abs(gradient.data[i] - (up - down) / (2 * h))).toBeLessThan(5e-9);
      }
    }
  });
});

test("what is certain has neither loss nor gradient, what was impossible is an infinite loss", () => {
  const certain = sigmoidFocalLoss([inf, -inf, 800], [1, 0, 1], { gamma: 0.5, gradient: true });
  expect([certain.sum, ...certain.gradient.data].map(Math.abs)).toEqual([0, 0, 0, 0]);
  const wrong = sigmoidFocalLoss([-inf, inf], [1, 0], { gamma: 0.5, gradient: true });
  expect(wrong).toMatchObject({ sum: inf, infinite: 2, infiniteRows: [0, 1] });
  expect(Array.from(wrong.gradient.data)).toEqual([-1, 1]);
});

describe("errors name the function, the argument and the value", () => {
  const call = (...args: unknown[]) => (sigmoidFocalLoss as (...args: unknown[]) => unknown)(...args);
  test.each<[string, unknown[], string]>([
    ["gamma below 0", [[0], [1], { gamma: -1 }], "sigmoidFocalLoss: gamma is -1; expected a finite number, 0 or more"],
    ["an infinite gamma", [[0], [1], { gamma: inf }], "sigmoidFocalLoss: gamma is Infinity; expected a finite number"],
    ["alpha above 1", [[0], [1], { alpha: 2 }], "sigmoidFocalLoss: alpha is 2; expected a number from 0 to 1"],
    ["alpha in text", [[0], [1], { alpha: "0.5" }], 'sigmoidFocalLoss: alpha is "0.5"; expected a number from 0 to 1'],
    ["a target above 1", [[0], [2]], "sigmoidFocalLoss: targets: row 0 is 2; expected a number from 0 to 1"],
    [
      "NaN",
      [
        [0, Number.NaN],
        [1, 1],
      ],
      "sigmoidFocalLoss: logits: row 1, column 0 is NaN; expected a number",
    ],
    ["probabilities", [softmax([[0, 0]]), [1, 1]], "sigmoidFocalLoss: logits: got a matrix of probabilities"],
    ["a short mask", [[0], [1], { mask: [] }], "sigmoidFocalLoss: mask has length 0; expected 1 flag, one a row"],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });

  test("nothing has been written then", () => {
    const gradient = matrix(2, 1);
    expect(() => sigmoidFocalLoss([0, 1], [0, 2], { gradient })).toThrow(RangeError);
    expect(Array.from(gradient.data)).toEqual([0, 0]);
  });
});

test("the example of the comment holds", () => {
  expect(sigmoidFocalLoss([0], [1], { alpha: 0.25 }).sum).toBeWithinUlps(Math.LN2 / 16, 1);
});
