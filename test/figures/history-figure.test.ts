import { expect, test } from "vitest";
import { historyFigure } from "../../src/figures/history-figure.js";
import { epochOf } from "./examples.js";

type Line = { name: string; x: number[]; y: (number | null)[] };

test("draws the means of both losses and marks the epoch that the stop rule counted best", () => {
  const figure = historyFigure([epochOf(1, 0.7, 0.72, true), epochOf(2, 0.5, 0.6, true), epochOf(3, 0.4, 0.55)]);
  const [training, validation, best] = figure.data as Line[];
  expect(training).toMatchObject({ name: "training", x: [1, 2, 3], y: [0.7, 0.5, 0.4] });
  expect(validation).toMatchObject({ name: "validation", x: [1, 2, 3], y: [0.72, 0.6, 0.55] });
  expect(best).toMatchObject({ name: "best: epoch 2", x: [2], y: [0.6] });
  expect(figure.text).toBe(
    "In 3 epochs the training loss fell from 0.7 to 0.4 nats per row; the validation loss was best after epoch 2, 0.6 nats per row.",
  );
});

test("without a stop rule the best epoch is the first with the lowest validation loss", () => {
  const figure = historyFigure([epochOf(1, 0.7, 0.6), epochOf(2, 0.8, 0.5), epochOf(3, 0.9, 0.5)]);
  expect(figure.data[2]).toMatchObject({ x: [2], y: [0.5] });
  expect(figure.text).toContain("rose from 0.7 to 0.9");
});

test("without validation data there is one line", () => {
  const figure = historyFigure([epochOf(1, 0.7)]);
  expect(figure.data).toHaveLength(1);
  expect(figure.text).toBe("After 1 epoch the training loss is 0.7 nats per row.");
});

test("an infinite loss leaves a gap", () => {
  const figure = historyFigure([epochOf(1, 0.7, Number.POSITIVE_INFINITY), epochOf(2, 0.6, 1)]);
  expect((figure.data[1] as Line).y).toEqual([null, 1]);
});

test("refuses an empty history", () => {
  expect(() => historyFigure([])).toThrow("historyFigure: history is empty; expected one epoch or more");
});
