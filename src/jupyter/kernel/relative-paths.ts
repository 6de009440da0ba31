import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The path as the reader would write it in an import of this folder, "../src/pets.ts"; slashes on every system. */
export function relativePath(file: string, folder: string = process.cwd()): string {
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  const result = relative(folder, path).split(sep).join("/");
  return result.startsWith("../") ? result : `./${result}`;
}

/**
 * A text without the paths of this machine, for messages that end up in notebooks: those inside of the project become
 * relative to `folder`, those in the home folder begin with "~".
 */
export function withoutAbsolutePaths(text: string, folder: string = process.cwd()): string {
  let result = text.replace(/\nRequire stack:(\n- .*)*/, "");
  for (const [absolute, replacement] of replacements(folder)) {
    const slashed = absolute.split(sep).join("/");
    for (const form of new Set([`file://${slashed}`, absolute, slashed])) {
      result = result.replaceAll(`${form}/`, `${replacement}/`).replaceAll(form, replacement);
    }
  }
  return result;
}

const known = new Map<string, [string, string][]>();

/** From the innermost folder outwards, so that the longest match is replaced first. */
function replacements(folder: string): [string, string][] {
  let result = known.get(folder);
  if (!result) {
    result = [];
    const root = projectRoot(folder);
    for (let at = folder, here = "."; at.length >= root.length && dirname(at) !== at; at = dirname(at)) {
      result.push([at, here]);
      here = here === "." ? ".." : `${here}/..`;
    }
    const home = homedir();
    if (dirname(home) !== home) result.push([home, "~"]);
    known.set(folder, result);
  }
  return result;
}

/** The nearest folder with a package.json, else the folder itself. */
function projectRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return at;
    if (dirname(at) === at) return folder;
  }
}
