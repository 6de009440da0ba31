import { expect, test } from "vitest";
import { pointsOf } from "../../src/derivation/points.js";

test("easy points come first, the easiest ahead", () => {
  const points = pointsOf({ z: [-30, 30], y: { among: [1, 0] } }, 2, 1);
  expect(points.slice(0, 4)).toEqual([
    { z: 0, y: 1 },
    { z: 0, y: 0 },
    { z: 1, y: 1 },
    { z: 1, y: 0 },
  ]);
  expect(points).toHaveLength(26);
});

test("all points lie in the domain, and the ends are among them", () => {
  const points = pointsOf({ p: [0.123456, 0.234567] }, 50, 1);
  expect(points.every(({ p }) => p >= 0.123456 && p <= 0.234567)).toBe(true);
  expect(points.map(({ p }) => p)).toEqual(expect.arrayContaining([0.123456, 0.234567]));
});

test("the seed decides the random points", () => {
  const domain = { z: [0, 1] } as const;
  expect(pointsOf(domain, 5, 7)).toEqual(pointsOf(domain, 5, 7));
  expect(pointsOf(domain, 5, 7)).not.toEqual(pointsOf(domain, 5, 8));
});

test("without variables there is one point", () => {
  expect(pointsOf({}, 5, 1)).toEqual([{}]);
});
