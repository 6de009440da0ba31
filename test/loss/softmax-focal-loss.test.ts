import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { softmaxFocalLoss } from "../../src/loss/softmax-focal-loss.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { softmax } from "../../src/numerics/softmax.js";
import { describeClassTerm, terms } from "./class-term-checks.js";

const all = { gradient: true, rowLosses: true } as const;
const inf = Number.POSITIVE_INFINITY;

describeClassTerm("focal", (gamma) => (z, targets, options) => softmaxFocalLoss(z, targets, { ...options, gamma }));

describe("identities", () => {
  const row = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 3, maxLength: 3 });
  const gammas = fc.double({ min: 0, max: 6, noNaN: true });
  const { classWeights, sampleWeights, mask, labelSmoothing, temperature } = terms;
  const every = { classWeights, sampleWeights, mask, labelSmoothing, temperature, softcap: 20, zLoss: 0.01 };

  test("gamma 0 is cross-entropy, bit by bit, with every option", () => {
    for (const options of [{}, every, { ...every, softcap: undefined, labelSmoothing: 0 }]) {
      for (const targets of [terms.indices, terms.soft]) {
        const total = softmaxFocalLoss(terms.logits, targets, { ...options, ...all, gamma: 0 });
        expect(total).toEqual(softmaxCrossEntropy(terms.logits, targets, { ...options, ...all }));
      }
    }
  });

  test("an index is its one-hot row, bit by bit", () => {
    const oneHot = terms.indices.map((k) => [0, 1, 2, 3].map((j) => Number(j === k)));
    for (const options of [{}, every]) {
      const byIndex = softmaxFocalLoss(terms.logits, terms.indices, { ...options, ...all, gamma: 1.5 });
      expect(softmaxFocalLoss(terms.logits, oneHot, { ...options, ...all, gamma: 1.5 })).toEqual(byIndex);
    }
  });

  test("it falls as gamma grows, and its gradient rows sum to 0", () => {
    fc.assert(
      fc.property(row, fc.nat(2), gammas, gammas, (z, target, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((gamma) =>
          softmaxFocalLoss([z], [target], { gamma, gradient: true }),
        );
        expect(more.sum).toBeLessThanOrEqual(less.sum);
        const sizes = Array.from(less.gradient.data, Math.abs);
        const sum = Array.from(less.gradient.data).reduce((x, y) => x + y, 0);
        expect(Math.abs(sum)).toBeLessThanOrEqual(1e-15 * Math.max(...sizes));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("the gradient is the difference quotient of the sum, with every option", () => {
    const h = 2 ** -17;
    for (const gamma of [0.5, 2]) {
      const { gradient } = softmaxFocalLoss(terms.logits, terms.soft, { ...every, gamma, gradient: true });
      for (let i = 0; i < gradient.data.length; i++) {
        const [up, down] = [h, -h].map((shift) => {
          const z = terms.logits.map((values, r) => values.map((x, k) => (r * 4 + k === i ? x + shift : x)));
          return softmaxFocalLoss(z, terms.soft, { ...every, gamma }).sum;
        });
        expect(Math.abs(gradient.data[i] - (up - down) / (2 * h))).toBeLessThan(5e-9);
      }
    }
  });
});

test("a class that is certain has neither loss nor gradient, also for gamma between 0 and 1", () => {
  for (const z of [
    [2000, 0],
    [inf, 0],
    [0, -inf],
  ]) {
    const total = softmaxFocalLoss([z], [0], { gamma: 0.5, gradient: true });
    expect([total.sum, ...total.gradient.data].map(Math.abs)).toEqual([0, 0, 0]);
  }
});

test("the sum over many classes loses no digits: equal logits and shares have gradient 0", () => {
  const K = 10007;
  const total = softmaxFocalLoss([new Array(K).fill(0)], [3], { gamma: 2, labelSmoothing: 1, gradient: true });
  expect(Math.max(...Array.from(total.gradient.data, Math.abs))).toBeLessThan((8 * 2 ** -53) / K);
});

test("an impossible class is an infinite loss with the gradient of cross-entropy", () => {
  const total = softmaxFocalLoss([[0, -inf]], [1], { gamma: 2, gradient: true });
  expect(total).toMatchObject({ sum: inf, infinite: 1, infiniteRows: [0] });
  expect(Array.from(total.gradient.data)).toEqual([1, -1]);
});

describe("errors name the function, the argument and the value", () => {
  const call = (...args: unknown[]) => (softmaxFocalLoss as (...args: unknown[]) => unknown)(...args);
  test.each<[string, unknown[], string]>([
    ["gamma below 0", [[[0, 0]], [0], { gamma: -1 }], "softmaxFocalLoss: gamma is -1; expected a finite number, 0"],
    ["no gamma", [[[0, 0]], [0], { gamma: Number.NaN }], "softmaxFocalLoss: gamma is NaN; expected a finite number"],
    ["a gamma in text", [[[0, 0]], [0], { gamma: "2" }], 'softmaxFocalLoss: gamma is "2"; expected a finite number'],
    ["no such class", [[[0, 0]], [2]], "softmaxFocalLoss: targets: row 0 is 2; expected a class index"],
    ["one column", [[[0]], [0]], "softmaxFocalLoss: logits have 1 column; expected 2 or more"],
    ["probabilities", [softmax([[0, 0]]), [0]], "softmaxFocalLoss: logits: got a matrix of probabilities"],
    ["weights", [[[0, 0]], [0], { classWeights: [1] }], "softmaxFocalLoss: classWeights has length 1; expected 2"],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });

  test("nothing has been written then", () => {
    const gradient = matrix(2, 2);
    expect(() =>
      softmaxFocalLoss(
        logits([
          [0, 1],
          [0, 1],
        ]),
        [0, 2],
        { gradient },
      ),
    ).toThrow(RangeError);
    expect(Array.from(gradient.data)).toEqual([0, 0, 0, 0]);
  });
});

test("the example of the comment holds", () => {
  expect(softmaxFocalLoss([[0, 0]], [1]).sum).toBeWithinUlps(Math.LN2 / 4, 1);
});
