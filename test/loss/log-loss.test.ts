import { describe, expect, test } from "vitest";
import { logLoss } from "../../src/loss/log-loss.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { sigmoid } from "../../src/numerics/sigmoid.js";
import { softmax } from "../../src/numerics/softmax.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Case<P> {
  p: P[];
  y: number[];
  weights: number[];
  mean: number;
  weighted: number;
}
const { binary, classes, exact } = golden<{
  binary: Case<number>;
  classes: Case<number[]>;
  exact: { p: number; yes: number; no: number }[];
}>("loss/log-loss");
const inf = Number.POSITIVE_INFINITY;

describe("against scikit-learn", () => {
  test("binary, and weighted", () => {
    expect(logLoss(binary.p, binary.y).mean).toBeRelativelyClose(binary.mean, 1e-14);
    const weighted = logLoss(binary.p, binary.y, { sampleWeights: binary.weights });
    expect(weighted.mean).toBeRelativelyClose(binary.weighted, 1e-14);
    expect(weighted.weight).toBeCloseTo(
      binary.weights.reduce((a, b) => a + b),
      13,
    );
  });

  test("four classes, and weighted", () => {
    expect(logLoss(classes.p, classes.y).mean).toBeRelativelyClose(classes.mean, 1e-14);
    const weighted = logLoss(classes.p, classes.y, { sampleWeights: classes.weights });
    expect(weighted.mean).toBeRelativelyClose(classes.weighted, 1e-14);
  });
});

describe("against mpmath", () => {
  test.each(exact)("p = $p", ({ p, yes, no }) => {
    expect(logLoss([p], [1]).sum).toBeWithinUlps(yes, 1);
    expect(logLoss([p], [0]).sum).toBeWithinUlps(no, 1);
    expect(logLoss([p], [0.25]).sum).toBeRelativelyClose(0.25 * yes + 0.75 * no, 1e-15);
  });
});

describe("identities", () => {
  test("the probabilities of logits cost what the logits cost", () => {
    const z = [0.3, -2, 5, 0];
    const y = [1, 0, 1, 0];
    expect(logLoss(sigmoid(logits(z)), y).sum).toBeRelativelyClose(sigmoidCrossEntropy(z, y).sum, 1e-14);
    const rows = [
      [0.3, -2, 5],
      [0, 1, 2],
    ];
    expect(logLoss(softmax(logits(rows)), [0, 2]).sum).toBeRelativelyClose(
      softmaxCrossEntropy(rows, [0, 2]).sum,
      1e-14,
    );
  });

  test("one column of the event is two columns with its complement", () => {
    const p = [0.25, 0.5, 0.125];
    const rows = p.map((event) => [1 - event, event]);
    expect(logLoss(rows, [0, 1, 1]).sum).toBeWithinUlps(logLoss(p, [0, 1, 1]).sum, 2);
  });

  test("the targets of one column may be rows of one", () => {
    const flat = logLoss([0.8, 0.4], [1, 0.25]);
    expect(logLoss([0.8, 0.4], [[1], [0.25]])).toEqual(flat);
    expect(logLoss([[0.8], [0.4]], [[1], [0.25]])).toEqual(flat);
  });
});

describe("infinities and clipping", () => {
  test("what was called impossible costs Infinity and is named", () => {
    const total = logLoss([0, 1, 0.5, 0], [1, 0, 1, 0], { rowLosses: true });
    expect(total).toMatchObject({ sum: inf, infinite: 2, infiniteRows: [0, 1], clipped: 0, count: 4 });
    expect(Array.from(total.rowLosses ?? [])).toEqual([inf, inf, Math.LN2, 0]);
    expect(logLoss([[1, 0]], [1])).toMatchObject({ infinite: 1, infiniteRows: [0] });
  });

  test("certain and right is 0, without a sign", () => {
    const { rowLosses } = logLoss([1, 0], [1, 0], { rowLosses: true });
    expect(Object.is(rowLosses?.[0], 0) && Object.is(rowLosses?.[1], 0)).toBe(true);
  });

  test("clipping happens when asked for, and is counted", () => {
    const total = logLoss([0, 1, 0.5, 0.9995], [1, 1, 1, 0], { clip: 1e-3, rowLosses: true });
    expect(total).toMatchObject({ clipped: 3, infinite: 0 });
    expect(total.rowLosses).toBeRelativelyClose([-Math.log(1e-3), -Math.log(0.999), Math.LN2, -Math.log(1e-3)], 1e-12);
    expect(logLoss([[0, 1]], [0], { clip: 0.01 })).toMatchObject({ clipped: 1, sum: -Math.log(0.01) });
  });

  test("a weight of 0 takes a row out, infinite or clipped", () => {
    expect(logLoss([0], [1], { sampleWeights: [0] })).toMatchObject({ sum: 0, weight: 0, infinite: 0 });
    expect(logLoss([0], [1], { sampleWeights: [0], clip: 0.1 }).clipped).toBe(0);
  });
});

describe("soft rows, names, mask and normalise", () => {
  const rows = [
    [0.5, 0.25, 0.25],
    [0.1, 0.9, 0],
  ];

  test("a soft row is the weighted average of its classes; an index is its one-hot row", () => {
    const soft = logLoss(rows, [
      [0.5, 0.5, 0],
      [0, 1, 0],
    ]);
    expect(soft.sum).toBeRelativelyClose(0.5 * Math.LN2 + 0.5 * Math.log(4) - Math.log(0.9), 1e-15);
    const oneHot = [
      [0, 0, 1],
      [0, 1, 0],
    ];
    expect(logLoss(rows, [2, 1], { rowLosses: true })).toEqual(logLoss(rows, oneHot, { rowLosses: true }));
  });

  test("names stand for indices", () => {
    const classNames = ["cat", "dog", "emu"];
    expect(logLoss(rows, ["emu", "dog"], { classNames })).toEqual(logLoss(rows, [2, 1]));
    expect(logLoss(rows, [2, 1], { classNames })).toEqual(logLoss(rows, [2, 1]));
    expect(logLoss([0.8, 0.4], ["yes", "no"], { classNames: ["no", "yes"] })).toEqual(logLoss([0.8, 0.4], [1, 0]));
    expect(() => logLoss(rows, ["emu", "ape"], { classNames })).toThrow(
      'logLoss: targets: row 1 is "ape"; expected one of "cat", "dog", "emu"',
    );
    expect(() => logLoss(rows, ["emu", "dog"], { classNames: ["cat", "dog"] })).toThrow(
      "logLoss: classNames has length 2; expected 3 names, one a class",
    );
    expect(() => logLoss(rows, ["a", "b"], { classNames: ["a", "b", "a"] })).toThrow("classNames has a name twice");
  });

  test("a row that is masked may hold any target and any sum", () => {
    const padded = [...rows, [0, 0, 0]];
    const masked = logLoss(padded, [2, 1, -1], { mask: [1, 1, 0], rowLosses: true });
    expect(masked).toMatchObject({ sum: logLoss(rows, [2, 1]).sum, count: 2, ignored: 1 });
    expect(masked.rowLosses?.[2]).toBe(0);
    expect(logLoss(padded, ["c", "b", ""], { mask: [1, 1, 0], classNames: ["a", "b", "c"] }).sum).toBe(masked.sum);
  });

  test("normalise divides by the row's sum, counts it, and keeps the digits of what is nearly certain", () => {
    const counts = [
      [0.5, 0.25, 0.25],
      [0.5, 0.5, 1],
    ];
    expect(logLoss(counts, [0, 0], { normalise: true })).toMatchObject({
      sum: 3 * Math.LN2,
      normalised: 1,
      clipped: 0,
    });
    const certain = logLoss([[1, 1e-20]], [0], { normalise: true });
    expect(certain.sum).toBeWithinUlps(1e-20, 1);
    expect(() => logLoss(counts, [0, 0])).toThrow("logLoss: probabilities: row 1 sums to 2; expected 1");
    expect(() => logLoss([[0, 0]], [0], { normalise: true })).toThrow(
      "logLoss: probabilities: row 0 sums to 0; expected",
    );
    expect(() => logLoss([0.5], [0], { normalise: true })).toThrow("logLoss: normalise is true; expected rows of two");
    const clipped = logLoss(counts, [0, 1], { normalise: true, clip: 0.3 });
    expect(clipped).toMatchObject({ normalised: 1, clipped: 1 });
    expect(clipped.sum).toBeWithinUlps(Math.LN2 - Math.log(0.3), 1);
  });
});

describe("errors name the function, the argument, the row and the value", () => {
  const call = (...args: unknown[]) => (logLoss as (...args: unknown[]) => unknown)(...args);
  test.each<[string, unknown[], string]>([
    [
      "a probability above 1",
      [
        [0.5, 1.5],
        [0, 1],
      ],
      "logLoss: probabilities: row 1, column 0 is 1.5; expected a number from 0 to 1",
    ],
    ["a row that sums to 0.4", [[[0.2, 0.2]], [0]], "logLoss: probabilities: row 0 sums to 0.4; expected 1"],
    ["logits", [logits([[0, 1]]), [0]], "logLoss: probabilities: got a matrix of logits; expected probabilities"],
    ["a target of 2", [[0.5], [2]], "logLoss: targets: row 0 is 2; expected a number from 0 to 1"],
    ["a class that is none", [[[0.5, 0.5]], [2]], "logLoss: targets: row 0 is 2; expected a class index"],
    ["a target of 2 in a row of one", [[0.5], [[2]]], "logLoss: targets: row 0 is 2; expected a number from 0 to 1"],
    [
      "rows of two for one column",
      [[0.5], [[0, 1]]],
      "logLoss: targets are 1 x 2; expected the shape of the probabilities, 1 x 1: predictions come first, targets second",
    ],
    [
      "too many targets",
      [[0.5], [1, 0]],
      "logLoss: targets has length 2; expected 1 number from 0 to 1, one a prediction",
    ],
    [
      "a clip of a half",
      [[0.5], [1], { clip: 0.5 }],
      "logLoss: clip is 0.5; expected a number from 0 to less than 0.5",
    ],
    ["a negative weight", [[0.5], [1], { sampleWeights: [-1] }], "logLoss: sampleWeights: entry 0 is -1"],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });
});

test("the example of the comment holds", () => {
  expect(String(logLoss([0.8, 0.4], [1, 0]).mean)).toMatch(/^0\.3669/);
});
