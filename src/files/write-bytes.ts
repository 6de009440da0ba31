import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EACCES: "no permission to write there",
  EROFS: "no permission to write there",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
};

/** So that no two have the same. */
let unfinishedFiles = 0;

/**
 * Writes a file whole or not at all: under another name in the same folder, to the disk, and then renamed. What had the
 * name before stays until then, also when the process is killed.
 *
 * @param path as the caller wrote it, and as messages repeat it; a relative one starts at the working directory
 * @throws Error "cannot write model.safetensors: the disk is full"
 */
export async function writeBytes(path: string, bytes: Uint8Array | string): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}-${++unfinishedFiles}.tmp`);
  try {
    const file = await open(unfinished, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new Error(`cannot write ${path}: ${REASONS[code] ?? message}`, { cause: error });
  }
}
