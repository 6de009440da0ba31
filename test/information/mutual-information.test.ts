import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conditionalEntropy, entropy, klDivergence, mutualInformation } from "../../src/information/index.js";
import { fromRows, logits, matrix } from "../../src/numerics/index.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Expected {
  mutualInformation: number;
  conditionalEntropy: number;
}
const { byScikitLearn, byMpmath } = golden<{
  byScikitLearn: (Expected & { counts: number[][] })[];
  byMpmath: (Expected & { joint: number[][] })[];
}>("information/joint");

const shares = (counts: number[][]) => {
  const all = counts.flat().reduce((a, b) => a + b, 0);
  return counts.map((row) => row.map((count) => count / all));
};
const transposed = (rows: number[][]) => rows[0].map((_, y) => rows.map((row) => row[y]));

describe("against scikit-learn and SciPy, tables of counts", () => {
  test.each(byScikitLearn.map((c) => ({ ...c, name: `${c.counts.length} x ${c.counts[0].length}` })))("$name", (c) => {
    const joint = shares(c.counts);
    // Theirs are differences of entropies: they hold absolutely only.
    expect(mutualInformation(joint)).toBeRelativelyClose(c.mutualInformation, 1e-13, 1);
    expect(conditionalEntropy(joint)).toBeRelativelyClose(c.conditionalEntropy, 1e-13, 1);
    expect(mutualInformation(fromRows(joint))).toBe(mutualInformation(joint));
  });
});

describe("against mpmath: nearly independent, nearly certain, denormal", () => {
  test.each(byMpmath.map((c) => ({ ...c, name: `${c.joint.length} rows, ${c.joint[0]}` })))("$name", (c) => {
    expect(mutualInformation(c.joint)).toBeRelativelyClose(c.mutualInformation, 1e-14, 1e-308);
    expect(conditionalEntropy(c.joint)).toBeRelativelyClose(c.conditionalEntropy, 1e-14, 1e-308);
  });
});

describe("for all tables", () => {
  const tables = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .chain(([rows, cols]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: cols, maxLength: cols }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
    .filter((counts) => counts.flat().some((count) => count > 0))
    .map(shares);

  test("I(X; Y) = H(X) + H(Y) - H(X, Y) = I(Y; X), and H(X, Y) = H(X) + H(Y | X)", () => {
    fc.assert(
      fc.property(tables, (joint) => {
        const sums = (rows: number[][]) =>
          rows.map((row) =>
            Math.min(
              1,
              row.reduce((a, b) => a + b, 0),
            ),
          );
        const [hx, hy] = [entropy(sums(joint)), entropy(sums(transposed(joint)))];
        const hxy = entropy(joint.flat());
        expect(mutualInformation(joint)).toBeRelativelyClose(hx + hy - hxy, 1e-14, 1);
        expect(mutualInformation(transposed(joint))).toBeRelativelyClose(mutualInformation(joint), 1e-14, 1e-30);
        expect(conditionalEntropy(joint)).toBeRelativelyClose(hxy - hx, 1e-14, 1);
        expect(hy - conditionalEntropy(joint)).toBeRelativelyClose(mutualInformation(joint), 1e-14, 1);
        expect(mutualInformation(joint)).toBeGreaterThanOrEqual(0);
        expect(conditionalEntropy(joint)).toBeGreaterThanOrEqual(0);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test("it is the divergence from the product of the margins", () => {
    const joint = [
      [0.125, 0.25],
      [0.5, 0.125],
    ];
    const product = [0.375 * 0.625, 0.375 * 0.375, 0.625 * 0.625, 0.625 * 0.375];
    expect(mutualInformation(joint)).toBeRelativelyClose(klDivergence(joint.flat(), product), 1e-15);
  });

  test("independent sixteenths give exactly 0, a row that decides the column leaves exactly 0", () => {
    expect(mutualInformation([[0.1875, 0.0625].map((p) => p * 0.25), [0.1875, 0.0625].map((p) => p * 3.75)])).toBe(0);
    expect(
      conditionalEntropy([
        [0.3, 0, 0],
        [0, 0, 0.7],
      ]),
    ).toBe(0);
  });

  test("a float32 table may miss 1 by its rounding, which does not pass for dependence", () => {
    const joint = matrix(7, 7, new Float32Array(49).fill(1 / 49));
    expect(mutualInformation(joint)).toBeLessThan(1e-30);
  });
});

describe("errors", () => {
  test.each([
    [() => mutualInformation([[0.5, 0.4]]), "mutualInformation: joint sums to 0.9; expected 1 over the whole table"],
    [
      () => mutualInformation([[3, 1]]),
      "mutualInformation: joint: row 0, column 0 is 3; expected a number from 0 to 1 (counts divided by their sum)",
    ],
    [() => conditionalEntropy([[0.5, 0.5], [0]]), "conditionalEntropy: joint: row 1 has 1 number; expected 2"],
    [() => conditionalEntropy([]), "conditionalEntropy: joint is empty; expected one probability or more"],
    [() => conditionalEntropy(0.5 as never), "conditionalEntropy: joint: got 0.5; expected rows of numbers"],
    [() => mutualInformation(logits([[0, 1]])), "mutualInformation: joint: got a matrix of logits; expected prob"],
    [
      () => mutualInformation({ rows: 2, cols: 2, data: Float64Array.of(1) }),
      "mutualInformation: joint: data has 1 number; expected 2 x 2 = 4",
    ],
  ])("%s", (call, message) => expect(call).toThrow(message));
});
