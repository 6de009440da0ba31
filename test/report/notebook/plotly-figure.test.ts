import { expect, test } from "vitest";
import { plotlyFigure } from "../../../src/report/notebook/plotly-figure.js";

test("data and layout stay as they are, config and frames do not", () => {
  const figure = { data: [{ type: "bar", y: [1, null] }], layout: { title: { text: "t" } } };
  expect(plotlyFigure({ ...figure, config: { plotlyServerURL: "https://example.org" }, frames: [] })).toEqual(figure);
});

test("JSON as text is read", () => {
  expect(plotlyFigure('{"data": []}')).toEqual({ data: [], layout: {} });
});

test("pictures by address go, embedded ones stay", () => {
  const images = [{ source: "https://example.org/a.png", x: 1 }, { source: "data:image/png;base64,AAAA" }];
  const figure = plotlyFigure({ data: [{ type: "image", source: "//example.org" }], layout: { images } });
  expect(figure).toEqual({
    data: [{ type: "image" }],
    layout: { images: [{ x: 1 }, { source: "data:image/png;base64,AAAA" }] },
  });
});

test("names that could reach a prototype go", () => {
  const figure = plotlyFigure(
    '{"data": [{"__proto__": {"a": 1}, "constructor": {"b": 2}}], "layout": {"__proto__": {"c": 3}}}',
  );
  expect(JSON.stringify(figure)).toBe('{"data":[{}],"layout":{}}');
});

test.each([[undefined], [null], ["{"], [3], [[]], [{}], [{ data: 1 }]])("%j is no figure", (bundle) => {
  expect(plotlyFigure(bundle)).toBeUndefined();
});
