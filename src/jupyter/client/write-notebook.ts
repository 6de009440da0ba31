import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Notebook } from "../notebook.js";
import { stringify } from "./stringify.js";

/**
 * Writes a canonical notebook to its file: to a temporary name beside it, then renamed, so that an interrupted run
 * leaves either the old file or the new one. A file that already holds these bytes is not touched.
 *
 * @returns whether the file changed
 */
export function writeNotebook(path: string, notebook: Notebook): boolean {
  const text = stringify(notebook);
  if (readIfThere(path) === text) return false;
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  // Synchronous, so that no signal is handled between the two steps.
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return true;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
