import { describe, expect, test } from "vitest";
import { polyLoss } from "../../src/loss/poly-loss.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { describeClassTerm, terms } from "./class-term-checks.js";

const all = { gradient: true, rowLosses: true } as const;
const { classWeights, sampleWeights, mask, labelSmoothing, temperature } = terms;
const every = { classWeights, sampleWeights, mask, labelSmoothing, temperature, softcap: 20, zLoss: 0.01 };

describeClassTerm("poly", (epsilon) => (z, targets, options) => polyLoss(z, targets, { ...options, epsilon }));

test.each(terms.optax)("the rows are optax's poly_loss_cross_entropy, epsilon $epsilon", ({ epsilon, rowLosses }) => {
  const total = polyLoss(terms.logits, terms.soft, { epsilon, rowLosses: true });
  expect(total.rowLosses).toBeRelativelyClose(rowLosses, 1e-13);
});

describe("identities", () => {
  test("epsilon 0 is cross-entropy, bit by bit, with every option", () => {
    for (const options of [{}, every]) {
      for (const targets of [terms.indices, terms.soft]) {
        const total = polyLoss(terms.logits, targets, { ...options, ...all, epsilon: 0 });
        expect(total).toEqual(softmaxCrossEntropy(terms.logits, targets, { ...options, ...all }));
      }
    }
  });

  test("the sum is linear in epsilon", () => {
    const [below, at, above] = [-1, 0, 1].map(
      (epsilon) => polyLoss(terms.logits, terms.soft, { ...every, epsilon }).sum,
    );
    expect(above - at).toBeCloseTo(at - below, 13);
  });

  test("the gradient is the difference quotient of the sum, with every option", () => {
    const h = 2 ** -17;
    for (const epsilon of [-1, 2]) {
      const { gradient } = polyLoss(terms.logits, terms.soft, { ...every, epsilon, gradient: true });
      for (let i = 0; i < gradient.data.length; i++) {
        const [up, down] = [h, -h].map((shift) => {
          const z = terms.logits.map((values, r) => values.map((x, k) => (r * 4 + k === i ? x + shift : x)));
          return polyLoss(z, terms.soft, { ...every, epsilon }).sum;
        });
        expect(Math.abs(gradient.data[i] - (up - down) / (2 * h))).toBeLessThan(5e-9);
      }
    }
  });
});

test.each([-1.5, Number.NaN, Number.POSITIVE_INFINITY, "1" as unknown as number])(
  "epsilon %s is refused",
  (epsilon) => {
    expect(() => polyLoss([[0, 0]], [0], { epsilon })).toThrow(
      /^polyLoss: epsilon is .*; expected a finite number, -1 or/,
    );
  },
);

test("errors of the targets name this loss", () => {
  expect(() => polyLoss([[0, 0]], [2])).toThrow("polyLoss: targets: row 0 is 2");
});

test("the example of the comment holds", () => {
  expect(polyLoss([[0, 0]], [1], { epsilon: 1 }).sum).toBeWithinUlps(Math.LN2 + 0.5, 1);
});
