import { expect, test } from "vitest";
import { excerpt } from "../../../src/jupyter/kernel/excerpt.js";

test("a line is shown between its neighbours, with a caret under the column", () => {
  expect(excerpt("one\ntwo two\nthree\nfour", { line: 2, column: 5 })).toEqual([
    "  1 | one",
    "> 2 | two two",
    "    |     ^",
    "  3 | three",
  ]);
});

test("the carets are as long as the marked text but end with the line", () => {
  expect(excerpt("const x = 1;", { line: 1, column: 7 }, 1)).toEqual(["> 1 | const x = 1;", "    |       ^"]);
  expect(excerpt("ab\ncd", { line: 1, column: 2 }, 4)).toEqual(["> 1 | ab", "    |  ^", "  2 | cd"]);
});

test("line numbers are aligned, and tabs stay tabs before the caret", () => {
  const source = Array.from({ length: 10 }, (_, i) => `\tline${i + 1}`).join("\n");
  expect(excerpt(source, { line: 9, column: 2 }, 5)).toEqual([
    "   8 | \tline8",
    ">  9 | \tline9",
    "     | \t^^^^^",
    "  10 | \tline10",
  ]);
});

test("a long line is cut around the place", () => {
  const line = `${"a".repeat(300)}B${"c".repeat(300)}`;
  const [text, carets] = excerpt(line, { line: 1, column: 301 });
  expect(text.length).toBeLessThan(120);
  expect(text[carets.indexOf("^")]).toBe("B");
});
