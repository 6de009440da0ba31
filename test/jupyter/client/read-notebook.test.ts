import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { firstJsonError, lineAndColumn } from "../../../src/jupyter/client/json-position.js";
import { parseNotebook, readNotebook } from "../../../src/jupyter/client/read-notebook.js";

const code = {
  cell_type: "code",
  id: "a1",
  metadata: {},
  source: ["1"],
  execution_count: null,
  outputs: [] as unknown[],
};
const withCells = (...cells: unknown[]) => JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });

test("a good notebook", () => {
  const text = withCells({ cell_type: "markdown", id: "m", metadata: {}, source: "# a" }, code);
  expect(parseNotebook(text)).toEqual(JSON.parse(text));
  expect(parseNotebook(`\uFEFF${text}`)).toEqual(JSON.parse(text));
});

test("from a file, named in the message", () => {
  const folder = mkdtempSync(join(tmpdir(), "surprisal-read-"));
  try {
    const file = join(folder, "a.ipynb");
    writeFileSync(file, withCells(code));
    expect(readNotebook(file).cells).toHaveLength(1);
    writeFileSync(file, "{}");
    expect(() => readNotebook(file)).toThrow(`${file}: nbformat must be 4; got nothing.`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ["", "a.ipynb:1:1: not JSON: the text ends too early"],
  ["{", "a.ipynb:1:2: not JSON: the text ends too early"],
  ['{\n "cells": [\n<<<<<<< HEAD\n', "a.ipynb:3:1: not JSON: unexpected <<<<<<< HEAD"],
  ["[]", "a.ipynb: a notebook is a JSON object; got []."],
  ['{"nbformat": 3}', "a.ipynb: nbformat must be 4; got 3."],
  ['{"nbformat": 4}', "a.ipynb: nbformat_minor must be an integer; got nothing."],
  ['{"nbformat": 4, "nbformat_minor": 5}', "a.ipynb: metadata must be an object"],
  [
    '{"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": "tslab"}}',
    'metadata.kernelspec must be an object; got "tslab"',
  ],
  ['{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "a.ipynb: cells must be a list; got nothing."],
  [withCells(code, 7), "a.ipynb: cell 2 must be an object; got 7."],
  [
    withCells({ ...code, cell_type: "heading" }),
    'a.ipynb: cell 1 (id a1): cell_type must be "code", "markdown" or "raw"; got "heading".',
  ],
  [withCells({ ...code, source: 5 }), "cell 1 (id a1): source must be a string or a list of strings; got 5."],
  [withCells({ ...code, id: undefined, metadata: [] }), "a.ipynb: cell 1: metadata must be an object; got []."],
  [withCells({ ...code, execution_count: "1" }), 'execution_count must be an integer or null; got "1".'],
  [withCells({ ...code, outputs: undefined }), "cell 1 (id a1): outputs must be a list; got nothing."],
  [withCells({ ...code, outputs: [1] }), "cell 1 (id a1): output 1 must be an object; got 1."],
  [withCells({ ...code, outputs: [{ output_type: "pyout" }] }), "output 1 output_type must be stream, display_data"],
  [
    withCells({ ...code, outputs: [{ output_type: "stream", name: "log" }] }),
    'output 1 name must be "stdout" or "stderr"; got "log".',
  ],
  [withCells({ ...code, outputs: [{ output_type: "display_data", metadata: {} }] }), "output 1 data must be an object"],
  [
    withCells({ ...code, outputs: [{ output_type: "error", ename: "E", evalue: "" }] }),
    "output 1 traceback must be a list of strings",
  ],
  [
    withCells({ cell_type: "markdown", metadata: {}, source: "", attachments: { a: 1 } }),
    "attachments must be an object of MIME bundles",
  ],
])("%s is refused", (text, message) => {
  expect(() => parseNotebook(text, "a.ipynb")).toThrow(message);
});

test("the place of a mistake: JSON.parse and we agree on what is JSON", () => {
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"',
    "\\",
    "1",
    "-",
    "0",
    ".5",
    "e3",
    "true",
    "nul",
    " ",
    "\n",
    "\u0001",
  );
  const nearJson = fc.oneof(
    fc.json(),
    fc.array(pieces, { maxLength: 8 }).map((list) => list.join("")),
    fc.string(),
  );
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(nearJson, (text) => isJson(text) === (firstJsonError(text) === undefined)),
    { seed: 1, numRuns: 3000 },
  );
});

test("cutting a JSON text short is noticed at its end", () => {
  const text = withCells(code);
  expect(firstJsonError(text.slice(0, -1))).toBe(text.length - 1);
  expect(lineAndColumn("ab\ncd", 4)).toBe("2:2");
});
