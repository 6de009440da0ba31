import { describe, expect, test } from "vitest";
import { drawing } from "../../../src/report/html/svg.js";

const svg = (inside: string, attributes = 'viewBox="0 0 640 300"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`;
const inside = (html: string) => drawing(svg(html), "f1", "name")?.html.replace(/^<svg[^>]*>|<\/svg>$/g, "");

test("shapes, text and local references stay, ids get the figure's own names", () => {
  const html = inside(
    '<defs><clipPath id="c"><rect width="4" height="4"></rect></clipPath></defs><g clip-path="url(#c)"><path d="M0 0L4 4" fill="currentColor"></path></g>',
  );
  expect(html).toBe(
    '<defs><clipPath id="f1-c"><rect width="4" height="4"></rect></clipPath></defs><g clip-path="url(#f1-c)"><path d="M0 0L4 4" fill="currentColor"></path></g>',
  );
});

describe("what could run, fetch or move goes", () => {
  test.each([
    ["<script>alert(1)</script>", ""],
    [
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(1)"></body></foreignObject>',
      "",
    ],
    ['<use href="data:image/svg+xml,<svg id=x><script>alert(1)</script></svg>#x"></use>', ""],
    ['<image href="https://example.org/a.png"></image>', ""],
    ['<a href="javascript:alert(1)"><text>a</text></a>', "<text>a</text>"],
    ['<rect width="1" onload="alert(1)"></rect>', '<rect width="1"></rect>'],
    [
      '<rect style="fill: url(https://example.org/a); stroke: red; position: fixed"></rect>',
      '<rect style="stroke: red"></rect>',
    ],
    ['<rect fill="url(https://example.org/a#b)"></rect>', "<rect></rect>"],
    ['<rect fill="ur\\6c(https://example.org/a)"></rect>', "<rect></rect>"],
    ["<style>@import url(https://example.org/a.css)</style>", ""],
    ['<animate attributeName="href" values="javascript:alert(1)"></animate>', ""],
    ['<set attributeName="onload" to="alert(1)"></set>', ""],
    ["<desc><img src=x onerror=alert(1)>words</desc>", '<desc id="f1-desc">words</desc>'],
  ])("%s", (given, left) => expect(inside(given)).toBe(left));
});

test("a drawing is named by its title and described by its description", () => {
  const { html = "", title } =
    drawing(svg('<title id="t">Curve</title><desc>Falls.</desc>', 'aria-labelledby="t"'), "f2", "x") ?? {};
  expect(title).toBe("Curve");
  expect(html).toContain('role="img"');
  expect(html).toContain('aria-labelledby="f2-t"');
  expect(html).toContain('aria-describedby="f2-desc"');
});

test("a drawing without a title is named by the words given", () => {
  expect(drawing(svg("<path></path>"), "f3", 'said "so"')?.html).toContain('aria-label="said &quot;so&quot;"');
});

test("a drawing that only has a size gets a view box, so that it can shrink", () => {
  const html = drawing(svg("", 'width="300" height="200"'), "f4", "x")?.html;
  expect(html).toContain('viewBox="0 0 300 200"');
  expect(html).toContain("max-width: 300px");
});

test("a drawing says whether it follows the page's colours", () => {
  expect(drawing(svg('<path fill="currentColor"></path>'), "f", "x")?.themed).toBe(true);
  expect(drawing(svg('<path fill="#444"></path>'), "f", "x")?.themed).toBe(false);
});

test("what is no drawing gives none", () => {
  expect(drawing("<p>text</p>", "f", "x")).toBeUndefined();
  expect(drawing("", "f", "x")).toBeUndefined();
});
