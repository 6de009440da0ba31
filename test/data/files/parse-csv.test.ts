import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/files/parse-csv.js";

const cells = (field: string) => parseCsv(`a,b\n${field},x\n`).rows[0][0];

describe("parseCsv", () => {
  it("reads the columns, the rows and their lines", () => {
    expect(parseCsv('name,kind\n"Tom, the cat",cat\n\nRex,dog', { source: "pets.csv" })).toEqual({
      columns: ["name", "kind"],
      rows: [
        ["Tom, the cat", "cat"],
        ["Rex", "dog"],
      ],
      rowNumbers: Int32Array.of(2, 4),
      source: "pets.csv",
      rowWord: "line",
    });
  });
  it.each([
    ["3", 3],
    ["-0.5", -0.5],
    ["+.5", 0.5],
    ["5.", 5],
    ["1e-3", 0.001],
    [" 7 ", 7],
    ["007", 7],
    ["9007199254740991", 9007199254740991],
    ["1e300", 1e300],
    ["true", true],
    ["FALSE", false],
    ["", null],
    ["9007199254740993", "9007199254740993"],
    ["1e999", "1e999"],
    ["NaN", "NaN"],
    ["NA", "NA"],
    ["inf", "inf"],
    ["Infinity", "Infinity"],
    ["0x10", "0x10"],
    ["1_000", "1_000"],
    ["1 000", "1 000"],
    [".", "."],
    ["-", "-"],
    ["e5", "e5"],
    ["yes", "yes"],
    [" ", " "],
    ["constructor", "constructor"],
    ["2012-01-01", "2012-01-01"],
  ])("reads %j as %j", (field, value) => {
    expect(cells(field)).toBe(value);
  });
  it("reads every finite number that is written as JavaScript writes it, bit for bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const text = Object.is(x, -0) ? "-0" : String(x);
        const tooLong = /^-?\d+$/.test(text) && !Number.isSafeInteger(x);
        expect(cells(text)).toBe(tooLong ? text : x);
      }),
    );
  });
  it("takes another delimiter", () => {
    expect(parseCsv("a;b\n1,5;2", { delimiter: ";" }).rows).toEqual([["1,5", 2]]);
    expect(parseCsv("a\tb\n1\t2", { delimiter: "\t" }).rows).toEqual([[1, 2]]);
  });
  it.each(["", ",,", '"', "\n"])("refuses the delimiter %j", (delimiter) => {
    expect(() => parseCsv("a,b\n1,2", { delimiter })).toThrow("expected one character, not a quote");
  });
  it("names the line of a row with too few or too many fields", () => {
    expect(() => parseCsv("a,b\n1,2\n3\n", { source: "x.csv" })).toThrow("x.csv, line 3 has 1 field; the header has 2");
    expect(() => parseCsv("a,b\n1,2,3\n")).toThrow("the CSV text, line 2 has 3 fields; the header has 2");
    expect(() => parseCsv("a,b\n1,2\n ,\n \n")).toThrow("line 4 has 1 field");
  });
  it("tells another delimiter from the header, where the rows do not fit it", () => {
    const hint = 'The header looks as if its fields were separated by ";": { delimiter: ";" }';
    expect(() => parseCsv("a;b\n1,5;x\n")).toThrow(`line 2 has 2 fields; the header has 1. ${hint}`);
    expect(() => parseCsv("a|b,c|d\n1,2\n", { delimiter: ";" })).not.toThrow();
    expect(() => parseCsv("a|b|c,d\n1;2\n", { delimiter: ";" })).toThrow('{ delimiter: "|" }');
    expect(() => parseCsv("a\n1,2\n")).toThrow(/the header has 1$/);
    expect(() => parseCsv("a,b;c\n1\n")).toThrow(/the header has 2$/);
  });
  it("refuses two columns of one name, and a column without a name", () => {
    expect(() => parseCsv("a,b,a\n1,2,3")).toThrow('line 1: columns 1 and 3 are both named "a"');
    expect(() => parseCsv("a, \n0,1")).toThrow(
      /^the CSV text, line 1: column 2 of the header has no name; expected one for every column$/,
    );
  });
  it("tells whoever gives it the index of a DataFrame how to leave it out", () => {
    expect(() => parseCsv(",a\n0,1")).toThrow(
      "the CSV text, line 1: column 1 of the header has no name; expected one for every column. Names of rows are written so: to_csv(path, index=False) of pandas,",
    );
  });
  it("refuses a text without a header or without rows", () => {
    expect(() => parseCsv("")).toThrow("the CSV text is empty; expected a header line and rows");
    expect(() => parseCsv("a,b\r\n")).toThrow("the CSV text has a header but no rows");
  });
});
