import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { joinLines, type Notebook } from "../jupyter/notebook.js";

/** Executed notebooks of earlier runs, found again by what they were made of. */
export interface RunCache {
  get(notebook: Notebook): Notebook | undefined;
  set(notebook: Notebook, executed: Notebook): void;
}

/**
 * A cache in the project's node_modules/.cache (or the user's ~/.cache where there is no node_modules).
 *
 * @param project the project's folder
 * @param context a hash of all else that a run depends on: code, data, kernel
 */
export function openRunCache(project: string, context: string): RunCache {
  const modules = join(project, "node_modules");
  const home = statSync(modules, { throwIfNoEntry: false }) ? join(modules, ".cache") : join(homedir(), ".cache");
  const folder = join(home, "surprisal");
  const fileOf = (notebook: Notebook) => {
    const cells = notebook.cells.map((cell) => [cell.id, cell.cell_type, joinLines(cell.source), cell.metadata]);
    const key = createHash("sha256")
      .update(JSON.stringify([context, notebook.metadata, cells]))
      .digest("hex");
    return join(folder, `${key}.json`);
  };
  return {
    get(notebook) {
      try {
        return JSON.parse(readFileSync(fileOf(notebook), "utf8"));
      } catch {
        return undefined; // absent or damaged: the notebook is run again
      }
    },
    set(notebook, executed) {
      const file = fileOf(notebook);
      const temporary = `${file}.${process.pid}.tmp`;
      mkdirSync(folder, { recursive: true });
      try {
        writeFileSync(temporary, JSON.stringify(executed));
        renameSync(temporary, file);
      } finally {
        rmSync(temporary, { force: true });
      }
    },
  };
}
