import { CsvError, type Options, parse as parser } from "csv-parse";
import { parse } from "csv-parse/sync";

/** A record of a CSV file: its fields as text, and the number of the line it begins on, the first line being 1. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

/**
 * The records of a CSV text (RFC 4180), one after the other; lines with nothing on them are skipped.
 *
 * Fields may be quoted, and then hold delimiters, line breaks and doubled quotes. Lines end with LF, CRLF or CR.
 *
 * @param text the whole text; a byte order mark at its beginning is skipped
 * @param delimiter one character, neither a quote nor a line break
 * @param source what to call the text in messages
 * @throws Error naming the field, and the line that its row begins on, when it is quoted and not closed, something else than a delimiter
 * follows it, or it holds a quote without being quoted itself
 * @example
 * csvRecords('a,"b,c"\n', ",", "pets.csv"); // [{ fields: ["a", "b,c"], line: 1 }]
 */
export function csvRecords(text: string, delimiter: string, source: string): CsvRecord[] {
  const taking = new Taking(delimiter, source);
  try {
    parse(text, taking.options);
  } catch (error) {
    throw taking.explained(error);
  }
  return taking.records;
}

/**
 * The same of a text that comes in pieces; records come as many at a time as their pieces had.
 *
 * @param pieces of the text, one after the other
 */
export async function* csvRecordsOf(
  pieces: AsyncIterable<string>,
  delimiter: string,
  source: string,
): AsyncGenerator<CsvRecord[]> {
  const taking = new Taking(delimiter, source);
  const parsing = parser(taking.options);
  let failed: unknown;
  parsing.on("error", (error) => {
    failed ??= error;
  });
  const done = (write: (whenDone: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      write((error) => (error || failed ? reject(taking.explained(error ?? failed)) : resolve()));
    });
  for await (const piece of pieces) {
    await done((whenDone) => parsing.write(piece, whenDone));
    yield taking.records.splice(0);
  }
  parsing.resume();
  await new Promise<void>((resolve, reject) => {
    parsing.once("end", resolve).once("error", (error) => reject(taking.explained(error)));
    parsing.end();
  });
  yield taking.records.splice(0);
}

/** What csv-parse tells of where it is. */
interface CsvInfo {
  readonly lines: number;
  readonly empty_lines: number;
}

/** And of where it found an error: fields of the row before it. */
interface CsvPlace extends CsvInfo {
  readonly column: number;
}

/** What is wrong with a field, and what was expected, by csv-parse's name for it. */
const WRONG_QUOTES: ReadonlyMap<string, string> = new Map([
  ["CSV_QUOTE_NOT_CLOSED", "begins with a quote that is not closed; expected another quote at its end"],
  [
    "CSV_INVALID_CLOSING_QUOTE",
    'goes on behind its closing quote; expected a delimiter or the end of the line, or quotes inside doubled: "5"" pipe"',
  ],
  ["INVALID_OPENING_QUOTE", 'holds a quote and is not quoted; expected "5"" pipe" for 5" pipe'],
]);

/** The records that csv-parse has given so far. */
class Taking {
  readonly records: CsvRecord[] = [];
  readonly options: Options;
  private countedTwice = 0;
  private lastLine = 0;
  private emptyLines = 0;

  constructor(
    delimiter: string,
    private readonly source: string,
  ) {
    this.options = {
      bom: true,
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      onRecord: (fields: string[], { lines, empty_lines }: CsvInfo) => this.take(fields, lines, empty_lines),
    };
  }

  private take(fields: string[], lines: number, emptyLines: number): null {
    const inside = fields.join("").match(/\r\n|\r|\n/g) ?? [];
    // csv-parse counts CR LF inside of a field as two lines.
    const twice = inside.filter((end) => end === "\r\n").length;
    this.records.push({ fields, line: lines - this.countedTwice - twice - inside.length });
    this.countedTwice += twice;
    this.lastLine = lines - this.countedTwice;
    this.emptyLines = emptyLines;
    return null;
  }

  /** An error of csv-parse in our words. */
  explained(error: unknown): unknown {
    if (!(error instanceof CsvError)) return error;
    const what = WRONG_QUOTES.get(error.code);
    if (!what) return error;
    const { empty_lines, column } = error as unknown as CsvPlace;
    // Its own line counts CR LF inside of a field as two.
    const line = this.lastLine + 1 + empty_lines - this.emptyLines;
    return new Error(`${this.source}, field ${column + 1} of the row that begins on line ${line} ${what}`, {
      cause: error,
    });
  }
}
