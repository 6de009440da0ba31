import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { canonical } from "../../../src/jupyter/client/canonical.js";
import { stringify } from "../../../src/jupyter/client/stringify.js";
import { writeNotebook } from "../../../src/jupyter/client/write-notebook.js";
import { notebook } from "./cells.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "surprisal-write-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a new file, an unchanged one, a changed one", () => {
  const file = join(folder, "a.ipynb");
  const [one, two] = [canonical(notebook("1")), canonical(notebook("2"))];
  expect(writeNotebook(file, one)).toBe(true);
  expect(readFileSync(file, "utf8")).toBe(stringify(one));
  const { ino } = statSync(file);
  expect(writeNotebook(file, one)).toBe(false);
  expect(statSync(file).ino).toBe(ino);
  expect(writeNotebook(file, two)).toBe(true);
  expect(readFileSync(file, "utf8")).toBe(stringify(two));
  expect(readdirSync(folder)).toEqual(["a.ipynb"]);
});

test("when it fails nothing of it stays behind", () => {
  mkdirSync(join(folder, "a.ipynb"));
  expect(() => writeNotebook(join(folder, "a.ipynb"), canonical(notebook("1")))).toThrow();
  expect(readdirSync(folder)).toEqual(["a.ipynb"]);
});
