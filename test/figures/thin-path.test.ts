import fc from "fast-check";
import { expect, test } from "vitest";
import { thinPath } from "../../src/figures/thin-path.js";

const share = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
const point = fc.tuple(share, share);

test("no point is farther from the thinned line than the tolerance", () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 60 }), share, (points, tolerance) => {
      const x = points.map(([a]) => a);
      const y = points.map(([, b]) => b);
      const kept = thinPath(x, y, tolerance);
      expect([kept[0], kept.at(-1)]).toEqual([0, points.length - 1]);
      for (const [i] of points.entries()) {
        const after = kept.findIndex((k) => k >= i);
        const [a, b] = [kept[Math.max(0, after - 1)], kept[after]];
        expect(distance(x[i], y[i], x[a], y[a], x[b], y[b])).toBeLessThanOrEqual(tolerance + 1e-9);
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});

/** By walking along the segment in small steps: slow and independent. */
function distance(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  let [low, high] = [0, 1];
  const at = (t: number) => Math.hypot(ax + t * (bx - ax) - px, ay + t * (by - ay) - py);
  for (let i = 0; i < 100; i++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (at(a) < at(b)) high = b;
    else low = a;
  }
  return at((low + high) / 2);
}

test("drops what lies on a straight line", () => {
  expect(thinPath([0, 1, 2, 3, 3], [0, 1, 2, 3, 5], 0)).toEqual([0, 3, 4]);
});
