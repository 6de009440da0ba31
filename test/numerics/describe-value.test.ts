import { expect, test } from "vitest";
import { describeValue } from "../../src/numerics/describe-value.js";

test.each([
  ["yes", '"yes"'],
  ['say "no"', '"say \\"no\\""'],
  ["x".repeat(100), `"${"x".repeat(40)}…"`],
  [1.5, "1.5"],
  [-0, "-0"],
  [Number.NaN, "NaN"],
  [10n, "10n"],
  [null, "null"],
  [undefined, "undefined"],
  [true, "true"],
  [[1, 2], "an Array of 2"],
  [new Float64Array(3), "a Float64Array of 3"],
  [new Int32Array(3), "an Int32Array of 3"],
  [{ rows: 2, cols: 3, data: new Float64Array(6) }, "a 2 x 3 matrix"],
  [{ a: 1 }, "an object"],
  [Object.create(null), "an object"],
  [new Date(0), "a Date"],
  [new Error("no"), "an Error"],
  [function softmax() {}, "the function softmax"],
  [() => 0, "a function"],
  [Symbol("s"), "Symbol(s)"],
])("%o", (value, expected) => {
  expect(describeValue(value)).toBe(expected);
});
