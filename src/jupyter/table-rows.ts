import { describeValue } from "../numerics/describe-value.js";

/** What `table` can show: objects of one row each, a danfojs DataFrame, or columns and rows. */
export type TableSource =
  | readonly object[]
  | { readonly columns: readonly string[]; readonly values: unknown }
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] };

export interface TableRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Brings every kind of table into the form of columns and rows. Columns of objects come in the order of first sight. */
export function tableRows(source: TableSource): TableRows {
  if (Array.isArray(source)) return rowsOfObjects(source);
  const { columns, rows, values } = (source ?? {}) as { columns?: unknown; rows?: unknown; values?: unknown };
  const found = Array.isArray(rows) ? rows : values;
  if (!Array.isArray(columns) || !Array.isArray(found)) {
    throw new TypeError(`table: rows is ${describeValue(source)}; expected objects, a DataFrame or { columns, rows }`);
  }
  return { columns: columns.map(String), rows: found.map((row) => (Array.isArray(row) ? row : [row])) };
}

function rowsOfObjects(objects: readonly unknown[]): TableRows {
  const columns = new Set<string>();
  for (const [i, object] of objects.entries()) {
    if (typeof object !== "object" || object === null || Array.isArray(object)) {
      throw new TypeError(`table: row ${i} is ${describeValue(object)}; expected an object with a property a column`);
    }
    for (const column of Object.keys(object)) columns.add(column);
  }
  const names = [...columns];
  return {
    columns: names,
    rows: objects.map((object) => names.map((name) => (object as Record<string, unknown>)[name])),
  };
}
