import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Golden {
  logits: number[][];
  indices: number[];
  soft: number[][];
  classWeights: number[];
  mask: number[];
}
const torch = golden<Golden>("loss/softmax-cross-entropy");
const { logits: z, indices, soft } = torch;

describe("memory", () => {
  test("gradient and rowLosses are filled where they are given, and given back", () => {
    const gradient = matrix(6, 4);
    const rowLosses = new Float64Array(6).fill(9);
    gradient.data.fill(9);
    const total = softmaxCrossEntropy(z, indices, { gradient, rowLosses, mask: torch.mask });
    expect(total.gradient).toBe(gradient);
    expect(total.rowLosses).toBe(rowLosses);
    const made = softmaxCrossEntropy(z, indices, { gradient: true, rowLosses: true, mask: torch.mask });
    expect(gradient.data).toEqual(made.gradient.data);
    expect(rowLosses).toEqual(made.rowLosses);
    expect(gradient.data.subarray(8, 12)).toEqual(new Float64Array(4));
    expect(rowLosses[2]).toBe(0);
  });

  test("without the options there is neither", () => {
    const total = softmaxCrossEntropy(z, indices);
    expect(total).toMatchObject({ gradient: undefined, rowLosses: undefined });
    const options = { gradient: false, rowLosses: false };
    expect(softmaxCrossEntropy(z, indices, options)).toMatchObject({ gradient: undefined, rowLosses: undefined });
  });

  test("float32 logits are read as they are, and a float32 gradient is filled", () => {
    const data = Float32Array.from(z.flat());
    const exact = softmaxCrossEntropy(logits(matrix(6, 4, Float64Array.from(data))), indices, { gradient: true });
    const gradient = matrix(6, 4, new Float32Array(24));
    const total = softmaxCrossEntropy(logits(matrix(6, 4, data)), indices, { gradient });
    expect(total.sum).toBe(exact.sum);
    expect(gradient.data).toBeRelativelyClose(exact.gradient.data, 1e-7, 1);
  });

  test("the arguments are left as they were", () => {
    const frozen = JSON.stringify([z, soft]);
    softmaxCrossEntropy(z, soft, { gradient: true, labelSmoothing: 0.5, classWeights: torch.classWeights });
    expect(JSON.stringify([z, soft])).toBe(frozen);
  });

  test("no rows are a total of nothing", () => {
    expect(softmaxCrossEntropy([], [])).toMatchObject({ sum: 0, weight: 0, count: 0 });
    expect(softmaxCrossEntropy(logits(matrix(0, 3)), [], { gradient: true }).gradient).toMatchObject({
      rows: 0,
      cols: 3,
    });
  });
});
