import { expect, test } from "vitest";
import { confusionMatrix } from "../../src/evaluation/confusion-matrix.js";
import { toRows } from "../../src/numerics/matrix.js";

test("a row is a true class, a column a predicted one", () => {
  const { counts, classNames } = confusionMatrix([0, 1, 1, 2, 2, 2], [0, 0, 0, 1, 2, 2], ["a", "b", "c"]);
  expect(classNames).toEqual(["a", "b", "c"]);
  expect(toRows(counts)).toEqual([
    [1, 2, 0],
    [0, 0, 1],
    [0, 0, 2],
  ]);
});

test("no rows are no counts", () => {
  expect(toRows(confusionMatrix([], [], ["a", "b"]).counts)).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("errors name the argument, the row and the value", () => {
  const names = ["a", "b"];
  expect(() => confusionMatrix([2], [0], names)).toThrow(
    "confusionMatrix: predicted: row 0 is 2; expected a class index",
  );
  expect(() => confusionMatrix([0, 1], [0, -1], names)).toThrow("confusionMatrix: targets: row 1 is -1");
  expect(() => confusionMatrix([0, 1], [0], names)).toThrow("confusionMatrix: targets has length 1; expected 2");
});

test("the example of the comment holds", () => {
  expect(confusionMatrix([0, 1, 1], [0, 0, 1], ["dry", "rain"]).counts.data).toEqual(Float64Array.of(1, 1, 0, 1));
});
