import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { finishInterrupted, replaceFolder, stagingFolder } from "./replace-folder.js";
import type { SiteFiles } from "./site.js";
import { isWhole, manifestName, manifestText, readManifest } from "./site-manifest.js";

export interface WrittenSite {
  /** The folder, as an absolute path. */
  folder: string;
  /** Paths in the site that are new or have changed. */
  written: string[];
  /** How many files were already there as they should be; their times are kept. */
  unchanged: number;
  /** Paths of an earlier site that this one no longer has. */
  removed: string[];
}

/**
 * Writes a site into a folder, all of it or nothing.
 *
 * The new site is made in a hidden folder beside the old one and takes its place when it is whole; until then, and when
 * anything goes wrong, the old one stays. Of an earlier site the files it wrote are replaced or removed; other files in
 * the folder are kept.
 *
 * @param madeFrom a hash of all that the site depends on, for `isUpToDate` to compare with
 * @throws Error when the folder holds files but no earlier site, or a file of someone else stands where one of the
 * site would. Nothing has been changed then.
 *
 * @example
 * const chapters = [{ name: "01-theory", notebook: readNotebook("notebooks/01-theory.ipynb") }];
 * const { folder } = writeSite(renderSite(chapters, { title: "Surprisal", description: "A workbook." }), "site");
 */
export function writeSite(files: SiteFiles, folder: string, madeFrom?: string): WrittenSite {
  const contents = new Map([...files].map(([path, content]) => [path, checkedBytes(path, content)]));
  const target = realFolder(folder);
  mkdirSync(dirname(target), { recursive: true });
  finishInterrupted(target);
  const earlier = earlierFiles(target, folder);
  for (const path of contents.keys()) {
    if (!earlier.has(path) && existsSync(join(target, path))) {
      throw new Error(`${join(folder, path)} is in the way: it is not part of an earlier site. Move it away first.`);
    }
  }
  const fresh = stagingFolder(target);
  const written: string[] = [];
  try {
    mkdirSync(fresh);
    writeFileSync(join(fresh, manifestName), manifestText(contents, madeFrom));
    for (const [path, content] of contents) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      if (same(join(target, path), content)) keep(join(target, path), join(fresh, path));
      else {
        writeFileSync(join(fresh, path), content);
        written.push(path);
      }
    }
    replaceFolder(target, fresh);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  const removed = [...earlier].filter((path) => !contents.has(path));
  return { folder: target, written, unchanged: contents.size - written.length, removed };
}

function checkedBytes(path: string, content: string | Uint8Array): Uint8Array {
  const wrong = path.split("/").some((part) => ["", ".", ".."].includes(part) || /[\\:]/.test(part));
  if (wrong || path === manifestName) {
    throw new RangeError(`files has the path ${JSON.stringify(path)}; expected one like "assets/site.css".`);
  }
  return typeof content === "string" ? Buffer.from(content) : content;
}

/** Throws when `writeSite` would refuse the folder: to be asked before work that is only done to be written there. */
export function checkSiteFolder(folder: string): void {
  earlierFiles(realFolder(folder), folder);
}

/** Whether the folder holds, undamaged, the site that was made from just this: then there is nothing to write. */
export function isUpToDate(folder: string, madeFrom: string): boolean {
  if (!existsSync(folder)) return false;
  const target = realFolder(folder);
  finishInterrupted(target);
  const manifest = readManifest(target);
  return manifest?.madeFrom === madeFrom && isWhole(target, manifest);
}

/** The folder that is meant, links followed. */
function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : resolve(folder);
}

/** The paths an earlier run wrote into the folder. */
function earlierFiles(target: string, folder: string): Set<string> {
  if (!existsSync(target)) return new Set();
  if (!statSync(target).isDirectory()) throw new Error(`${folder} is a file; expected a folder for the site.`);
  const manifest = readManifest(target);
  if (manifest) return new Set(Object.keys(manifest.files));
  if (readdirSync(target).length === 0) return new Set();
  throw new Error(
    `The folder ${folder} is not empty and holds no earlier site (no ${manifestName}). Choose another or empty it.`,
  );
}

function same(path: string, content: Uint8Array): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size === content.length && readFileSync(path).equals(content);
}

/** The very file where the file system can, else a copy with its times. */
function keep(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
    const { atime, mtime } = statSync(from);
    utimesSync(to, atime, mtime);
  }
}
