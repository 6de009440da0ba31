import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { readBytes } from "../../files/read-bytes.js";
import type { OptionNames } from "../../numerics/option-names.js";
import type { Table } from "../table.js";
import { parseCsv } from "./parse-csv.js";

/** How a file of rows is written. */
export interface ReadTableOptions {
  /** The character between fields; unless told otherwise a tab for `.tsv` and `.tsv.gz`, a comma for all others. */
  readonly delimiter?: string;
}

export const READ_TABLE_OPTIONS: OptionNames<ReadTableOptions> = { delimiter: true };

/**
 * A file of rows as a plain table; gzipped files are unpacked, whatever they are called.
 *
 * @throws Error naming the file, and the line where there is one, when it cannot be read, unpacked or understood
 */
export async function readCsvTable(path: string, options: ReadTableOptions = {}): Promise<Table> {
  const bytes = await readBytes(path);
  const delimiter = delimiterOf(path, options);
  return parseCsv(decode(isGzip(bytes) ? await unpack(bytes, path) : bytes, path), { delimiter, source: path });
}

/** The character between the fields of a file. */
export function delimiterOf(path: string, { delimiter }: ReadTableOptions): string {
  return delimiter ?? (/\.tsv(\.gz)?$/i.test(path) ? "\t" : ",");
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function unpack(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes);
  } catch (error) {
    throw new Error(`cannot unpack ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`${path} is not text in UTF-8`, { cause: error });
  }
}
