import { describe, expect, test } from "vitest";
import { ulpsBetween } from "./within-ulps.js";

describe("the matchers", () => {
  test("count the numbers in between", () => {
    expect(ulpsBetween(1, 1 + Number.EPSILON)).toBe(1);
    expect(ulpsBetween(1, 1 - Number.EPSILON)).toBe(2);
    expect(ulpsBetween(-5e-324, 5e-324)).toBe(2);
    expect(ulpsBetween(0, -0)).toBe(0);
    expect(ulpsBetween(Number.MAX_VALUE, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(ulpsBetween(Number.NaN, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test("say which entry is off, and by how much", () => {
    expect(() => expect([1, 2]).toBeWithinUlps([1, 2 + 8 * Number.EPSILON], 3)).toThrow(
      "entry 1 of 2: received 2, expected 2.0000000000000018: 4 ulps apart; expected 3 at the most",
    );
    expect(() => expect([1]).toBeWithinUlps([1, 2], 3)).toThrow("received 1 numbers; expected 2");
    expect(() => expect(1).toBeRelativelyClose(1.5, 0.1)).toThrow("0.3333333333333333 apart, relatively");
    expect(1e-20).toBeRelativelyClose(0, 1e-16, 1);
    expect(Number.NaN).not.toBeWithinUlps(0, 1e9);
  });
});
