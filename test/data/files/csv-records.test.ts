import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvRecords } from "../../../src/data/files/csv-records.js";

const records = (text: string, delimiter = ",") => [...csvRecords(text, delimiter, "x.csv")];
const fields = (text: string, delimiter = ",") => records(text, delimiter).map((record) => record.fields);

describe("csvRecords", () => {
  it("reads what was written, whatever the fields, the delimiter and the line ends", () => {
    const field = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\n", "\r", "]", "-", "\\") }),
    );
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(",", ";", "\t", "|", "]", "^", "\\", "-"),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.boolean(),
        (rows, delimiter, end, all) => {
          const plain = (text: string) =>
            !all && text !== "" && !/["\r\n]/.test(text) && !text.includes(delimiter) && text.charCodeAt(0) !== 0xfeff;
          const text = rows.map((row) => row.map((f) => (plain(f) ? f : quoted(f))).join(delimiter)).join(end);
          expect(fields(text, delimiter)).toEqual(rows);
          expect(fields(text + end, delimiter)).toEqual(rows);
        },
      ),
    );
  });
  it("skips a byte order mark and lines with nothing on them, and counts them", () => {
    expect(records("\ufeffa,b\r\n\r\n1,2\n\n")).toEqual([
      { fields: ["a", "b"], line: 1 },
      { fields: ["1", "2"], line: 3 },
    ]);
  });
  it("counts the lines inside of quoted fields", () => {
    expect(records('a\n"1\n2\r\n3"\n4').map(({ line }) => line)).toEqual([1, 2, 5]);
  });
  it("keeps empty fields, a last one too, and an empty field in quotes", () => {
    expect(fields(",a,\n1,,")).toEqual([
      ["", "a", ""],
      ["1", "", ""],
    ]);
    expect(fields('a\n""\n')).toEqual([["a"], [""]]);
  });
  it("refuses a quote inside of a field that is not quoted, naming the line", () => {
    expect(() => records('a,b\n5" pipe,x')).toThrow(
      'x.csv, field 1 of the row that begins on line 2 holds a quote and is not quoted; expected "5"" pipe" for 5" pipe',
    );
  });
  it("names the line of the row in which a quoted field was opened and not closed", () => {
    expect(() => records('a,b\n1,"2\n3,4\n')).toThrow(
      "x.csv, field 2 of the row that begins on line 2 begins with a quote that is not closed; expected another quote at its end",
    );
  });
  it("names the line on which something follows a quoted field", () => {
    expect(() => records('a,b\n1,"2"x\n')).toThrow(
      "x.csv, field 2 of the row that begins on line 2 goes on behind its closing quote; expected a delimiter or the end of the line",
    );
  });
  it.each(["\n", "\r\n", "\r"])("names the right line behind line breaks in quotes and empty lines: %j", (end) => {
    const above = ["", "a,b", '"1', '2",x', "", "", '"3', "", '4",y', ""].join(end);
    for (const wrong of ['5" pipe,x', '"5"x,x', '"5,x', `"5${end}6",7" pipe`]) {
      expect(() => records(`${above}${end}${wrong}`)).toThrow(
        `x.csv, field ${wrong.includes("7") ? 2 : 1} of the row that begins on line 11 `,
      );
    }
  });
  it("has no records in an empty text", () => {
    expect(records("")).toEqual([]);
    expect(records("\ufeff")).toEqual([]);
    expect(records("\n\n")).toEqual([]);
  });
});
