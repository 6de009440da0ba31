import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeCells } from "./notebook-file.js";
import { newProject, type Project } from "./project.js";

let project: Project;
beforeAll(() => {
  project = newProject();
});
afterAll(() => project.remove());
const publish = (...more: string[]) => project.surprisal("publish", ".", "--out", "site", ...more);
const path = (name: string) => project.path(name);
const text = (name: string) => project.text(name);
/** Changes whenever a site is written, because that replaces the folder. */
const folderNumber = () => statSync(path("site")).ino;

test("will not replace a folder that is no site, and says so before it runs anything", async () => {
  writeCells(path("a.ipynb"), ["# First", "console.log('one')"]);
  mkdirSync(path("precious"));
  writeFileSync(path("precious/letter.txt"), "dear");
  const { code, err, out } = await publish("--out", "precious");
  expect(code).toBe(1);
  expect(err).toContain("precious is not empty and holds no earlier site");
  expect(out).toBe("");
  expect(readdirSync(path("precious"))).toEqual(["letter.txt"]);
  rmSync(path("precious"), { recursive: true });
});

// One folder from here on, published again after each change of it.
describe("step by step", () => {
  test("a notebook that fails has its error on its page, one that cannot be read the reason; the exit code is 1", async () => {
    writeCells(path("b.ipynb"), ["# Second", 'throw new RangeError("no such luck")']);
    writeFileSync(path("c.ipynb"), '{ "cells": [');
    const before = text("a.ipynb");
    const { code, err, out } = await publish();
    expect(code).toBe(1);
    expect(out).toMatch(/The site is in site: open file:\S+index\.html/);
    expect(out).toContain("2 of 3 notebooks failed; the site says where.");
    expect(text("site/a.html")).toContain("one");
    expect(text("a.ipynb")).toBe(before);
    expect(err).toContain("no such luck");
    expect(text("site/b.html")).toContain("no such luck");
    expect(err).toMatch(/c\.ipynb:1:\d+: not JSON/);
    expect(text("site/index.html")).toContain("Could not be run.");
    expect(text("site/c.html")).toMatch(/could not be run.*not JSON/);
  });

  test("runs only what has changed; what failed is run again", async () => {
    const again = await publish();
    expect(again.code).toBe(1);
    expect(again.out).toContain("1 of 2 notebooks have not changed");
    writeCells(path("b.ipynb"), ["# Second", "console.log('two')"]);
    rmSync(path("c.ipynb"));
    const mended = await publish();
    expect(mended.code).toBe(0);
    expect(mended.out).toContain("1 of 2 notebooks have not changed");
    expect(text("site/a.html")).toContain("one");
    expect(text("site/b.html")).toContain("two");
    expect(existsSync(path("site/c.html"))).toBe(false);
  });

  test("writes nothing when nothing has changed, but a file that is damaged or gone, or another title", async () => {
    const [number, page, index] = [folderNumber(), text("site/a.html"), text("site/index.html")];
    const again = await publish();
    expect([again.code, folderNumber()]).toEqual([0, number]);
    expect(again.out).toContain("2 of 2 notebooks have not changed");
    expect(again.out).toMatch(/The site is in site: open file:\S+index\.html/);

    writeFileSync(path("site/a.html"), page.replace("one", "won"));
    rmSync(path("site/index.html"));
    await publish();
    expect([text("site/a.html"), text("site/index.html")]).toEqual([page, index]);

    expect(text("site/index.html")).toContain(`<title>${basename(project.folder)}</title>`);
    await publish("--title", "Another title");
    expect(text("site/index.html")).toContain("Another title");
    const rendered = folderNumber();
    await publish("--title", "Another title");
    expect(folderNumber()).toBe(rendered);
  });

  test("runs all again with --fresh, when the data has changed, and in another kernel", async () => {
    rmSync(path("b.ipynb"));
    const publishAnew = async (...more: string[]) => {
      const number = folderNumber();
      const again = await publish(...more);
      expect([again.code, folderNumber() === number]).toEqual([0, false]);
      expect(again.out).not.toContain("have not changed");
    };
    await publishAnew("--fresh");
    mkdirSync(path("data"));
    writeFileSync(path("data/x.csv"), "a\n1\n");
    const { code, out } = await publish();
    expect(code).toBe(0);
    expect(out).not.toContain("have not changed");
    await publishAnew("--kernel", "tslab");
  });

  test("Ctrl-C leaves no kernel, no half-written file and the earlier site", async () => {
    const site = text("site/a.html");
    writeCells(path("a.ipynb"), ["# First", "require('node:fs').writeFileSync('pid', String(process.pid)); for (;;);"]);
    const { child, ended } = project.start("publish", ".", "--out", "site");
    while (!existsSync(path("pid")) || text("pid") === "") await sleep(50);
    child.kill("SIGINT");
    const { code, err } = await ended;
    expect(code).toBe(130);
    expect(err).toContain("Interrupted");
    expect(() => process.kill(Number(text("pid")), 0)).toThrow();
    expect(text("site/a.html")).toBe(site);
    expect(readdirSync(project.folder).filter((name) => /tmp|site./.test(name))).toEqual([]);
  });
});
