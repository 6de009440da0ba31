import { readFile } from "node:fs/promises";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  EACCES: "no permission to read it",
};

/**
 * The bytes of a file.
 *
 * @param path as the caller wrote it, and as messages repeat it; a relative one starts at the working directory
 * @throws Error "cannot read pets.csv: there is no such file"
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** The error of a file that cannot be read. */
export function cannotRead(path: string, error: unknown): Error {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return new Error(`cannot read ${path}: ${REASONS[code] ?? message}`, { cause: error });
}
