import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pagePrograms, printedBy } from "./page-programs.js";

test("the program of the page on speed prints what it says", async () => {
  const { programs, outputs } = pagePrograms("docs/speed.md");
  expect(programs).toHaveLength(1);
  const folder = mkdtempSync(join(tmpdir(), "surprisal-programs-"));
  try {
    expect(await printedBy(programs[0], folder, true)).toBe(outputs[0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
