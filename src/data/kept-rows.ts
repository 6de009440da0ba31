import { closestName } from "../numerics/closest-name.js";
import { describeValue } from "../numerics/describe-value.js";
import { type Matrix, matrix } from "../numerics/matrix.js";
import type { DatasetOptions } from "./dataset-from-table.js";
import { delimiterHint } from "./delimiter-hint.js";
import { isMissing, isMissingWord } from "./missing-value.js";
import type { Cell, Table } from "./table.js";
import { timeOf } from "./time-of.js";

const DECIMAL_COMMA = /^\s*[-+]?\d+,\d+\s*$/;

/** The rows of a table that have no gaps: their features, their targets as they stand there, and their places in the table. */
export interface KeptRows {
  readonly features: Matrix;
  readonly featureNames: readonly string[];
  readonly targets: readonly Cell[];
  readonly kept: readonly number[];
  readonly groups?: readonly (string | number)[];
  readonly times?: Float64Array;
  /** What to call the target of the i-th of them in messages. */
  place(i: number): string;
}

/** What of a table is learnt from, by options that were checked. */
export function keptRows(table: Table, options: DatasetOptions): KeptRows {
  const { target, groups, times, missing = "error" } = options;
  const classNames = options.classNames?.map(String);
  const featureNames = options.features ?? table.columns.filter((name) => ![target, groups, times].includes(name));
  const ofTarget = columnPosition(table, target, "target");
  const ofFeatures = featureNames.map((name) => columnPosition(table, name, "features"));
  const ofGroups = groups === undefined ? [] : [columnPosition(table, groups, "groups")];
  const ofTimes = times === undefined ? [] : [columnPosition(table, times, "times")];
  checkFeatures(table, featureNames, target);
  const isNoNumber = (value: Cell) => isMissing(value) || isMissingWord(value);
  const isNoClass = (value: Cell) =>
    isMissing(value) || (isMissingWord(value) && classNames?.includes(String(value)) === false);
  const used = [
    { position: ofTarget, expected: "a class", isGap: isNoClass },
    ...ofFeatures.map((position) => ({ position, expected: "a finite number", isGap: isNoNumber })),
    ...ofGroups.map((position) => ({ position, expected: "a group", isGap: isMissing })),
    ...ofTimes.map((position) => ({ position, expected: "a time", isGap: isNoNumber })),
  ];
  const numbers = new Float64Array(table.rows.length * ofFeatures.length);
  const kept: number[] = [];
  table.rows.forEach((row, i) => {
    const gap = used.find(({ position, isGap }) => isGap(row[position]));
    if (gap) {
      if (missing === "drop") return;
      const value = row[gap.position];
      const found = isMissingWord(value) ? describeValue(value) : "an empty field or NaN";
      throw new RangeError(
        `${place(table, i, gap.position)} has no value (${found}); expected ${gap.expected}. ` +
          `{ missing: "drop" } leaves such rows out`,
      );
    }
    const begin = kept.length * ofFeatures.length;
    ofFeatures.forEach((position, j) => {
      const number = finiteNumber(row[position]);
      if (number === undefined) {
        const point =
          typeof row[position] === "string" && DECIMAL_COMMA.test(row[position]) ? ", with a decimal point" : "";
        const hint = options.features ? "" : ". { features: [...] } names the columns to use";
        throw new RangeError(
          `${place(table, i, position)} is ${describeValue(row[position])}; expected a finite number${point || hint}`,
        );
      }
      numbers[begin + j] = number;
    });
    kept.push(i);
  });
  const cells = (position: number) => kept.map((row) => table.rows[row][position]);
  return {
    features: matrix(kept.length, ofFeatures.length, numbers.slice(0, kept.length * ofFeatures.length)),
    featureNames: [...featureNames],
    targets: cells(ofTarget),
    kept,
    place: (i) => place(table, kept[i], ofTarget),
    ...(groups === undefined ? {} : { groups: cells(ofGroups[0]).map(groupOf) }),
    ...(times === undefined ? {} : { times: timesOf(cells(ofTimes[0]), (i) => place(table, kept[i], ofTimes[0])) }),
  };
}

function columnPosition(table: Table, name: string, argument: string): number {
  const position = table.columns.indexOf(name);
  if (position >= 0) return position;
  const close = typeof name === "string" ? closestName(name, table.columns) : undefined;
  const separated = table.rowWord === "line" ? delimiterHint(table.columns) : "";
  const hint = separated || (close === undefined ? "." : `. Did you mean ${describeValue(close)}?`);
  throw new RangeError(
    `${table.source} has no column ${describeValue(name)} (${argument}); it has ${table.columns.map(describeValue).join(", ")}${hint}`,
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

function finiteNumber(value: Cell): number | undefined {
  const number = typeof value === "boolean" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function groupOf(value: Cell): string | number {
  return typeof value === "number" ? value : String(value);
}

/** All numbers as they are, or all dates as milliseconds. */
function timesOf(values: readonly Cell[], place: (i: number) => string): Float64Array {
  return Float64Array.from(values, (value, i) => {
    const time = timeOf(value);
    if (time === undefined || typeof value !== typeof values[0]) {
      const expected = typeof values[0] === "number" ? "a finite number" : 'a date of ISO 8601, such as "2012-01-31"';
      throw new RangeError(`${place(i)} is ${describeValue(value)}; expected ${expected}`);
    }
    return time;
  });
}

function place(table: Table, row: number, position: number): string {
  return `${table.source}, ${table.rowWord} ${table.rowNumbers[row]}, column ${describeValue(table.columns[position])}`;
}
