import { expect, test } from "vitest";
import { countText, numberText, percentText } from "../../src/figures/number-text.js";
import { plotlyText } from "../../src/figures/plotly-text.js";
import { rounded } from "../../src/figures/rounded.js";

test.each([
  [Math.LN2, "0.6931"],
  [1.5, "1.5"],
  [12345, "12345"],
  [123456.7, "123457"],
  [9999.96, "10000"],
  [0.00012346, "0.0001235"],
  [0.0000454, "4.54e-5"],
  [7.12345e-12, "7.123e-12"],
  [1e-12, "1e-12"],
  [-0.25, "-0.25"],
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
])("%s is written %s", (value, text) => {
  expect(numberText(value)).toBe(text);
});

test("percentages and counts", () => {
  expect([0.0834, 0.5, 1, 0, 0.8225].map(percentText)).toEqual(["8.3 %", "50 %", "100 %", "0 %", "82.3 %"]);
  expect([countText(1, "row"), countText(2, "class", "classes")]).toEqual(["1 row", "2 classes"]);
});

test("six significant digits for plotly, null for what is not finite, no negative zero", () => {
  expect([2 / 3, 123456789, Number.NaN, Number.POSITIVE_INFINITY, -0].map(rounded)).toEqual([
    0.666667,
    123457000,
    null,
    null,
    0,
  ]);
});

test("plotly's texts are escaped and broken between words", () => {
  expect(plotlyText("a < b & c")).toBe("a &lt; b &amp; c");
  expect(plotlyText("one two three", 7)).toBe("one two<br>three");
});
