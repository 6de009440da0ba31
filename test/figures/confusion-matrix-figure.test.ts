import { expect, test } from "vitest";
import { confusionMatrix } from "../../src/evaluation/confusion-matrix.js";
import { confusionMatrixFigure } from "../../src/figures/confusion-matrix-figure.js";

const figure = confusionMatrixFigure(confusionMatrix([0, 0, 0, 1, 1], [0, 0, 0, 0, 1], ["dry", "rain"]));

test("a tile a pair of classes that occurs, at its row and column, with count and share of the true class", () => {
  expect(figure.data[0]).toMatchObject({
    base: [-0.49, 0.51, 0.51],
    y: [0, 0, 1],
    text: ["3<br>75 %", "1<br>25 %", "1<br>100 %"],
    customdata: [
      ["dry", "dry", 0.75],
      ["dry", "rain", 0.25],
      ["rain", "rain", 1],
    ],
  });
  expect(figure.data[1]).toMatchObject({ x: [0], y: [1], text: ["0"] });
});

test("says how many were right and the most frequent mistake", () => {
  expect(figure.text).toBe(
    "4 of 5 rows (80 %) were predicted as their true class; the most frequent mistake: 1 row of dry (25 % of them) predicted as rain.",
  );
});

test("without a mistake says none", () => {
  expect(confusionMatrixFigure(confusionMatrix([0, 1], [0, 1], ["a", "b"])).text).toBe(
    "2 of 2 rows (100 %) were predicted as their true class.",
  );
});

test("a class that never occurs has no tile and no share", () => {
  const text = JSON.stringify(confusionMatrixFigure(confusionMatrix([0], [0], ["a", "b", "c"])));
  expect(text).not.toMatch(/NaN|null/);
});

test("names of classes are not taken for HTML", () => {
  const { layout } = confusionMatrixFigure(confusionMatrix([0], [0], ["<b>a", "b & c"]));
  expect(layout).toMatchObject({ xaxis: { ticktext: ["&lt;b&gt;a", "b &amp; c"] } });
});

test("refuses a matrix of no rows", () => {
  expect(() => confusionMatrixFigure(confusionMatrix([], [], ["a", "b"]))).toThrow("counts no rows");
});
