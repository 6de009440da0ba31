import { dirname } from "node:path";
import { canonical, differences, writeNotebook } from "../jupyter/client/index.js";
import { type ExecuteOptions, execute, printFailure } from "./execute.js";
import { projectFolder } from "./fingerprint.js";
import { notebookPaths } from "./notebook-paths.js";
import { readAll } from "./read-all.js";

/**
 * `surprisal run`: executes notebooks and writes them back, or with `check` says what came out differently.
 *
 * @returns whether every notebook could be read, ran to its end and, with `check`, came out as it was
 */
export async function run(
  paths: readonly string[],
  options: ExecuteOptions & { check?: boolean },
  signal: AbortSignal,
): Promise<boolean> {
  const { notebooks, unreadable } = readAll(notebookPaths(paths));
  const executed = await execute(notebooks, options, signal);
  let bad = unreadable.length;
  for (const [i, { path, notebook, failure }] of executed.entries()) {
    const root = projectFolder(dirname(path));
    if (failure) {
      bad++;
      printFailure(path, failure);
    } else if (options.check) {
      const found = differences(notebooks[i].notebook, notebook, { root });
      if (found.length > 0) bad++;
      for (const { id, what, diff } of found) console.error(`\n${path}: cell ${id}: ${what}\n${diff}`);
    } else {
      writeNotebook(path, canonical(notebook, { root }));
    }
  }
  const all = executed.length + unreadable.length;
  console.log(`${all - bad} of ${all} notebooks ${options.check ? "came out as they were" : "ran"}.`);
  return bad === 0;
}
