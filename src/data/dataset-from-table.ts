import { checkLength, checkNames, checkObject } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { classIndices } from "./class-indices.js";
import type { Dataset } from "./dataset.js";
import { type KeptRows, keptRows } from "./kept-rows.js";
import type { Table } from "./table.js";

/** Which columns of a table are what. */
export interface DatasetOptions {
  /** The column to predict: numbers, text or booleans, each different value a class. */
  readonly target: string;
  /** The columns to predict it from; all but those of target, groups and times unless told otherwise. */
  readonly features?: readonly string[];
  /** The classes in the wanted order; unless told otherwise in ascending, alphabetical or false-true order. */
  readonly classNames?: readonly (string | number | boolean)[];
  /**
   * Rows without a value in one of these columns are an error, or left out and counted; "error" unless told otherwise. No value is an
   * empty field, NaN and, in features and times, the words that pandas takes for one: NA, N/A, n/a, NaN, nan, null, NULL, None,
   * #N/A, <NA> and their like. As a target such a word is a class where the others are text; among numbers it is an error unless
   * `classNames` is given, and then a missing value where it is not among them.
   */
  readonly missing?: "error" | "drop";
  /** The column that says what a row is of, such as a patient: `groups` of the dataset. */
  readonly groups?: string;
  /** The column that says when a row was: numbers, or dates of ISO 8601 ("2012-01-31", "2012-01-31 09:30"): `times` of the dataset. */
  readonly times?: string;
}

export const DATASET_OPTIONS: OptionNames<DatasetOptions> = {
  target: true,
  features: true,
  classNames: true,
  missing: true,
  groups: true,
  times: true,
};

/** A dataset, and how many rows of the table are not in it. */
export interface TableDataset extends Dataset {
  /** Rows left out because a value was missing. */
  readonly dropped: number;
}

/**
 * A dataset from a table: one column to predict, the others, or those named, to predict it from.
 *
 * @param table rows of named columns
 * @param options which columns; see `DatasetOptions`
 * @throws RangeError naming the row and column of a feature that is not a finite number (true and false count as 1 and 0), of
 * a missing value, and of a target that is not among `classNames`; or the column that the table does not have, or whose targets are
 * numbers and a word such as "NA"
 * @example
 * const table = parseCsv("age,kind\n3,cat\n5,dog\n");
 * datasetFromTable(table, { target: "kind" }).classNames; // ["cat", "dog"]
 */
export function datasetFromTable(table: Table, options: DatasetOptions): TableDataset {
  checkTable("datasetFromTable: table", table);
  checkDatasetOptions("datasetFromTable", options, DATASET_OPTIONS);
  return datasetOf(table, options);
}

/** Throws when options are not as `DatasetOptions` says, or hold a name that is not known. */
export function checkDatasetOptions(
  name: string,
  options: DatasetOptions,
  known: Readonly<Record<string, true>>,
): void {
  checkOptionNames(name, options ?? {}, known);
  if (typeof options?.target !== "string") {
    throw new TypeError(
      `${name}: target is ${describeValue(options?.target)}; expected the name of a column: { target: "..." }`,
    );
  }
  const { missing = "error" } = options;
  if (missing !== "error" && missing !== "drop") {
    throw new RangeError(`${name}: missing is ${describeValue(missing)}; expected "error" or "drop"`);
  }
  for (const column of ["groups", "times"] as const) {
    if (options[column] !== undefined && typeof options[column] !== "string") {
      throw new TypeError(`${name}: ${column} is ${describeValue(options[column])}; expected the name of a column`);
    }
  }
  for (const list of ["features", "classNames"] as const) {
    if (options[list] !== undefined && !Array.isArray(options[list])) {
      throw new TypeError(`${name}: ${list} is ${describeValue(options[list])}; expected an array`);
    }
  }
}

/** The dataset of a table and options that were checked. */
export function datasetOf(table: Table, options: DatasetOptions): TableDataset {
  const rows = keptRows(table, options);
  checkSomeRows(table.source, rows.kept.length, table.rows.length);
  return examplesOf(table, rows, options);
}

/** Throws when no row of a table is without a gap. */
export function checkSomeRows(source: string, kept: number, rows: number): void {
  if (kept > 0) return;
  throw new RangeError(`${source} has no rows to learn from: ${rows} of ${rows} miss a value; expected one or more`);
}

/** The rows that were kept as a dataset. */
export function examplesOf(
  table: Table,
  { targets: values, kept, place, ...rest }: KeptRows,
  { target, classNames: given }: Pick<DatasetOptions, "target" | "classNames">,
): TableDataset {
  const column = `${table.source}, column ${describeValue(target)}`;
  const { targets, classNames } = classIndices(values, given, column, place);
  const rowNumbers = Int32Array.from(kept, (row) => table.rowNumbers[row]);
  return { ...rest, targets, classNames, rowNumbers, dropped: table.rows.length - kept.length };
}

function checkTable(name: string, table: Table): void {
  checkObject(name, table);
  checkNames(`${name}: source and rowWord`, [table.source, table.rowWord]);
  checkNames(`${name}: columns`, table.columns);
  if (!Array.isArray(table.rows))
    throw new TypeError(`${name}: rows is ${describeValue(table.rows)}; expected an array`);
  for (const [i, row] of table.rows.entries()) {
    checkLength(`${name}: rows: row ${i}`, row, table.columns.length, "entries, one a column");
  }
  if (!(table.rowNumbers instanceof Int32Array)) {
    throw new TypeError(`${name}: rowNumbers is ${describeValue(table.rowNumbers)}; expected an Int32Array`);
  }
  checkLength(`${name}: rowNumbers`, table.rowNumbers, table.rows.length, "numbers, one a row");
}
