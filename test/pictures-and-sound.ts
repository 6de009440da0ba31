import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const page = readFileSync("docs/pictures-and-sound.md", "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, text]) => text);
const [programs, outputs] = [blocks("js"), blocks("text")];

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
      const printed = await run(folder, isWhole ? programs[i] : programs[i].replace(/epochs: \d+/, "epochs: 1"));
      const comparable = (text: string) => (isWhole ? text : text.replaceAll(/\d+(\.\d+)?/g, "0"));
      expect(comparable(printed)).toBe(comparable(outputs[i]));
    });
  });
}

/** What a program prints that is run in the folder. */
async function run(folder: string, program: string): Promise<string> {
  const library = JSON.stringify(pathToFileURL(resolve("dist/index.js")).href);
  writeFileSync(join(folder, "train.mjs"), program.replace('"surprisal"', library));
  const child = spawn(process.execPath, ["train.mjs"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  for await (const chunk of child.stdout) printed += chunk;
  return printed;
}
