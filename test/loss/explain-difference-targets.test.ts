import { describe, expect, test } from "vitest";
import { caseOf } from "../../src/loss/conventions/case.js";
import * as pytorch from "../../src/loss/conventions/pytorch.js";
import { targetMistakes } from "../../src/loss/conventions/target-mistakes.js";
import { explainDifference } from "../../src/loss/explain-difference.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { createRandom } from "../../src/numerics/random.js";
import { golden } from "../golden.js";

const data = golden<{
  logits: number[][];
  targets: number[];
  classWeights: number[];
  mask: number[];
}>("loss/conventions/thousand");
const { logits, targets, classWeights, mask } = data;

const first = (inputs: Parameters<typeof explainDifference>[0]) => explainDifference(inputs).explanations[0];

describe("soft targets made hard", () => {
  const random = createRandom(7);
  const soft = logits.map(() => {
    const t = Array.from({ length: 4 }, () => random.next());
    return t.map((entry) => entry / t.reduce((a, b) => a + b));
  });

  test("by argmax", () => {
    const hard = soft.map((t) => t.indexOf(Math.max(...t)));
    for (const options of [{}, { classWeights }, { mask }]) {
      const theirs = softmaxCrossEntropy(logits, hard, options).mean;
      const { differences, digits } = first({ logits, targets: soft, ...options, theirs });
      expect(differences).toEqual(["the targets are made hard: each is taken for its likeliest class (argmax)"]);
      expect(digits.matched).toBeGreaterThanOrEqual(14);
    }
  });

  test("by argmax, with a convention for class indices", () => {
    const hard = soft.map((t) => t.indexOf(Math.max(...t)));
    const options = { logits, classWeights, labelSmoothing: 0.1 };
    const theirs = pytorch.crossEntropy.number({ ...options, targets: hard });
    expect(first({ ...options, targets: soft, theirs }).differences).toEqual([
      "the targets are made hard: each is taken for its likeliest class (argmax)",
      expect.stringMatching(/^the mean divides by the summed weights of the targets/),
    ]);
  });

  test("by rounding", () => {
    const z = logits.map(([a]) => a);
    const y = soft.map(([a, b]) => a / (a + b));
    const theirs = sigmoidCrossEntropy(z, y.map(Math.round)).mean;
    expect(first({ logits: z, targets: y, theirs }).differences).toEqual([
      "the targets are made hard: each is rounded to yes or no",
    ]);
  });

  test("is not tried where they are hard", () => {
    const oneHot = targets.map((k) => [0, 1, 2, 3].map((c) => (c === k ? 1 : 0)));
    for (const inputs of [
      { logits, targets },
      { logits, targets: oneHot },
      { logits: logits.map(([z]) => z), targets: targets.map((k) => Number(k > 1)) },
    ]) {
      const c = caseOf("test", inputs);
      const made = targetMistakes.filter(({ change }) => change(c)).map(({ words }) => words(c));
      expect(made.length).toBeGreaterThan(3);
      expect(made.join()).not.toContain("made hard");
    }
  });
});

describe("targets in another order", () => {
  test("reversed", () => {
    const theirs = softmaxCrossEntropy(logits, [...targets].reverse(), { classWeights }).mean;
    expect(first({ logits, targets, classWeights, theirs }).differences).toEqual([
      "the targets are in reverse order: the first row's are taken for the last row's",
    ]);
  });

  test("one row later and one row earlier, as where a language model's labels are not shifted", () => {
    const later = softmaxCrossEntropy(logits.slice(0, -1), targets.slice(1)).mean;
    expect(first({ logits, targets, theirs: later }).differences).toEqual([
      "every row is held against the target of the row after it, and the last row left out",
    ]);
    const earlier = softmaxCrossEntropy(logits.slice(1), targets.slice(0, -1)).mean;
    expect(first({ logits, targets, theirs: earlier }).differences).toEqual([
      "every row is held against the target of the row before it, and the first row left out",
    ]);
  });

  test("rows that are left out go with neither side", () => {
    const kept = targets.map((_, row) => mask[row] && row < 999 && mask[row + 1]);
    const theirs = softmaxCrossEntropy(logits, [...targets.slice(1), 0], { mask: kept.map(Boolean) }).mean;
    expect(first({ logits, targets, mask, theirs }).differences).toEqual([
      "every row is held against the target of the row after it, and the last row left out",
    ]);
  });

  describe("at random", () => {
    // Fewer rows, which is quicker.
    const [logits, targets] = [data.logits.slice(0, 250), data.targets.slice(0, 250)];
    const shuffled = (seed: number) => createRandom(seed, 9).shuffle([...targets]);

    test("what that gives on average, and a question", () => {
      // The average over all orders, in closed form: every row against every target.
      const losses = [0, 1, 2, 3].map(
        (k) =>
          softmaxCrossEntropy(
            logits,
            logits.map(() => k),
          ).mean,
      );
      const average = targets.reduce((sum, k) => sum + losses[k], 0) / targets.length;
      for (const seed of [1, 2, 3]) {
        const theirs = softmaxCrossEntropy(logits, shuffled(seed)).mean;
        const { explanations, text } = explainDifference({ logits, targets, theirs });
        expect(explanations).toEqual([]);
        const [, middle, spread] = /random order would give about as much, ([\d.]+) give or take ([\d.]+): are/.exec(
          text,
        )!;
        expect(Math.abs(Number(middle) - average)).toBeLessThan(Number(spread) / 2);
        expect(Math.abs(theirs - average)).toBeLessThan(3.5 * Number(spread));
        expect(text.split("\n").at(-1)).toMatch(/are predictions and targets in the same order on both sides\?$/);
      }
    });

    test("rows that are left out are not shuffled", () => {
      // Those of a class that is never predicted: were they shuffled too, the average would be much more.
      const kept = targets.map((k) => k !== 3);
      const labels = targets.filter((_, row) => kept[row]);
      const unlikely = logits.map(([a, b, c, d]) => [a, b, c, d - 20]);
      const rows = unlikely.filter((_, row) => kept[row]);
      const losses = [0, 1, 2].map(
        (k) =>
          softmaxCrossEntropy(
            rows,
            labels.map(() => k),
          ).mean,
      );
      const average = labels.reduce((sum, k) => sum + losses[k], 0) / labels.length;
      const theirs = softmaxCrossEntropy(rows, createRandom(4).shuffle([...labels])).mean;
      const { text } = explainDifference({ logits: unlikely, targets, mask: kept, theirs });
      const [, middle, spread] = /random order would give about as much, ([\d.]+) give or take ([\d.]+): are/.exec(
        text,
      )!;
      expect(Math.abs(Number(middle) - average)).toBeLessThan(Number(spread) / 2);
    });

    test("nothing is asked where something explains the number, or another one is far from what random order gives", () => {
      const twice = softmaxCrossEntropy(logits, shuffled(1)).sum;
      for (const theirs of ["0.7846771", twice, "0.9876543", "inf", "nan"]) {
        expect(explainDifference({ logits, targets, theirs }).text).not.toContain("random order");
      }
    });

    test("nothing is asked of predictions that know nothing: any order gives about the same", () => {
      const blind = logits.map((_, row) => createRandom(3, row).shuffle([0.3, 0.1, 0, -0.2]));
      const theirs = softmaxCrossEntropy(blind, shuffled(5)).mean;
      const { text } = explainDifference({ logits: blind, targets, theirs });
      expect(text).toMatch(/^None of the/);
      expect(text).not.toContain("random order");
    });
  });
});

test("of numbers that agree no hint is given: what chance may have made is left out", () => {
  // 0.66 alone is met by chance with probability 0.2, and said to be a hint.
  expect(explainDifference({ logits, targets, theirs: "0.66" }).explanations).not.toEqual([]);
  const { explanations, text } = explainDifference({ logits, targets, ours: 0.66, theirs: "0.66" });
  expect(explanations).toEqual([]);
  expect(text).toMatch(/^The numbers agree: yours is 0\.66, theirs 0\.66\. [^\n]*$/);
});
