import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * The notebooks that a command's arguments name: a file is itself, a folder is its notebooks in the order of their
 * names, without those of folders below it.
 *
 * @throws Error when a path does not exist or a folder holds no notebook
 */
export function notebookPaths(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new Error(`${path} does not exist; expected a notebook or a folder of notebooks`);
    if (!stat.isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith(".ipynb") && !name.startsWith("."));
    if (names.length === 0) throw new Error(`${path} holds no notebook (*.ipynb)`);
    return names.sort().map((name) => join(path, name));
  });
}
