import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { comparable, pagePrograms, printedBy } from "./page-programs.js";

const { programs, outputs } = pagePrograms("docs/pictures-and-sound.md");

/** Where the files are, the folder that the program reads, and which of them are enough for an epoch. */
const FOLDERS = [
  ["../shared/data/cats-and-dogs-photos/train", "train", /^(cat|dog)\.\d\.jpg$/],
  ["../shared/data/spoken-digits/recordings", "recordings", /^\d_(theo|george)_(5|6)\.wav$/],
] as const;

/**
 * Runs the programs of docs/pictures-and-sound.md where the files are that they are about: on all of them, to the numbers of
 * the page, or on a few for an epoch, to other numbers.
 */
export function describePrograms(isWhole: boolean): void {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "surprisal-programs-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("the page has a program for each folder, and what it printed", () => {
    expect([programs.length, outputs.length]).toEqual([FOLDERS.length, FOLDERS.length]);
  });

  describe.each(FOLDERS)("%s", (from, name, few) => {
    test.skipIf(!existsSync(from))("the program prints what the page says", async () => {
      mkdirSync(join(folder, name));
      for (const file of readdirSync(from)) {
        if (isWhole || few.test(file)) symlinkSync(resolve(from, file), join(folder, name, file));
      }
      const i = FOLDERS.findIndex(([, own]) => own === name);
      const printed = await printedBy(programs[i], folder, isWhole);
      expect(comparable(printed, isWhole)).toBe(comparable(outputs[i], isWhole));
    });
  });
}
