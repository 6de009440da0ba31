import { expect, test } from "vitest";
import { lineFigure } from "../../src/figures/line-figure.js";
import { figureBundle } from "../../src/jupyter/show.js";

const figure = lineFigure({
  x: [0, 1],
  series: [{ name: "a", y: [1, 2] }],
  xTitle: "x",
  yTitle: "y",
  title: "A line",
  text: "It rises by 1.",
});

test("a bundle of plotly's JSON, a drawing and a sentence", async () => {
  const bundle = await figureBundle(figure);
  expect(Object.keys(bundle)).toEqual(["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"]);
  expect(bundle["application/vnd.plotly.v1+json"]).toEqual({ data: figure.data, layout: figure.layout });
  expect(bundle["image/svg+xml"]).toMatch(/^<svg .*<title[^>]*>A line<\/title><desc[^>]*>It rises by 1\.<\/desc>/);
  expect(bundle["text/plain"]).toBe("It rises by 1.");
});

test("typed arrays of a reader's own figure become arrays", async () => {
  const own = { ...figure, data: [{ type: "scatter", y: new Float64Array([1, Number.NaN, 3]) }] };
  const bundle = await figureBundle(own);
  expect(bundle["application/vnd.plotly.v1+json"]).toMatchObject({ data: [{ y: [1, null, 3] }] });
  expect(bundle["image/svg+xml"]).toContain("<circle");
});

test("two runs give the same bytes", async () => {
  expect(JSON.stringify(await figureBundle(figure))).toBe(JSON.stringify(await figureBundle(figure)));
});
