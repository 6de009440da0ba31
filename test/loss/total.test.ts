import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { Total } from "../../src/loss/total.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

const { logits, indices } = golden<{ logits: number[][]; indices: number[] }>("loss/softmax-cross-entropy");

describe("Total", () => {
  test("the parts of a batch merge into the total of the whole, whatever their sizes", () => {
    const options = { classWeights: [0.5, 2, 0.1, 1] };
    const whole = softmaxCrossEntropy(logits, indices, options);
    const parts = [
      [0, 1],
      [1, 5],
      [5, 6],
    ].map(([start, end]) => softmaxCrossEntropy(logits.slice(start, end), indices.slice(start, end), options));
    const merged = parts.reduce((total, part) => total.merge(part), Total.zero);
    expect(merged.sum).toBeWithinUlps(whole.sum, 2);
    expect(merged.weight).toBeWithinUlps(whole.weight, 2);
    expect(merged.mean).toBeWithinUlps(whole.mean, 4);
    expect(merged.count).toBe(6);
    const meanOfMeans = parts.reduce((sum, part) => sum + part.mean, 0) / 3;
    expect(Math.abs(meanOfMeans - whole.mean)).toBeGreaterThan(0.01);
  });

  test("counts add up; rows are no longer named and outputs are not carried along", () => {
    const rows = [
      [0, Number.NEGATIVE_INFINITY],
      [0, 0],
    ];
    const part = softmaxCrossEntropy(rows, [1, 0], { mask: [1, 0], gradient: true, rowLosses: true });
    const merged = part.merge(part);
    expect(merged).toMatchObject({
      count: 2,
      ignored: 2,
      infinite: 2,
      infiniteRows: [],
      mean: Number.POSITIVE_INFINITY,
    });
    expect(merged).toMatchObject({ gradient: undefined, rowLosses: undefined });
  });

  test("the total of nothing has no mean, and merging with it changes nothing", () => {
    expect(Total.zero.mean).toBeNaN();
    const part = new Total({ sum: 3, weight: 2, count: 2, ignored: 1, infinite: 0 });
    expect(Total.zero.merge(part)).toEqual(part);
    expect(part.merge(Total.zero)).toEqual(part);
  });

  test("ten infinite rows are named at the most", () => {
    const infiniteRows = Array.from({ length: 12 }, (_, i) => i);
    expect(new Total({ sum: 0, weight: 0, count: 12, infiniteRows }).infiniteRows.length).toBe(10);
  });
});
