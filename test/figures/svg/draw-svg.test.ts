import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import type { Figure } from "../../../src/figures/figure.js";
import { lineFigure } from "../../../src/figures/line-figure.js";
import { drawSvg } from "../../../src/figures/svg/index.js";
import { figures } from "../examples.js";

const { window } = new JSDOM("");

/** Parses as XML, as strict as a browser is with a file. */
function parsed(svg: string): SVGSVGElement {
  const document = new window.DOMParser().parseFromString(svg, "image/svg+xml");
  expect(document.querySelector("parsererror")?.textContent).toBeUndefined();
  return document.documentElement as unknown as SVGSVGElement;
}

function allOf(svg: string): Element[] {
  const root = parsed(svg);
  return [root, ...root.querySelectorAll("*")];
}

const drawings = new Map<Figure, Promise<string>>();

/** Drawn once for all tests: that takes a fraction of a second. */
function drawn(figure: Figure): Promise<string> {
  const drawing = drawings.get(figure) ?? drawSvg(figure);
  drawings.set(figure, drawing);
  return drawing;
}

describe.each(Object.entries(figures))("%s", (_name, figure) => {
  test("is one small picture that a screen reader can name", async () => {
    const svg = await drawn(figure);
    const root = parsed(svg);
    expect(root.getAttribute("role")).toBe("img");
    const named = (attribute: string) => root.querySelector(`#${root.getAttribute(attribute)}`)?.textContent;
    expect(named("aria-labelledby")).toBe(figure.title);
    expect(named("aria-describedby")).toBe(figure.text);
    expect(svg.length).toBeLessThan(15_000);
    const { height = 400 } = figure.layout as { height?: number };
    expect(root.getAttribute("viewBox")).toBe(`0 0 720 ${height}`);
  });

  test("holds nothing that runs, fetches or depends on the page's styles, and letters in the page's colour", async () => {
    const svg = await drawn(figure);
    for (const element of allOf(svg)) {
      expect("svg title desc defs clipPath g path rect circle text tspan".split(" ")).toContain(element.localName);
      for (const { name } of element.attributes) expect(name).not.toMatch(/^on|href|^style$|^class$|^data-/);
    }
    expect(svg).not.toMatch(/NaN|undefined|Infinity|url\((?!#f[0-9a-f]{8}-\d+\))/);
    expect(svg).toContain('fill="currentColor"');
    expect(svg).not.toMatch(/#010203|#040506/);
  });

  test("its references lead somewhere and its ids are its own", async () => {
    const svg = await drawn(figure);
    const ids = allOf(svg).flatMap(({ id }) => (id ? [id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id);
  });

  test("shows every text inside its frame", async () => {
    const root = parsed(await drawn(figure));
    const [, , width, height] = (root.getAttribute("viewBox") ?? "").split(" ").map(Number);
    for (const text of root.querySelectorAll("text")) {
      let [x, y] = [Number(text.getAttribute("x")), Number(text.getAttribute("y"))];
      for (let at: Element | null = text; at; at = at.parentElement) {
        const shift = /translate\(([-\d.]+)(?:,([-\d.]+))?\)/.exec(at.getAttribute("transform") ?? "");
        if (shift) [x, y] = [x + Number(shift[1]), y + Number(shift[2] ?? 0)];
      }
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(width);
      expect(y).toBeGreaterThanOrEqual(10);
      expect(y).toBeLessThanOrEqual(height - 2);
    }
  });
});

test("the same figure gives the same bytes, alone or beside others", async () => {
  const first = await drawSvg(figures.history);
  const [again, other, third] = await Promise.all([
    drawSvg(figures.history),
    drawSvg(figures.reliability),
    drawSvg(structuredClone(figures.history)),
  ]);
  expect(again).toBe(first);
  expect(third).toBe(first);
  const ids = (svg: string) => [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(ids(other).filter((id) => ids(first).includes(id))).toEqual([]);
});

test("draws what the figure says: a line through its points, a legend with its names", async () => {
  const figure = lineFigure({
    x: [0, 1, 2],
    series: [
      { name: "one", y: [0, 1, 3] },
      { name: "two", y: [3, 2, 0] },
    ],
    xTitle: "steps",
    yTitle: "loss (nats)",
    title: "Two lines",
  });
  const root = parsed(await drawSvg(figure));
  const texts = [...root.querySelectorAll("text")].map(({ textContent }) => textContent);
  expect(texts).toEqual(expect.arrayContaining(["one", "two", "steps", "loss (nats)", "Two lines", "0.5"]));
  const [one, two] = [...root.querySelectorAll('path[d*="L"]')].map((path) =>
    (path.getAttribute("d") ?? "").split(/[ML,]/).slice(1).map(Number),
  );
  // Even steps to the right; upwards y falls on a screen.
  expect(one[2] - one[0]).toBeCloseTo(one[4] - one[2], 1);
  expect(one[1] - one[5]).toBeCloseTo(3 * (one[1] - one[3]), 1);
  expect(one[1]).toBeGreaterThan(one[5]);
  expect([two[1], two[5]]).toEqual([one[5], one[1]]);
});

test("takes another size", async () => {
  expect(await drawSvg(figures.surprisal, { width: 500, height: 300 })).toContain('viewBox="0 0 500 300"');
});

test("hostile names stay text", async () => {
  const hostile = '"><script>alert(1)</script><a href="javascript:alert(1)">x</a>';
  const figure: Figure = {
    data: [
      { type: "bar", x: [hostile, "b"], y: [1, 2], name: hostile, showlegend: true, text: [hostile, ""] },
      { type: "scatter", x: [hostile, "b"], y: [2, 1], name: '<a href="https://example.org">link</a>' },
    ],
    layout: {
      title: { text: hostile },
      images: [{ source: "https://example.org/x.png", x: 0, y: 1, sizex: 1, sizey: 1 }],
      annotations: [{ text: hostile, x: 0, y: 1 }],
    },
    title: hostile,
    text: `${hostile}]]>\u0000\u000b`,
  };
  const elements = allOf(await drawSvg(figure));
  expect(elements.map(({ localName }) => localName)).not.toEqual(expect.arrayContaining(["script"]));
  expect(elements.some((element) => /^(a|image|foreignObject)$/.test(element.localName))).toBe(false);
  for (const element of elements) {
    for (const { name, value } of element.attributes) {
      if (name !== "xmlns") expect(`${name}=${value}`).not.toMatch(/^on|href|javascript|https?:/);
    }
  }
});

test("leaves a figure of frozen data as it is", async () => {
  const figure = structuredClone(figures.lines);
  const before = JSON.stringify(figure);
  for (const trace of figure.data) Object.freeze(trace);
  Object.freeze(figure.layout);
  await drawSvg(figure);
  expect(JSON.stringify(figure)).toBe(before);
});

test("says so when a figure needs a canvas, and goes on drawing others", async () => {
  const heatmap: Figure = {
    data: [
      {
        type: "heatmap",
        z: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    layout: {},
    title: "a",
    text: "b",
  };
  await expect(drawSvg(heatmap)).rejects.toThrow("drawSvg: plotly cannot draw this figure without a browser");
  expect(await drawSvg(figures.surprisal)).toContain("<path");
});
