import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apportion } from "../../src/data/apportion.js";

describe("apportion", () => {
  it("gives what is left over to the largest remainders, to the first of equal ones", () => {
    expect(apportion(3, [10, 5])).toEqual([2, 1]);
    expect(apportion(10, [6, 6, 2])).toEqual([4, 4, 2]);
    expect(apportion(1, [1, 1, 1])).toEqual([1, 0, 0]);
  });
  it("deals out everything, to each its share rounded down or up", () => {
    const cases = fc
      .array(fc.nat(1000), { minLength: 1, maxLength: 8 })
      .chain((sizes) => fc.tuple(fc.constant(sizes), fc.nat(sizes.reduce((a, b) => a + b))));
    fc.assert(
      fc.property(cases, ([sizes, total]) => {
        const shares = apportion(total, sizes);
        const all = sizes.reduce((a, b) => a + b);
        expect(shares.reduce((a, b) => a + b)).toBe(total);
        shares.forEach((share, k) => {
          const exact = all === 0 ? 0 : (total * sizes[k]) / all;
          expect(share).toBeGreaterThanOrEqual(Math.floor(exact));
          expect(share).toBeLessThanOrEqual(Math.min(sizes[k], Math.ceil(exact)));
        });
      }),
    );
  });
});
