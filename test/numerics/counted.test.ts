import { expect, test } from "vitest";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { counted } from "../../src/numerics/counted.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";

test.each([
  [0, "columns", "0 columns"],
  [1, "columns", "1 column"],
  [2, "columns", "2 columns"],
  [1, "weights, one a class", "1 weight, one a class"],
  [1, "class indices, one a row", "1 class index, one a row"],
  [1, "entries, one a column", "1 entry, one a column"],
  [1, "numbers of frames, one a sequence", "1 number of frames, one a sequence"],
  [1, "classes", "1 class"],
] as const)("%i, %s: %s", (count, what, text) => {
  expect(counted(count, what)).toBe(text);
});

test("errors say one thing and several as people do", () => {
  expect(() => sigmoidCrossEntropy([1], [1], { sampleWeights: [] })).toThrow("expected 1 weight, one a row");
  expect(() => softmaxCrossEntropy([[1]], [0])).toThrow("logits have 1 column; expected 2 or more");
  expect(() => softmaxCrossEntropy(logits(matrix(1, 0)), [0])).toThrow("logits have 0 columns; expected 2 or more");
});
