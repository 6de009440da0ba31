import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeCells } from "./notebook-file.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "surprisal-cli-"));
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [main, ...args], { cwd: folder });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  return { child, ended: once(child, "close").then(([code]) => ({ code, out, err })) };
}

const surprisal = (...args: string[]) => start(...args).ended;
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const path = (name: string) => join(folder, name);

describe("surprisal run", () => {
  test("stores the outputs in the notebook", async () => {
    writeCells(path("a.ipynb"), ["# A title", "const x: number = 6;", "console.log(x * 7)"]);
    const { code, out } = await surprisal("run", "a.ipynb");
    expect(out).toMatch(/a\.ipynb {2}2 cells, [\d.]+ s\n1 of 1 notebooks ran/);
    expect(code).toBe(0);
    expect(read("a.ipynb").cells[2].outputs).toEqual([{ name: "stdout", output_type: "stream", text: ["42\n"] }]);
    expect((await surprisal("run", "--check", "a.ipynb")).code).toBe(0);
  });

  test("--check names the cell that came out differently and writes nothing", async () => {
    writeCells(path("a.ipynb"), ["console.log(1)"]);
    await surprisal("run", "a.ipynb");
    const text = readFileSync(path("a.ipynb"), "utf8").replace('"1\\n"', '"2\\n"');
    writeFileSync(path("a.ipynb"), text);
    const { code, err } = await surprisal("run", "--check", "a.ipynb");
    expect(code).toBe(1);
    expect(err).toContain("a.ipynb: cell cell-0: outputs");
    expect(readFileSync(path("a.ipynb"), "utf8")).toBe(text);
  });

  test("an error in a cell: the cell, its own line, the error; other notebooks run; nothing is overwritten", async () => {
    writeCells(path("bad.ipynb"), [
      "interface Point { x: number }\nconst points: Point[] = [];",
      "// a comment\n\nconst p = points[0];\nconsole.log(p.x)",
    ]);
    writeCells(path("good.ipynb"), ["console.log(1)"]);
    const before = readFileSync(path("bad.ipynb"), "utf8");
    const { code, err, out } = await surprisal("run", ".");
    expect(code).toBe(1);
    expect(err).toMatch(/bad\.ipynb: Error in code cell 2 .*line 4: TypeError: /);
    expect(out).toMatch(/1 of 2 notebooks ran/);
    expect(readFileSync(path("bad.ipynb"), "utf8")).toBe(before);
    expect(read("good.ipynb").cells[0].outputs).toHaveLength(1);
  });

  test("a notebook that is no JSON, and one of another language", async () => {
    writeFileSync(path("a.ipynb"), '{ "cells": [');
    writeCells(path("b.ipynb"), ["print(1)"], "python");
    writeCells(path("c.ipynb"), ["console.log(1)"]);
    const { code, err, out } = await surprisal("run", "a.ipynb", "b.ipynb", "c.ipynb");
    expect(code).toBe(1);
    expect(err).toMatch(/a\.ipynb:1:\d+: not JSON/);
    expect(err).toMatch(/b\.ipynb: its language is python/);
    expect(out).toContain("1 of 3 notebooks ran.");
  });

  test("a cell that never ends is named", async () => {
    writeCells(path("a.ipynb"), ["let n = 0;", "for (;;) n++;"]);
    const { code, err } = await surprisal("run", "--timeout", "2", "a.ipynb");
    expect(code).toBe(1);
    expect(err).toMatch(/Timeout: code cell 2 .*took longer than 2 s/);
  });

  test("a kernel that dies is said to have died", async () => {
    writeCells(path("a.ipynb"), ['process.kill(process.pid, "SIGKILL")']);
    const { code, err } = await surprisal("run", "a.ipynb");
    expect(code).toBe(1);
    expect(err).toMatch(/The kernel died in code cell 1/);
  });

  test("runs in stock tslab too", async () => {
    writeCells(path("a.ipynb"), ["const x: number = 6;", "console.log(x * 7)"]);
    expect((await surprisal("run", "--kernel", "tslab", "a.ipynb")).code).toBe(0);
    expect(read("a.ipynb").cells[1].outputs[0].text).toEqual(["42\n"]);
  });

  test("a path that does not exist, a folder without notebooks, a timeout that is none", async () => {
    expect((await surprisal("run", "nowhere.ipynb")).err).toContain("nowhere.ipynb does not exist");
    expect((await surprisal("run", ".")).err).toContain("holds no notebook");
    expect((await surprisal("run", "--timeout", "soon", "a.ipynb")).err).toContain("expected a number of seconds");
  });
});

describe("surprisal publish", () => {
  test("writes a site, and runs only what has changed", async () => {
    writeCells(path("a.ipynb"), ["# First", "console.log('one')"]);
    writeCells(path("b.ipynb"), ["# Second", "console.log('two')"]);
    const before = readFileSync(path("a.ipynb"), "utf8");
    const first = await surprisal("publish", ".", "--out", "site");
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/The site is in site: open file:\S+index\.html/);
    expect(readFileSync(path("site/a.html"), "utf8")).toContain("one");
    expect(readFileSync(path("a.ipynb"), "utf8")).toBe(before);
    expect((await surprisal("publish", ".", "--out", "site")).out).toContain("2 of 2 notebooks have not changed");
    writeCells(path("b.ipynb"), ["# Second", "console.log('three')"]);
    expect((await surprisal("publish", ".", "--out", "site")).out).toContain("1 of 2 notebooks have not changed");
    expect(readFileSync(path("site/b.html"), "utf8")).toContain("three");
    mkdirSync(path("data"));
    writeFileSync(path("data/x.csv"), "a\n1\n");
    expect((await surprisal("publish", ".", "--out", "site")).out).not.toContain("have not changed");
  });

  test("a notebook that fails is published with its error, and the exit code is 1", async () => {
    writeCells(path("a.ipynb"), ["# First", 'throw new RangeError("no such luck")']);
    writeCells(path("b.ipynb"), ["# Second", "console.log('two')"]);
    const { code, err } = await surprisal("publish", ".", "--out", "site");
    expect(code).toBe(1);
    expect(err).toContain("no such luck");
    expect(readFileSync(path("site/a.html"), "utf8")).toContain("no such luck");
    expect(readFileSync(path("site/b.html"), "utf8")).toContain("two");
    expect((await surprisal("publish", ".", "--out", "site")).code).toBe(1);
  });

  test("a notebook that cannot be read is named on the index, and has a page with the reason", async () => {
    writeFileSync(path("a.ipynb"), '{ "cells": [');
    writeCells(path("b.ipynb"), ["# Second", "console.log('two')"]);
    const { code, err, out } = await surprisal("publish", ".", "--out", "site");
    expect(code).toBe(1);
    expect(err).toMatch(/a\.ipynb:1:\d+: not JSON/);
    expect(out).toContain("1 of 2 notebooks failed; the site says where.");
    expect(readFileSync(path("site/index.html"), "utf8")).toContain("Could not be run.");
    expect(readFileSync(path("site/a.html"), "utf8")).toMatch(/could not be run.*not JSON/);
    expect(readFileSync(path("site/b.html"), "utf8")).toContain("two");
  });

  test("will not replace a folder that is no site, and says so before it runs anything", async () => {
    writeCells(path("a.ipynb"), ["# First", "console.log('one')"]);
    mkdirSync(path("precious"));
    writeFileSync(path("precious/letter.txt"), "dear");
    const { code, err, out } = await surprisal("publish", ".", "--out", "precious");
    expect(code).toBe(1);
    expect(err).toContain("precious is not empty and holds no earlier site");
    expect(out).toBe("");
    expect(readdirSync(path("precious"))).toEqual(["letter.txt"]);
  });

  test("Ctrl-C leaves no kernel, no half-written file and the earlier site", async () => {
    writeCells(path("a.ipynb"), ["# First", "console.log('one')"]);
    await surprisal("publish", ".", "--out", "site");
    const site = readFileSync(path("site/a.html"), "utf8");
    writeCells(path("a.ipynb"), ["# First", "require('node:fs').writeFileSync('pid', String(process.pid)); for (;;);"]);
    const { child, ended } = start("publish", ".", "--out", "site");
    while (!existsSync(path("pid")) || readFileSync(path("pid"), "utf8") === "")
      await new Promise((r) => setTimeout(r, 50));
    child.kill("SIGINT");
    const { code, err } = await ended;
    expect(code).toBe(130);
    expect(err).toContain("Interrupted");
    const pid = Number(readFileSync(path("pid"), "utf8"));
    expect(() => process.kill(pid, 0)).toThrow();
    expect(readFileSync(path("site/a.html"), "utf8")).toBe(site);
    expect(readdirSync(folder).filter((name) => /tmp|site./.test(name))).toEqual([]);
  });
});

describe("surprisal format", () => {
  test("writes the canonical form, and --check names what is not in it", async () => {
    writeCells(path("a.ipynb"), ["const x = 1"]);
    const check = await surprisal("format", "--check", ".");
    expect(check.code).toBe(1);
    expect(check.out).toContain("a.ipynb: not in canonical form");
    expect((await surprisal("format", ".")).code).toBe(0);
    expect((await surprisal("format", "--check", ".")).code).toBe(0);
  });
});

describe("surprisal", () => {
  test("--help names every command, and each has its own help", () => {
    const help = (...args: string[]) => execFileSync(process.execPath, [main, ...args, "--help"], { encoding: "utf8" });
    for (const command of ["run", "publish", "format"]) {
      expect(help()).toContain(`${command} `);
      expect(help(command)).toContain(`Usage: surprisal ${command} `);
    }
  });

  test("an unknown command or option is refused with a hint", async () => {
    const { code, err } = await surprisal("publsh");
    expect(code).toBe(1);
    expect(err).toContain("Did you mean publish?");
  });
});
