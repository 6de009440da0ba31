import * as zlib from "node:zlib";
import type { Compressors } from "hyparquet";
import { readBytes } from "../../files/read-bytes.js";
import { describeValue } from "../../numerics/describe-value.js";
import type { Cell, Table } from "../table.js";

/** Not in Node before 22.15. */
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (bytes: Uint8Array) => Uint8Array };
/** Snappy is in hyparquet. */
const COMPRESSORS: Compressors = {
  GZIP: (bytes) => zlib.gunzipSync(bytes),
  BROTLI: (bytes) => zlib.brotliDecompressSync(bytes),
  ...(zstdDecompressSync && { ZSTD: (bytes: Uint8Array) => zstdDecompressSync(bytes) }),
};
const READABLE = ["UNCOMPRESSED", "SNAPPY", ...Object.keys(COMPRESSORS)];

/**
 * A Parquet file as a plain table.
 *
 * @param columns those to read, all unless told otherwise. When the file lacks one, the table has the names of all its
 * columns and no rows, for an error that lists them
 * @throws Error naming the file, and the column and row where there is one, when it cannot be read or understood
 */
export async function readParquetTable(path: string, columns?: readonly string[]): Promise<Table> {
  const bytes = await readBytes(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { parquetMetadata, parquetRead, parquetSchema } = await import("hyparquet");
  const { metadata, names } = understand(path, () => {
    const found = parquetMetadata(file);
    return { metadata: found, names: parquetSchema(found).children.map(({ element }) => element.name) };
  });
  const named = { source: path, rowWord: "row" as const };
  const wanted = [...new Set(columns ?? names)];
  if (!wanted.every((name) => names.includes(name))) {
    return { ...named, columns: names, rows: [], rowNumbers: new Int32Array() };
  }
  for (const { columns: chunks } of metadata.row_groups) {
    for (const { meta_data: chunk } of chunks) {
      if (chunk && wanted.includes(chunk.path_in_schema[0]) && !READABLE.includes(chunk.codec)) {
        throw new Error(
          `${path}, column ${describeValue(chunk.path_in_schema[0])} is packed by ${chunk.codec}; expected ` +
            `${READABLE.join(", ")}: table.to_parquet(path, compression="snappy") writes it so`,
        );
      }
    }
  }
  let rows: unknown[][] = [];
  try {
    const onComplete = (read: unknown[][]) => {
      rows = read;
    };
    await parquetRead({ file, metadata, columns: wanted, compressors: COMPRESSORS, geoparquet: false, onComplete });
  } catch (error) {
    throw unreadable(path, error);
  }
  const cells = rows.map((row, i) => row.map((value, j) => cell(value, path, i, wanted[j])));
  return { ...named, columns: wanted, rows: cells, rowNumbers: Int32Array.from(cells, (_, i) => i) };
}

function cell(value: unknown, path: string, row: number, column: string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  throw new Error(
    `${path}, row ${row}, column ${describeValue(column)} is ${describeValue(value)}; expected a number, text, true or ` +
      "false. { features: [...] } names the columns to use",
  );
}

function understand<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Error {
  return new Error(`${path} is not a readable Parquet file: ${(error as Error).message}`, { cause: error });
}
