import { createRequire } from "node:module";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { tableBundle } from "../../src/jupyter/table.js";
import type { TableSource } from "../../src/jupyter/table-rows.js";

function parsed(source: TableSource, options = {}): HTMLTableElement {
  const { document } = new JSDOM(String(tableBundle(source, options)["text/html"])).window;
  return document.querySelector("table") as HTMLTableElement;
}

function cellsOf(table: HTMLTableElement): string[][] {
  return [...table.rows].map((row) => [...row.cells].map(({ textContent }) => textContent ?? ""));
}

const forecasts = [
  { forecast: "yearly rate", "mean nats": 0.67512345, rows: 365 },
  { forecast: "model", "mean nats": 0.555, rows: 365 },
];

test("objects: a column a property, headings with scope, numbers to four digits and flush right", () => {
  const table = parsed(forecasts, { caption: "Two forecasts" });
  expect(table.caption?.textContent).toBe("Two forecasts");
  expect(cellsOf(table)).toEqual([
    ["forecast", "mean nats", "rows"],
    ["yearly rate", "0.6751", "365"],
    ["model", "0.555", "365"],
  ]);
  expect([...table.rows[0].cells].map((cell) => [cell.localName, cell.scope])).toEqual(Array(3).fill(["th", "col"]));
  for (const row of table.rows) {
    expect([...row.cells].map(({ style }) => style.textAlign)).toEqual(["left", "right", "right"]);
  }
});

test("as text: aligned columns", () => {
  expect(tableBundle(forecasts, { caption: "Two forecasts" })["text/plain"]).toBe(
    [
      "Two forecasts",
      "forecast     mean nats  rows",
      "-----------  ---------  ----",
      "yearly rate     0.6751   365",
      "model            0.555   365",
    ].join("\n"),
  );
});

test("shows twenty rows and says how many more there are", () => {
  const rows = Array.from({ length: 500 }, (_, i) => ({ i }));
  const bundle = tableBundle(rows);
  expect(parsed(rows).tBodies[0].rows).toHaveLength(20);
  expect(bundle["text/html"]).toContain("<p>… 480 more rows</p>");
  expect(bundle["text/plain"]).toMatch(/\n… 480 more rows$/);
  expect(tableBundle(rows.slice(0, 3), { most: 2 })["text/plain"]).toMatch(/… 1 more row$/);
});

test("a missing value is an empty cell; NaN and infinity are said", () => {
  const rows = [{ a: 1, b: null }, { a: Number.NaN, c: "x" }, { a: Number.POSITIVE_INFINITY }];
  expect(cellsOf(parsed(rows))).toEqual([
    ["a", "b", "c"],
    ["1", "", ""],
    ["NaN", "", "x"],
    ["Infinity", "", ""],
  ]);
});

test("columns and rows, more digits, arrays and dates in cells", () => {
  const source = {
    columns: ["x", "y"],
    rows: [
      [2 / 3, new Float64Array([1, 0.25])],
      [1e-9, new Date(0)],
    ],
  };
  expect(cellsOf(parsed(source, { digits: 6 }))).toEqual([
    ["x", "y"],
    ["0.666667", "1, 0.25"],
    ["1e-9", "1970-01-01T00:00:00.000Z"],
  ]);
});

test("a danfojs DataFrame", () => {
  const danfo = createRequire(import.meta.url)("danfojs-node") as { DataFrame: new (rows: object[]) => TableSource };
  const frame = new danfo.DataFrame([
    { species: "Adelie", "bill (mm)": 39.1 },
    { species: "Gentoo", "bill (mm)": null },
  ]);
  expect(cellsOf(parsed(frame))).toEqual([
    ["species", "bill (mm)"],
    ["Adelie", "39.1"],
    ["Gentoo", ""],
  ]);
});

test("nothing in it is taken for HTML", () => {
  const hostile = '<img src=x onerror="alert(1)">';
  const table = parsed([{ [hostile]: hostile }], { caption: hostile });
  expect(table.querySelector("img")).toBeNull();
  expect([table.caption?.textContent, ...cellsOf(table).flat()]).toEqual([hostile, hostile, hostile]);
});

test("an empty table has its headings", () => {
  expect(tableBundle({ columns: ["a"], rows: [] })["text/plain"]).toBe("a\n-");
  expect(tableBundle([])["text/plain"]).toBe("\n");
});

test.each([
  [7, "table: rows is 7; expected objects, a DataFrame or { columns, rows }"],
  [null, "table: rows is null; expected"],
  [[{ a: 1 }, 2], "table: row 1 is 2; expected an object with a property a column"],
])("refuses %j", (source, message) => {
  expect(() => tableBundle(source as unknown as TableSource)).toThrow(message);
});
