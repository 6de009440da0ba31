/** An entry of a table of mixed columns; null where there is no value. */
export type Cell = number | string | boolean | null;

/** Rows of named columns, as read from a file. */
export interface Table {
  readonly columns: readonly string[];
  /** One array a row, an entry a column. */
  readonly rows: readonly (readonly Cell[])[];
  /** What to call each row in messages: for a file, the number of its line, the first line being 1. */
  readonly rowNumbers: Int32Array;
  /** What to call the table in messages: a file's path as the caller wrote it. */
  readonly source: string;
  /** What a row number counts: "line" of a file, "row" of a table in memory. */
  readonly rowWord: "line" | "row";
}
