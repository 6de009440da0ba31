import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, unlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { manifestName, readManifest } from "./site-manifest.js";

/** The hidden folder beside the target in which this process makes the new site. */
export function stagingFolder(target: string): string {
  return sibling(target, "new");
}

/**
 * Puts the folder `fresh` in the place of `target`; what is not of the old site stays in the folder.
 *
 * The two renames are all that is not whole. Nothing but the end of the process can come between them, and then
 * `finishInterrupted` of the next run puts the old site back.
 */
export function replaceFolder(target: string, fresh: string): void {
  if (!existsSync(target)) {
    renameSync(fresh, target);
    return;
  }
  const old = sibling(target, "old");
  renameSync(target, old);
  try {
    renameSync(fresh, target);
  } catch (error) {
    renameSync(old, target);
    throw error;
  }
  retire(old, target);
}

/** Cleans up after a run that was killed while it wrote: its half-made site goes, the old one comes back. */
export function finishInterrupted(target: string): void {
  for (const name of readdirSync(dirname(target))) {
    for (const kind of ["old", "new"] as const) {
      const start = `.${basename(target)}.${kind}-`;
      if (!name.startsWith(start) || !/^\d+$/.test(name.slice(start.length))) continue;
      const pid = Number(name.slice(start.length));
      if (pid !== process.pid && alive(pid)) continue;
      const left = join(dirname(target), name);
      if (kind === "new") rmSync(left, { recursive: true, force: true });
      else if (existsSync(target)) retire(left, target);
      else renameSync(left, target);
    }
  }
}

/** Removes an old site's own files and moves what else was in its folder to the new one. */
function retire(old: string, target: string): void {
  const own = Object.keys(readManifest(old)?.files ?? {});
  const visit = (inside: string): void => {
    for (const entry of readdirSync(join(old, inside), { withFileTypes: true })) {
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (path === manifestName) continue;
      if (own.includes(path)) unlinkSync(join(old, path));
      else if (entry.isDirectory() && own.some((file) => file.startsWith(`${path}/`))) visit(path);
      else if (!existsSync(join(target, path))) {
        mkdirSync(dirname(join(target, path)), { recursive: true });
        renameSync(join(old, path), join(target, path));
      }
    }
    if (inside !== "") removeIfEmpty(join(old, inside));
  };
  visit("");
  // Last, so that an interrupted clean-up can be taken up again.
  rmSync(join(old, manifestName), { force: true });
  removeIfEmpty(old);
}

function removeIfEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

function sibling(target: string, kind: "new" | "old"): string {
  return join(dirname(target), `.${basename(target)}.${kind}-${process.pid}`);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
