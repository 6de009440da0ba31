import { checkLength, checkNames, checkObject } from "../numerics/check.js";
import { closestName } from "../numerics/closest-name.js";
import { describeValue } from "../numerics/describe-value.js";
import { type Matrix, matrix } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { classIndices } from "./class-indices.js";
import type { Dataset } from "./dataset.js";
import type { Cell, Table } from "./table.js";

/** Which columns of a table are what. */
export interface DatasetOptions {
  /** The column to predict: numbers, text or booleans, each different value a class. */
  readonly target: string;
  /** The columns to predict it from; all the others unless told otherwise. */
  readonly features?: readonly string[];
  /** The classes in the wanted order; unless told otherwise in ascending, alphabetical or false-true order. */
  readonly classNames?: readonly (string | number | boolean)[];
  /** Rows without a value in one of these columns are an error, or left out and counted; "error" unless told otherwise. */
  readonly missing?: "error" | "drop";
}

export const DATASET_OPTIONS: OptionNames<DatasetOptions> = {
  target: true,
  features: true,
  classNames: true,
  missing: true,
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
 * a missing value, and of a target that is not among `classNames`; or the column that the table does not have
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
  for (const list of ["features", "classNames"] as const) {
    if (options[list] !== undefined && !Array.isArray(options[list])) {
      throw new TypeError(`${name}: ${list} is ${describeValue(options[list])}; expected an array`);
    }
  }
}

/** The rows of a table that have no gaps: their features, their targets as they stand there, and their places in the table. */
export interface KeptRows {
  readonly features: Matrix;
  readonly featureNames: readonly string[];
  readonly targets: readonly Cell[];
  readonly kept: readonly number[];
  /** What to call the target of the i-th of them in messages. */
  place(i: number): string;
}

/** What of a table is learnt from, by options that were checked. */
export function keptRows(table: Table, options: DatasetOptions): KeptRows {
  const { target, missing = "error" } = options;
  const targetPosition = columnPosition(table, target, "target");
  const featureNames = options.features ?? table.columns.filter((name) => name !== target);
  const positions = featureNames.map((name) => columnPosition(table, name, "features"));
  checkFeatures(table, featureNames, target);
  const used = [targetPosition, ...positions];
  const numbers = new Float64Array(table.rows.length * positions.length);
  const kept: number[] = [];
  table.rows.forEach((row, i) => {
    const gap = used.find((position) => isMissing(row[position]));
    if (gap !== undefined) {
      if (missing === "drop") return;
      throw new RangeError(
        `${place(table, i, gap)} has no value (an empty field or NaN); expected ${gap === targetPosition ? "a class" : "a finite number"}. ` +
          `{ missing: "drop" } leaves such rows out`,
      );
    }
    const begin = kept.length * positions.length;
    positions.forEach((position, j) => {
      const number = finiteNumber(row[position]);
      if (number === undefined) {
        const hint = options.features ? "" : ". { features: [...] } names the columns to use";
        throw new RangeError(
          `${place(table, i, position)} is ${describeValue(row[position])}; expected a finite number${hint}`,
        );
      }
      numbers[begin + j] = number;
    });
    kept.push(i);
  });
  return {
    features: matrix(kept.length, positions.length, numbers.slice(0, kept.length * positions.length)),
    featureNames: [...featureNames],
    targets: kept.map((row) => table.rows[row][targetPosition]),
    kept,
    place: (i) => place(table, kept[i], targetPosition),
  };
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
  { features, featureNames, targets: values, kept, place }: KeptRows,
  { target, classNames: given }: Pick<DatasetOptions, "target" | "classNames">,
): TableDataset {
  const column = `${table.source}, column ${describeValue(target)}`;
  const { targets, classNames } = classIndices(values, given, column, place);
  const rowNumbers = Int32Array.from(kept, (row) => table.rowNumbers[row]);
  return { features, targets, featureNames, classNames, rowNumbers, dropped: table.rows.length - kept.length };
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

function columnPosition(table: Table, name: string, argument: string): number {
  const position = table.columns.indexOf(name);
  if (position >= 0) return position;
  const close = typeof name === "string" ? closestName(name, table.columns) : undefined;
  const hint = close === undefined ? "" : ` Did you mean ${describeValue(close)}?`;
  throw new RangeError(
    `${table.source} has no column ${describeValue(name)} (${argument}); it has ${table.columns.map(describeValue).join(", ")}.${hint}`,
  );
}

function checkFeatures(table: Table, features: readonly string[], target: string): void {
  if (features.length === 0)
    throw new RangeError(`${table.source}: no features; expected a column beside ${describeValue(target)}`);
  features.forEach((name, i) => {
    if (name === target) throw new RangeError(`features: ${describeValue(name)} is the target; expected other columns`);
    if (features.indexOf(name) !== i)
      throw new RangeError(`features: ${describeValue(name)} is named twice; expected different columns`);
  });
}

function isMissing(value: Cell | undefined): boolean {
  return value === null || value === undefined || value === "" || Number.isNaN(value);
}

function finiteNumber(value: Cell): number | undefined {
  const number = typeof value === "boolean" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function place(table: Table, row: number, position: number): string {
  return `${table.source}, ${table.rowWord} ${table.rowNumbers[row]}, column ${describeValue(table.columns[position])}`;
}
