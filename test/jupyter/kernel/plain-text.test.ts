import { inspect } from "node:util";
import { expect, test } from "vitest";
import { plainText } from "../../../src/jupyter/kernel/plain-text.js";

test("short values are as Node shows them, without colours", () => {
  for (const value of [1, "text", [1, 2], { a: { b: 1 } }, null, undefined, Symbol("s"), new Map([[1, 2]])]) {
    expect(plainText(value)).toBe(inspect(value));
  }
});

test("what is cut is counted", () => {
  expect(plainText(Array.from({ length: 1000 }, () => 0))).toContain("900 more items");
  expect(plainText("a".repeat(12_345))).toContain("2345 more characters");
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`key${i}`, "value".repeat(5)]));
  expect(plainText(wide)).toMatch(/\n… 802 lines more$/);
});
