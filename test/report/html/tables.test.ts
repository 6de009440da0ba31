import { expect, test } from "vitest";
import { sanitizeHtml } from "../../../src/report/html/sanitize.js";
import { readableTables } from "../../../src/report/html/tables.js";

function table(html: string): HTMLTableElement {
  const fragment = sanitizeHtml(`<table>${html}</table>`);
  readableTables(fragment);
  return fragment.querySelector(".scroll > table") as HTMLTableElement;
}

function columns(...rows: string[][]): string[] {
  const cells = (row: string[]) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  const body = rows.map(cells).join("");
  return [...table(`<thead>${cells(rows[0].map(() => "head"))}</thead><tbody>${body}</tbody>`).rows[0].cells].map(
    (cell) => cell.className,
  );
}

test("columns of numbers are flush right, with their heading", () => {
  expect(columns(["rain", "144", "-0.5012", "74.3 %"], ["dry", "1,221", "−1.2e-3", "NaN"])).toEqual([
    "",
    "number",
    "number",
    "number",
  ]);
});

test("numbers with a unit are numbers, dates, ranges and nothing are not", () => {
  expect(columns(["0.693 nats", "2015-01-01", "0.1 – 0.2", ""])).toEqual(["number", "", "", ""]);
});

test("the alignment a Markdown table asks for wins", () => {
  expect(
    [...table('<tbody><tr><td align="left">1</td><td align="center">2</td></tr></tbody>').rows[0].cells].map(
      (cell) => cell.className,
    ),
  ).toEqual(["text", "middle"]);
});

test("a table is a group named by its caption", () => {
  const box = table("<caption>Held-out days</caption><tbody><tr><td>1</td></tr></tbody>").parentElement;
  expect(box?.getAttribute("role")).toBe("group");
  expect(box?.getAttribute("aria-label")).toBe("Held-out days");
});
