import { CsvError, parse } from "csv-parse/sync";

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
 * @throws Error naming the line when a quoted field is not closed, something else than a delimiter follows one, or a
 * field holds a quote without being quoted itself
 * @example
 * csvRecords('a,"b,c"\n', ",", "pets.csv"); // [{ fields: ["a", "b,c"], line: 1 }]
 */
export function csvRecords(text: string, delimiter: string, source: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let countedTwice = 0;
  let lastLine = 0;
  try {
    parse(text, {
      bom: true,
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      onRecord(fields: string[], { lines }) {
        const inside = fields.join("").match(/\r\n|\r|\n/g) ?? [];
        // csv-parse counts CR LF inside of a field as two lines.
        const twice = inside.filter((end) => end === "\r\n").length;
        records.push({ fields, line: lines - countedTwice - twice - inside.length });
        countedTwice += twice;
        lastLine = lines - countedTwice;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const place = error.code === "CSV_QUOTE_NOT_CLOSED" ? `, after line ${lastLine}` : "";
    throw new Error(`${source}${place}: ${error.message}`, { cause: error });
  }
  return records;
}
