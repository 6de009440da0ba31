import { describe, expect, test } from "vitest";
import { seriesColors } from "../../../src/figures/palette.js";
import type { Palette } from "../../../src/report/page/palette.js";
import { dark, light } from "../../../src/report/page/palette.js";

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test("contrast is what WCAG says of black, white and grey", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

describe.each([
  ["light", light],
  ["dark", dark],
])("%s", (_, palette: Palette) => {
  const { paper, wash, rule: _rule, "bad-wash": badWash, ...inks } = palette;
  test.each(Object.entries(inks))("%s can be read on paper and on wash", (_name, ink) => {
    expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ink, wash)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(["ink", "bad", "accent"] as const)("%s can be read in a notice", (name) => {
    expect(contrast(palette[name], badWash)).toBeGreaterThanOrEqual(4.5);
  });
  test("the first lines of a figure stand out", () => {
    for (const color of seriesColors.slice(0, 3)) expect(contrast(color, paper)).toBeGreaterThanOrEqual(3);
  });
});
