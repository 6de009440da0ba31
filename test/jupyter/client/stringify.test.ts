import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { canonical } from "../../../src/jupyter/client/canonical.js";
import { splitLines } from "../../../src/jupyter/client/notebook-lines.js";
import { parseNotebook } from "../../../src/jupyter/client/read-notebook.js";
import { stringify } from "../../../src/jupyter/client/stringify.js";

const written = readFileSync(new URL("../../fixtures/jupyter/nbformat-written.ipynb", import.meta.url), "utf8");

test("a notebook that Python's nbformat wrote comes out byte for byte", () => {
  expect(stringify(parseNotebook(written))).toBe(written);
});

test("and is canonical already: what JupyterLab saves is what we write", () => {
  expect(stringify(canonical(parseNotebook(written)))).toBe(written);
});

test("lines end where Python's str.splitlines ends them", () => {
  expect(splitLines("")).toEqual([]);
  expect(splitLines("\n")).toEqual(["\n"]);
  expect(splitLines("a\nb")).toEqual(["a\n", "b"]);
  expect(splitLines("a\r\nb\rc\n\r")).toEqual(["a\r\n", "b\r", "c\n", "\r"]);
  expect(splitLines("a\x1cb\x1dc\x1ed\x85e\u2028\u2029\v\f")).toEqual([
    ...["a\x1c", "b\x1d", "c\x1e", "d\x85", "e\u2028", "\u2029", "\v", "\f"],
  ]);
});
