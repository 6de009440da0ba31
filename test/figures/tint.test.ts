import { expect, test } from "vitest";
import { palette } from "../../src/figures/palette.js";
import { textOn, tint } from "../../src/figures/tint.js";

/** Contrast of two colours by WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b].map(luminance).sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const channel = Number.parseInt(color.slice(i, i + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("text on a tile has a contrast of 4.5 or more, whatever the share", () => {
  for (let share = 0; share <= 1; share += 0.01) {
    expect(contrast(tint(share), textOn(tint(share)))).toBeGreaterThan(4.5);
  }
});

test("a larger share is darker", () => {
  for (let share = 0.05; share <= 1; share += 0.05) {
    expect(luminance(tint(share))).toBeLessThan(luminance(tint(share - 0.05)));
  }
});

test("the first three colours stand out on white and on black paper", () => {
  for (const color of [palette.blue, palette.vermilion, palette.green]) {
    expect(contrast(color, "#ffffff")).toBeGreaterThan(3);
    expect(contrast(color, "#15171a")).toBeGreaterThan(3);
  }
});
