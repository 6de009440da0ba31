import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The programs of a page of docs/, and below each what it printed. */
export function pagePrograms(page: string): { programs: string[]; outputs: string[] } {
  const text = readFileSync(page, "utf8");
  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, block]) => block);
  return { programs: blocks("js"), outputs: blocks("text") };
}

/** What a program prints that is run in the folder; when it is not to be run whole, its trainings are of one epoch. */
export async function printedBy(program: string, folder: string, isWhole: boolean): Promise<string> {
  const library = (room = "") => JSON.stringify(pathToFileURL(resolve(`dist${room}/index.js`)).href);
  const own = isWhole ? program : program.replaceAll(/epochs: \d+/g, "epochs: 1");
  writeFileSync(
    join(folder, "train.mjs"),
    own.replaceAll(/"surprisal(\/\w+)?"/g, (_, room) => library(room)),
  );
  const child = spawn(process.execPath, ["train.mjs"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  for await (const chunk of child.stdout) printed += chunk;
  return printed;
}

/** A text to compare: where the program was not run whole its numbers are others. */
export function comparable(text: string, isWhole: boolean): string {
  return isWhole ? text : text.replaceAll(/\d+(\.\d+)?/g, "0");
}
