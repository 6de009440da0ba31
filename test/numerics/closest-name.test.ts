import { describe, expect, it } from "vitest";
import { closestName } from "../../src/numerics/closest-name.js";

describe("closestName", () => {
  it.each([
    ["weigth", "weight"],
    ["Height", "height"],
    ["temp max", "temp_max"],
    ["heigth_cm", "height"],
    ["a", "b"],
  ])("for %j suggests %j", (wrong, right) => {
    expect(closestName(wrong, [right, "something else", "weather station"])).toBe(right);
  });
  it("suggests nothing when nothing is close", () => {
    expect(closestName("species", ["height", "weight"])).toBeUndefined();
    expect(closestName("x", [])).toBeUndefined();
  });
});
