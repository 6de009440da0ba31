import { expect, test } from "vitest";
import { toCursor, toIndex } from "../../../src/jupyter/kernel/cursor.js";

test("a character outside of the basic plane counts once for Jupyter and twice for JavaScript", () => {
  expect(toIndex("a😀b", 2)).toBe(3);
  expect(toCursor("a😀b", 3)).toBe(2);
});

test("a cursor past the end is the end", () => {
  expect(toIndex("ab", 9)).toBe(2);
});
