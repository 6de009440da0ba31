import { describeValue } from "../../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { delimiterHint } from "../delimiter-hint.js";
import type { Cell, Table } from "../table.js";
import { type CsvRecord, csvRecords } from "./csv-records.js";

export interface CsvOptions {
  /** One character; "," unless told otherwise. */
  readonly delimiter?: string;
  /** What to call the text in messages. */
  readonly source?: string;
}

const OPTIONS: OptionNames<CsvOptions> = { delimiter: true, source: true };

const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "True", "TRUE"].map((word): [string, boolean] => [word, true]),
  ...["false", "False", "FALSE"].map((word): [string, boolean] => [word, false]),
]);

/** Row numbers, which are no features, and would be taken for one. */
const ROW_NAMES =
  ". Names of rows are written so: to_csv(path, index=False) of pandas, write.csv(..., row.names = FALSE) of R leave them out";

/**
 * A CSV text with a header line as a table.
 *
 * A field that is a decimal number becomes a number; true, True, TRUE and their opposites a boolean; an empty one null;
 * anything else stays text, `NaN`, `NA` and `inf` too (`readCsv` knows which of them mean a missing value: see `DatasetOptions`), and so
 * do whole numbers beyond 2^53, which a number cannot hold.
 *
 * @param text the whole text
 * @throws RangeError when an option is unknown or the delimiter not one character
 * @throws Error naming the line when there is no header or no row, a column has no name or that of another,
 * a row has more or fewer fields than the header, or quotes do not match
 * @example
 * parseCsv("age,cat\n3,true\n").rows; // [[3, true]]
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  checkOptionNames("parseCsv", options, OPTIONS);
  const { delimiter = ",", source = "the CSV text" } = options;
  checkDelimiter(delimiter, source);
  const records = csvRecords(text, delimiter, source);
  const columns = columnsOf(records.shift(), source);
  if (records.length === 0) throw new Error(`${source} has a header but no rows`);
  return tableOf(columns, records, source);
}

/** Throws when a delimiter is none. */
export function checkDelimiter(delimiter: string, source: string): void {
  if (/^[^"\r\n]$/.test(delimiter)) return;
  throw new RangeError(`${source}: delimiter is ${describeValue(delimiter)}; expected one character, not a quote`);
}

/** The names of the columns, from the first record of a file. */
export function columnsOf(header: CsvRecord | undefined, source: string): readonly string[] {
  if (!header) throw new Error(`${source} is empty; expected a header line and rows`);
  checkNames(header.fields, source, header.line);
  return header.fields;
}

/** The records behind the header as a table. */
export function tableOf(columns: readonly string[], records: readonly CsvRecord[], source: string): Table {
  const rows: Cell[][] = [];
  const lines: number[] = [];
  for (const { fields, line } of records) {
    if (fields.length !== columns.length) {
      const hint = delimiterHint(columns);
      throw new Error(`${source}, line ${line} has ${count(fields.length)}; the header has ${columns.length}${hint}`);
    }
    rows.push(fields.map(cell));
    lines.push(line);
  }
  return { columns, rows, rowNumbers: Int32Array.from(lines), source, rowWord: "line" };
}

function cell(field: string): Cell {
  if (field === "") return null;
  if (NUMBER.test(field)) {
    const number = Number(field);
    const exact = !Number.isInteger(number) || Number.isSafeInteger(number) || /[.eE]/.test(field);
    return exact && Number.isFinite(number) ? number : field;
  }
  return BOOLEANS.get(field) ?? field;
}

function checkNames(columns: readonly string[], source: string, line: number): void {
  const seen = new Map<string, number>();
  columns.forEach((name, i) => {
    if (name.trim() === "") {
      throw new Error(
        `${source}, line ${line}: column ${i + 1} of the header has no name; expected one for every column${i === 0 ? ROW_NAMES : ""}`,
      );
    }
    const first = seen.get(name);
    if (first !== undefined) {
      throw new Error(`${source}, line ${line}: columns ${first} and ${i + 1} are both named ${describeValue(name)}`);
    }
    seen.set(name, i + 1);
  });
}

function count(fields: number): string {
  return fields === 1 ? "1 field" : `${fields} fields`;
}
