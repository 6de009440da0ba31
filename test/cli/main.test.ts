import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeCells } from "./notebook-file.js";
import { main, newProject, type Project } from "./project.js";

let project: Project;
beforeEach(() => {
  project = newProject();
});
afterEach(() => project.remove());

test("--help names every command, and each has its own help", () => {
  const help = (...args: string[]) => execFileSync(process.execPath, [main, ...args, "--help"], { encoding: "utf8" });
  const all = help();
  for (const command of ["run", "publish", "format"]) {
    expect(all).toContain(`${command} `);
    expect(help(command)).toContain(`Usage: surprisal ${command} `);
  }
});

test("an unknown command or option is refused with a hint", async () => {
  const { code, err } = await project.surprisal("publsh");
  expect(code).toBe(1);
  expect(err).toContain("Did you mean publish?");
});

test("format writes the canonical form, and --check names what is not in it", async () => {
  const { path, surprisal } = project;
  writeCells(path("a.ipynb"), ["const x = 1"]);
  const check = await surprisal("format", "--check", ".");
  expect(check.code).toBe(1);
  expect(check.out).toContain("a.ipynb: not in canonical form");
  expect((await surprisal("format", ".")).code).toBe(0);
  expect((await surprisal("format", "--check", ".")).code).toBe(0);
});
