import { readFileSync } from "node:fs";
import { canonical, stringify, writeNotebook } from "../jupyter/client/index.js";
import { notebookPaths } from "./notebook-paths.js";
import { readAll } from "./read-all.js";

/**
 * `surprisal format`: writes notebooks in canonical form, or with `check` names those that are not in it.
 *
 * @returns whether every notebook could be read and, with `check`, was canonical
 */
export function format(paths: readonly string[], options: { check?: boolean }): boolean {
  const { notebooks, unreadable } = readAll(notebookPaths(paths));
  let changed = 0;
  for (const { path, notebook } of notebooks) {
    const form = canonical(notebook);
    const differs = options.check ? stringify(form) !== readFileSync(path, "utf8") : writeNotebook(path, form);
    if (!differs) continue;
    changed++;
    console.log(`${path}: ${options.check ? "not in canonical form; surprisal format writes it" : "written"}`);
  }
  console.log(`${notebooks.length} notebooks, ${changed} ${options.check ? "to be written" : "changed"}.`);
  return unreadable.length === 0 && !(options.check && changed > 0);
}
