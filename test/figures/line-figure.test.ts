import { expect, test } from "vitest";
import { lineFigure } from "../../src/figures/line-figure.js";

const titles = { xTitle: "logit z", yTitle: "loss (nats)", title: "Loss" };

test("takes typed arrays, rounds to six digits, leaves gaps", () => {
  const figure = lineFigure({
    ...titles,
    x: new Float64Array([0, 1 / 3, 1]),
    series: [{ name: "a", y: new Float32Array([0.5, Number.NaN, 2]) }],
  });
  expect(figure.data[0]).toMatchObject({ x: [0, 0.333333, 1], y: [0.5, null, 2], showlegend: false });
  expect(figure.layout).toMatchObject({
    xaxis: { title: { text: "logit z" } },
    yaxis: { title: { text: "loss (nats)" } },
  });
  expect(figure.text).toBe("From 0 to 1 of logit z, loss (nats): a goes from 0.5 to 2.");
});

test("says what the caller says", () => {
  expect(lineFigure({ ...titles, x: [1], series: [{ name: "a", y: [1] }], text: "It is 1." }).text).toBe("It is 1.");
});

test("refuses lines of another length, and no line", () => {
  expect(() => lineFigure({ ...titles, x: [1, 2], series: [{ name: "a", y: [1] }] })).toThrow(
    "lineFigure: a: y has length 1; expected 2 numbers, as x has",
  );
  expect(() => lineFigure({ ...titles, x: [1], series: [] })).toThrow("series is empty");
});
