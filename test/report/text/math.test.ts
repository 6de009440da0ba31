import { expect, test } from "vitest";
import { formula } from "../../../src/report/text/math.js";

test("an inline formula is no block, a display formula has a box to scroll in", () => {
  expect(formula("x", false)).toMatch(/^<span class="katex">/);
  expect(formula("x", true)).toMatch(/^<span class="display"><span class="katex-display">/);
});

test("a wrong formula is shown as its source, with the reason", () => {
  const html = formula("\\frac{1}{<b>", false);
  expect(html).toContain("\\frac{1}{&lt;b&gt;");
  expect(html).toContain("KaTeX parse error");
  expect(html).not.toContain("<b>");
});

test("Chinese in a formula is set, not refused", () => {
  expect(formula("\\text{交叉熵} = 1", false)).toContain("交叉熵");
});
