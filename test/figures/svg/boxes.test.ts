import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { boxOf, outerBoxOf } from "../../../src/figures/svg/boxes.js";
import { straightPath } from "../../../src/figures/svg/straight-path.js";
import { textWidth } from "../../../src/figures/svg/text-size.js";

function element(markup: string): Element {
  const { document } = new JSDOM(`<svg>${markup}</svg>`).window;
  return document.querySelector("svg")?.firstElementChild as Element;
}

test("a text's box follows its anchor and size", () => {
  const width = textWidth("loss", 20);
  const at = (anchor: string) =>
    boxOf(element(`<text x="100" y="50" text-anchor="${anchor}" style="font-size: 20px">loss</text>`));
  expect(at("start")).toMatchObject({ x: 100, width, height: 26 });
  expect(at("middle").x).toBeCloseTo(100 - width / 2);
  expect(at("end").x).toBeCloseTo(100 - width);
});

test("lines of a text stand below each other; the widest counts", () => {
  const box = boxOf(
    element('<text style="font-size: 10px"><tspan class="line">ab</tspan><tspan class="line">abcd</tspan></text>'),
  );
  expect(box).toMatchObject({ width: textWidth("abcd", 10), height: 26 });
});

test("a group's box holds its children, moved and turned", () => {
  const group = element(
    '<g transform="translate(5,5)"><rect x="0" y="0" width="10" height="10"/><rect x="0" y="0" width="4" height="2" transform="translate(20,30) rotate(90)"/></g>',
  );
  const round = (box: object) => JSON.parse(JSON.stringify(box, (_, v) => (typeof v === "number" ? Math.round(v) : v)));
  expect(round(boxOf(group))).toEqual({ x: 0, y: 0, width: 20, height: 34 });
  expect(round(outerBoxOf(group))).toEqual({ x: 5, y: 5, width: 20, height: 34 });
  expect(round(outerBoxOf(element('<rect x="1" y="1" width="2" height="4" transform="scale(2)"/>')))).toEqual({
    x: 2,
    y: 2,
    width: 4,
    height: 8,
  });
});

test("walks along a path of straight lines", () => {
  const path = straightPath("M0,0L3,4L3,14");
  expect(path.length).toBe(15);
  expect([path.at(0), path.at(5), path.at(10), path.at(99)]).toEqual([
    { x: 0, y: 0 },
    { x: 3, y: 4 },
    { x: 3, y: 9 },
    { x: 3, y: 14 },
  ]);
});
