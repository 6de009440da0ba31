import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { cannotRead } from "../../files/read-bytes.js";
import { checkCount } from "../../numerics/check-number.js";
import { namesInOrder } from "../class-indices.js";
import type { Dataset } from "../dataset.js";
import {
  checkDatasetOptions,
  checkSomeRows,
  DATASET_OPTIONS,
  type DatasetOptions,
  examplesOf,
} from "../dataset-from-table.js";
import { keptRows } from "../kept-rows.js";
import { RunningMoments } from "../running-moments.js";
import type { Standardization } from "../standardization.js";
import type { Cell, Table } from "../table.js";
import { type CsvRecord, csvRecordsOf } from "./csv-records.js";
import { checkDelimiter, columnsOf, tableOf } from "./parse-csv.js";
import { delimiterOf, READ_TABLE_OPTIONS, type ReadTableOptions } from "./read-csv-table.js";
import { readPieces } from "./read-pieces.js";

/** Different targets at the most that a first pass keeps: more are hardly classes. */
const MOST_CLASSES = 10_000;

/** Fewer rows may well be of one class by chance. */
const FEW = 32;

export interface StreamCsvOptions extends DatasetOptions, ReadTableOptions {
  /** Rows of a part. Default 8192. */
  readonly partRows?: number;
}

/** The examples of a file, a part at a time. */
export interface CsvStream extends AsyncIterable<Dataset> {
  /** Rows of the file that are examples, and those left out because a value was missing. */
  readonly rows: number;
  readonly dropped: number;
  readonly featureNames: readonly string[];
  readonly classNames: readonly string[];
  /** Means and deviations of all examples: for the model, as those of `standardize(train)` are. */
  readonly standardization: Standardization;
  readonly hash: string;
}

/**
 * A CSV file (or .csv.gz, .tsv, .tsv.gz), however large, as a stream for `fit`: the examples that `readCsv` would give, a part at a
 * time, again in every epoch. Memory is needed for a few parts.
 *
 * The file is read once before: so every row is checked before anything is trained, the classes of all parts are the same,
 * and means and deviations are those of all rows. Each part is learnt from before the next, in an order of its own: the rows of the
 * file should be in random order. Where they seem to be sorted by class, a line on the console says so.
 *
 * @param path the file; a relative path starts at the working directory (a notebook's own folder)
 * @param options those of `readCsv`, partRows
 * @returns the stream; its parts' `rowNumbers` are lines of the file, the header being line 1
 * @throws TypeError, RangeError when an option is unknown or not as described, before the file is read
 * @throws Error naming the file, the line and the column, as `readCsv` does; later, when the file has no longer the bytes that it had
 * @example
 * const train = await streamCsv("data/breast-cancer.csv", { target: "diagnosis" });
 * train.classNames; // ["benign", "malignant"]
 * for await (const part of train) part.targets.length; // 569
 */
export async function streamCsv(path: string, options: StreamCsvOptions): Promise<CsvStream> {
  const known = { ...DATASET_OPTIONS, ...READ_TABLE_OPTIONS, partRows: true } as const;
  checkDatasetOptions("streamCsv", options, known);
  const { partRows = 8192 } = options;
  checkCount("streamCsv: partRows", partRows, 1);
  checkDelimiter(delimiterOf(path, options), path);
  let stamp = await stampOf(path);
  const { bytes, classNames, hash, ...told } = await firstPass(path, options, partRows);
  await checkSame();

  /** A file that was touched, or copied over itself, is the same as long as its bytes are. */
  async function checkSame(): Promise<void> {
    const now = await stampOf(path);
    if (now === stamp) return;
    if ((await hashOfFile(path)) !== bytes) {
      throw new Error(`streamCsv: ${path} is no longer what it was; expected the same bytes as long as it is read`);
    }
    stamp = now;
  }

  async function* parts(): AsyncGenerator<Dataset> {
    await checkSame();
    for await (const table of tablesOf(path, options, partRows)) {
      yield examplesOf(table, keptRows(table, options), { ...options, classNames });
    }
    await checkSame();
  }
  return { ...told, classNames, hash, [Symbol.asyncIterator]: parts };
}

/** What has to be known of all rows before the first is learnt from. */
async function firstPass(path: string, options: StreamCsvOptions, partRows: number) {
  const { target, classNames: given, missing, groups, times } = options;
  const hashing = createHash("sha256");
  const moments = new RunningMoments();
  const values = new Set<Cell>();
  let [rows, all] = [0, 0];
  let featureNames: readonly string[] = [];
  const alone = new Set<Cell>();
  for await (const table of tablesOf(path, options, partRows, (piece) => hashing.update(piece))) {
    const kept = keptRows(table, options);
    if (given) examplesOf(table, kept, options);
    for (const value of kept.targets) values.add(value);
    if (values.size > MOST_CLASSES) {
      throw new RangeError(
        `${path}, column ${JSON.stringify(target)} has more than ${MOST_CLASSES} different values; expected classes`,
      );
    }
    const [one] = kept.targets;
    if (kept.targets.length >= FEW && kept.targets.every((value) => value === one)) alone.add(one);
    moments.add(kept.features);
    featureNames = kept.featureNames;
    rows += kept.kept.length;
    all += table.rows.length;
  }
  checkSomeRows(path, rows, all);
  const classNames = given?.map(String) ?? namesInOrder(values, `${path}, column ${JSON.stringify(target)}`);
  if (classNames.length < 2) {
    throw new RangeError(
      `${path}, column ${JSON.stringify(target)} holds one value only, ${JSON.stringify(classNames[0])}; expected two classes or more (classNames may name those that do not occur)`,
    );
  }
  if (alone.size > 1) {
    const [a, b] = [...alone].map((value) => JSON.stringify(value));
    console.warn(
      `streamCsv: ${path} seems to be sorted: there are parts with ${a} only, and with ${b} only. A model learns badly from them; put the rows into random order.`,
    );
  }
  const reading = {
    target,
    features: featureNames,
    classNames,
    missing,
    groups,
    times,
    partRows,
    delimiter: delimiterOf(path, options),
  };
  const bytes = hashing.digest();
  const hash = createHash("sha256").update(bytes).update(JSON.stringify(reading)).digest("hex");
  const standardization = moments.standardization(featureNames);
  return { bytes: bytes.toString("hex"), classNames, hash, rows, dropped: all - rows, featureNames, standardization };
}

/** The rows of a file as tables of so many; the last has what is left. */
async function* tablesOf(
  path: string,
  options: ReadTableOptions,
  partRows: number,
  take?: (bytes: Uint8Array) => void,
): AsyncGenerator<Table> {
  let columns: readonly string[] | undefined;
  let waiting: CsvRecord[] = [];
  let any = false;
  for await (const records of csvRecordsOf(readPieces(path, take), delimiterOf(path, options), path)) {
    if (!columns && records.length > 0) columns = columnsOf(records.shift(), path);
    waiting = waiting.length === 0 ? records : waiting.concat(records);
    let begin = 0;
    for (; columns && begin + partRows <= waiting.length; begin += partRows) {
      any = true;
      yield tableOf(columns, waiting.slice(begin, begin + partRows), path);
    }
    waiting = waiting.slice(begin);
  }
  columns ??= columnsOf(undefined, path);
  if (waiting.length > 0) yield tableOf(columns, waiting, path);
  else if (!any) throw new Error(`${path} has a header but no rows`);
}

async function stampOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    return `${size} bytes of ${mtimeMs}`;
  } catch (error) {
    throw cannotRead(path, error);
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hashing = createHash("sha256");
  try {
    for await (const piece of createReadStream(path)) hashing.update(piece);
  } catch (error) {
    throw cannotRead(path, error);
  }
  return hashing.digest("hex");
}
