import { checkOptionNames } from "../../numerics/option-names.js";
import { optionalPeer } from "../../numerics/optional-peer.js";
import type { Cell } from "../table.js";
import type { Frame } from "./frame.js";
import { rememberOrigin } from "./frame-origin.js";
import { READ_TABLE_OPTIONS, type ReadTableOptions, readCsvTable } from "./read-csv-table.js";

/**
 * A CSV file (or .csv.gz, .tsv, .tsv.gz) as a DataFrame of danfojs-node.
 *
 * The file is read by `parseCsv`: danfojs's takes a path that begins with "http" for an address, puts
 * a column called 2012 before all others while its header stays, and renames a column that has the name of another.
 * An empty field is NaN in a column of numbers, null in the others.
 *
 * @param path the file; a relative path starts at the working directory (a notebook's own folder)
 * @param options `delimiter`, one character
 * @throws Error naming the file, and the line where there is one, when it cannot be read or understood; Error that says
 * what to install when danfojs-node is missing
 * @example
 * const weather = await readTable("data/seattle-weather.csv");
 * weather.shape; // [1461, 6]
 */
export async function readTable(path: string, options: ReadTableOptions = {}): Promise<Frame> {
  checkOptionNames("readTable", options, READ_TABLE_OPTIONS);
  const danfojs = await optionalPeer("danfojs-node", "readTable", () => import("danfojs-node"));
  // Otherwise TensorFlow.js, which danfojs stands on, prints a banner.
  (danfojs.tensorflow as { enableProdMode(): void }).enableProdMode();
  const { columns, rows, rowNumbers, source } = await readCsvTable(path, options);
  const dtypes = columns.map((_, j) => dtype(rows, j));
  const values = rows.map((row) => row.map((cell, j) => (cell === null && isNumeric(dtypes[j]) ? Number.NaN : cell)));
  const frame = new danfojs.DataFrame(values, { columns: [...columns], dtypes }) as unknown as Frame;
  rememberOrigin(frame, { source, lines: rowNumbers });
  return frame;
}

/** danfojs's name for the kind of a column; a column with entries of several kinds is one of strings. */
function dtype(rows: readonly (readonly Cell[])[], column: number): string {
  const kinds = new Set<string>();
  for (const row of rows) {
    const value = row[column];
    if (value === null) kinds.add("gap");
    else if (typeof value !== "number") kinds.add(typeof value);
    else kinds.add(Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? "int32" : "float32");
  }
  const isIn = (...allowed: string[]) => [...kinds].every((kind) => allowed.includes(kind));
  if (isIn("int32")) return "int32";
  if (isIn("int32", "float32", "gap")) return "float32";
  return isIn("boolean") ? "boolean" : "string";
}

function isNumeric(dtype: string): boolean {
  return dtype === "int32" || dtype === "float32";
}
