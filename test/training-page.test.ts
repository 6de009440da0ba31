import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { comparable, pagePrograms, printedBy } from "./page-programs.js";

const { programs, outputs } = pagePrograms("docs/training.md");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "surprisal-programs-"));
  symlinkSync(resolve("data"), join(folder, "data"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("every program has what it printed", () => {
  expect(outputs.length).toBe(programs.length);
});

test.each(programs)("program %#", async (program) => {
  // That of the pictures takes six seconds.
  const isWhole = process.env.CI === "true" || !program.includes("readSprite");
  const output = outputs[programs.indexOf(program)];
  expect(comparable(await printedBy(program, folder, isWhole), isWhole)).toBe(comparable(output, isWhole));
  if (!program.includes("checkpointFolder")) return;
  const [lastLine] = output.match(/.+\n$/) ?? [];
  expect(await printedBy(program, folder, isWhole)).toBe(lastLine);
});
