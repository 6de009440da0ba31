import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeCells } from "./notebook-file.js";
import { newProject, type Project } from "./project.js";

let project: Project;
beforeEach(() => {
  project = newProject();
});
afterEach(() => project.remove());
const cells = (name: string) => JSON.parse(project.text(name)).cells;

test("stores the outputs in the notebook; --check names the cell that came out differently and writes nothing", async () => {
  const { path, text, surprisal } = project;
  writeCells(path("a.ipynb"), ["# A title", "const x: number = 6;", "console.log(x * 7)", "1 + 1"]);
  const { code, out } = await surprisal("run", "a.ipynb");
  expect(out).toMatch(/a\.ipynb {2}3 cells, [\d.]+ s\n1 of 1 notebooks ran/);
  expect(code).toBe(0);
  expect(cells("a.ipynb")[2].outputs).toEqual([{ name: "stdout", output_type: "stream", text: ["42\n"] }]);
  expect((await surprisal("run", "--check", ".")).code).toBe(0);

  const changed = text("a.ipynb").replace('"42\\n"', '"43\\n"');
  writeFileSync(path("a.ipynb"), changed);
  const check = await surprisal("run", "--check", "a.ipynb");
  expect(check.code).toBe(1);
  expect(check.err).toContain("a.ipynb: cell cell-2: outputs");
  expect(text("a.ipynb")).toBe(changed);
});

test("what is wrong with a notebook is said: an error at its own line, a dead kernel, no JSON, another language; the others run", async () => {
  const { path, text, surprisal } = project;
  writeCells(path("bad.ipynb"), [
    "interface Point { x: number }\nconst points: Point[] = [];",
    "// a comment\n\nconst p = points[0];\nconsole.log(p.x)",
  ]);
  writeCells(path("dies.ipynb"), ['process.kill(process.pid, "SIGKILL")']);
  writeFileSync(path("half.ipynb"), '{ "cells": [');
  writeCells(path("python.ipynb"), ["print(1)"], "python");
  writeCells(path("well.ipynb"), ["console.log(1)"]);
  const before = text("bad.ipynb");
  const { code, err, out } = await surprisal("run", ".");
  expect(code).toBe(1);
  expect(err).toMatch(/bad\.ipynb: Error in code cell 2 .*line 4: TypeError: /);
  expect(err).toMatch(/The kernel died in code cell 1/);
  expect(err).toMatch(/half\.ipynb:1:\d+: not JSON/);
  expect(err).toMatch(/python\.ipynb: its language is python/);
  expect(out).toContain("1 of 5 notebooks ran.");
  expect(text("bad.ipynb")).toBe(before);
  expect(cells("well.ipynb")[0].outputs).toHaveLength(1);
});

test("a cell that never ends is named", async () => {
  writeCells(project.path("a.ipynb"), ["let n = 0;", "for (;;) n++;"]);
  const { code, err } = await project.surprisal("run", "--timeout", "3", "a.ipynb");
  expect(code).toBe(1);
  expect(err).toMatch(/Timeout: code cell 2 .*took longer than 3 s/);
});

test("runs in stock tslab too", async () => {
  writeCells(project.path("a.ipynb"), ["const x: number = 6;", "console.log(x * 7)"]);
  expect((await project.surprisal("run", "--kernel", "tslab", "a.ipynb")).code).toBe(0);
  expect(cells("a.ipynb")[1].outputs[0].text).toEqual(["42\n"]);
});

test("a path that does not exist, a folder without notebooks, a timeout that is none", async () => {
  const { surprisal } = project;
  expect((await surprisal("run", "nowhere.ipynb")).err).toContain("nowhere.ipynb does not exist");
  expect((await surprisal("run", ".")).err).toContain("holds no notebook");
  for (const timeout of ["soon", "0"]) {
    const { err } = await surprisal("run", "--timeout", timeout, "a.ipynb");
    expect(err).toContain("expected a number of seconds");
  }
});
