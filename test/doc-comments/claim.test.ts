import { describe, expect, test } from "vitest";
import { agrees, claimOf } from "./claim.js";

describe("claimOf", () => {
  test.each([
    ["0.5 nats", "0.5 nats"],
    ["ln 2 = 0.69314...", "0.69314..."],
    ["0.5^2 ln 2 = 0.17328...", "0.17328..."],
    ['"a = b"', '"a = b"'],
    ["Float64Array [1]", "Float64Array [1]"],
    ["Error: x = 1", "Error: x = 1"],
    ["true: the sum is 1", "true: the sum is 1"],
  ])("%s claims %s", (comment, claim) => {
    expect(claimOf(comment)).toBe(claim);
  });

  test.each(["nats", "truely", "ln 2 + 0.1", "the first = the last"])("%s is prose", (comment) => {
    expect(claimOf(comment)).toBeUndefined();
  });
});

describe("agrees", () => {
  const a = { a: [1, "x"] };
  test.each([
    [0.125, "0.125"],
    [0.125, "0.12..., an eighth"],
    [-1e-7, "-1e-7 nats"],
    [-0, "-0"],
    [3n, "3n"],
    ["a", "'a'"],
    [a, '{ a: [1, "x"] }, an object'],
    [new Float64Array([0.5, 1 / 3]), "Float64Array [0.5, 0.33...]"],
    [[], "[]"],
    [undefined, "undefined"],
  ])("%o is %s", (value, claim) => {
    expect(agrees({ value }, claim)).toBe(true);
  });

  test.each([
    [0.125, "0.12"],
    [0.125, "0.13..."],
    [0.125, "0.125..."],
    [1, "1 / 4"],
    [1, "1e5"],
    [1, "10"],
    [1, "-1"],
    [true, "1"],
    [[1, 2], "[1]"],
    [[1], "[1, 2]"],
    [new Float64Array([1]), "[1]"],
    [new Float64Array([1]), "Float32Array [1]"],
    ["a", '"b"'],
    [1, "Error: no"],
  ])("%o is not %s", (value, claim) => {
    expect(agrees({ value }, claim)).toBe(false);
  });

  test("an error is what it says, and no value", () => {
    const outcome = { error: new RangeError("x is 3; expected 1") };
    expect(agrees(outcome, "RangeError: x is 3")).toBe(true);
    expect(agrees(outcome, "Error: x is 3")).toBe(false);
    expect(agrees(outcome, "3")).toBe(false);
  });
});
