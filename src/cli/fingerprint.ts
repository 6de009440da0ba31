import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Folders whose files no notebook's output depends on. */
const IGNORED_FOLDERS = new Set(["node_modules", "test", "bench"]);
/** Files of more than this are told apart by size and time, not by their contents. */
const READ_UP_TO = 32 * 1024 * 1024;

/** The nearest folder, from this one upwards, with a package.json; without one, the folder itself. */
export function projectFolder(folder: string): string {
  const start = resolve(folder);
  for (let at = start; ; at = dirname(at)) {
    if (statSync(join(at, "package.json"), { throwIfNoEntry: false })) return at;
    if (dirname(at) === at) return start;
  }
}

/**
 * A hash of everything a notebook of the project may read: its code, its data, this package and the version of Node.
 * Notebooks, Markdown, tests, hidden files and `except` do not count.
 */
export function fingerprint(project: string, except: string): string {
  const hash = createHash("sha256").update(process.version);
  // Where this package is installed it lies in a node_modules, which the walk through the project leaves out.
  const own = resolve(fileURLToPath(new URL("../..", import.meta.url)));
  for (const root of new Set([resolve(project), own])) {
    for (const file of filesBelow(root, resolve(except))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`\n${relative(root, file)} ${size} `);
      hash.update(size > READ_UP_TO ? String(mtimeMs) : readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function filesBelow(folder: string, except: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || path === except) return [];
    if (entry.isDirectory()) return IGNORED_FOLDERS.has(entry.name) ? [] : filesBelow(path, except);
    return entry.isFile() && !/\.(md|ipynb|tgz)$/.test(entry.name) ? [path] : [];
  });
}
