import { describe, expect, it } from "vitest";
import { pixelOutline } from "../../src/figures/pixel-outline.js";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";

/** The corners of each loop of a path of M, H, V and Z. */
function loops(path: string): [number, number][][] {
  return path
    .split("Z")
    .filter(Boolean)
    .map((loop) => {
      const corners: [number, number][] = [];
      for (const [, command, text] of loop.matchAll(/([MHV])([-\d,]+)/g)) {
        const last = corners.at(-1);
        if (command === "M") corners.push(text.split(",").map(Number) as [number, number]);
        else if (last) corners.push(command === "H" ? [Number(text), last[1]] : [last[0], Number(text)]);
      }
      return corners;
    });
}

/** Even-odd: how many vertical sides lie to the left of the pixel's middle. */
function isFilled(path: string, x: number, y: number): boolean {
  let crossings = 0;
  for (const corners of loops(path)) {
    corners.forEach(([x1, y1], i) => {
      const [x2, y2] = corners[(i + 1) % corners.length];
      if (x1 === x2 && x1 <= x && Math.min(y1, y2) <= y && y < Math.max(y1, y2)) crossings++;
    });
  }
  return crossings % 2 === 1;
}

describe("pixelOutline", () => {
  it("draws one pixel as a square", () => {
    expect(pixelOutline(matrix(1, 1, Float64Array.of(1)), 0, 1, 0.5, 3, 7)).toBe("M3,7H4V8H3Z");
  });

  it("writes corners only, not every pixel", () => {
    expect(pixelOutline(matrix(1, 6, new Float64Array(6).fill(1)), 0, 3, 0.5, 0, 0)).toBe("M0,0H3V2H0Z");
  });

  it("is empty when no pixel reaches the level", () => {
    expect(pixelOutline(matrix(1, 4), 0, 2, 0.5, 0, 0)).toBe("");
  });

  it("leaves a hole open", () => {
    const ring = matrix(1, 9, Float64Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1));
    const path = pixelOutline(ring, 0, 3, 0.5, 0, 0);
    expect(loops(path)).toHaveLength(2);
    expect(isFilled(path, 1, 1)).toBe(false);
  });

  it("fills exactly the pixels at or above the level, for random pictures, moved anywhere", () => {
    const random = createRandom(1);
    const [count, width, height] = [40, 7, 5];
    const pictures = matrix(
      count,
      width * height,
      Float64Array.from({ length: count * width * height }, () => random.integer(3) / 2),
    );
    for (let i = 0; i < count; i++) {
      const path = pixelOutline(pictures, i, width, 0.5, 10, 20);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const inside = pictures.data[(i * height + y) * width + x] >= 0.5;
          expect(isFilled(path, x + 10, y + 20), `picture ${i}, x ${x}, y ${y}: ${path}`).toBe(inside);
        }
      }
    }
  });
});
