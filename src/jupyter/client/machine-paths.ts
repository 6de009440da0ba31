import { realpathSync } from "node:fs";
import { homedir, tmpdir } from "node:os";

/**
 * A function that replaces the absolute paths of this machine in a text: below the project's root they become
 * relative to it, the home folder becomes `~`, the folder for temporary files `$TMPDIR`. `file://` before them goes.
 *
 * @param root absolute path of the project
 * @example
 * withoutMachinePaths("/home/me/project")("at /home/me/project/src/a.ts:1"); // "at src/a.ts:1"
 */
export function withoutMachinePaths(root: string): (text: string) => string {
  const places = [
    { path: root, name: "." },
    { path: homedir(), name: "~" },
    { path: tmpdir(), name: "$TMPDIR" },
  ]
    .flatMap(({ path, name }) => spellings(path).map((spelling) => ({ path: spelling, name })))
    .filter(({ path }) => /[\w.-]/.test(path.replace(/^[A-Za-z]:/, ""))) // a home of "/" is no name of a machine
    .sort((a, b) => b.path.length - a.path.length);
  const rules = places.map(({ path, name }) => {
    // As a whole path only: not in the middle of a longer one, and not /home/me in /home/melinda.
    const pattern = new RegExp(
      String.raw`(?<![\w.\-/\\~$])(?:file:///?)?${quote(path)}(?![\w-]|\.\w)([/\\]+(?=[\w.@]))?`,
      "g",
    );
    return { pattern, name };
  });
  const once = (text: string) =>
    rules.reduce(
      (result, { pattern, name }) =>
        result.replace(pattern, (_, separator?: string) => {
          if (name === "." && separator) return "";
          return `${name}${separator ? "/" : ""}`;
        }),
      text,
    );
  return (text) => {
    // One path may stand right behind another; then the second only shows when the first has gone.
    for (let before = text, after = once(text); ; before = after, after = once(after)) {
      if (after === before) return after;
    }
  };
}

/** As given, with links followed, and with Windows' backslashes turned round. */
function spellings(path: string): string[] {
  const clean = path.replace(/[/\\]+$/, "");
  const real = followLinks(clean);
  return [...new Set([clean, real, clean.replaceAll("\\", "/"), real.replaceAll("\\", "/")])];
}

function followLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
