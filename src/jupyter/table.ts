import { numberText } from "../figures/number-text.js";
import { display } from "./display-hook.js";
import { escapeHtml } from "./escape-html.js";
import type { MimeBundle } from "./notebook.js";
import { type TableSource, tableRows } from "./table-rows.js";

export interface TableOptions {
  /** What the table shows; stands above it. */
  caption?: string;
  /** Significant digits of numbers that are no whole numbers. Default 4. */
  digits?: number;
  /** Rows to show; the number of the others is said. Default 20. */
  most?: number;
}

/**
 * Shows rows as a table in the cell; outside of a kernel, in a plain script, the table is printed.
 *
 * @param rows objects with a property a column, a danfojs DataFrame, or { columns, rows }; units belong into the names
 * @param options caption, digits, most
 * @throws TypeError when rows is nothing of that
 * @example
 * table([{ forecast: "yearly rate", "mean nats": 0.675 }, { forecast: "model", "mean nats": 0.555 }]);
 */
export function table(rows: TableSource, options: TableOptions = {}): void {
  display(tableBundle(rows, options));
}

/** A table as HTML and as text with aligned columns. */
export function tableBundle(source: TableSource, { caption, digits = 4, most = 20 }: TableOptions = {}): MimeBundle {
  const { columns, rows } = tableRows(source);
  const shown = rows.slice(0, most);
  const cells = shown.map((row) => columns.map((_, column) => cellText(row[column], digits)));
  const numeric = columns.map((_, column) => isNumeric(shown.map((row) => row[column])));
  const left = rows.length - shown.length;
  const more = left > 0 ? `… ${left} more ${left === 1 ? "row" : "rows"}` : undefined;
  return {
    "text/html": html(columns, cells, numeric, caption, more),
    "text/plain": text(columns, cells, numeric, caption, more),
  };
}

/** JupyterLab sets every cell flush right, VS Code none, and a page may only heed the class. */
const alignments = {
  number: 'class="number" style="text-align:right"',
  text: 'class="text" style="text-align:left"',
};

function html(
  columns: readonly string[],
  cells: readonly (readonly string[])[],
  numeric: readonly boolean[],
  caption: string | undefined,
  more: string | undefined,
): string {
  const side = (column: number) => alignments[numeric[column] ? "number" : "text"];
  const head = columns.map((name, column) => `<th scope="col" ${side(column)}>${escapeHtml(name)}</th>`);
  const body = cells.map((row) => {
    const data = row.map((cell, column) => `<td ${side(column)}>${escapeHtml(cell)}</td>`);
    return `<tr>${data.join("")}</tr>`;
  });
  return [
    '<table class="surprisal-table">',
    ...(caption === undefined ? [] : [`<caption>${escapeHtml(caption)}</caption>`]),
    `<thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${body.join("\n")}</tbody>`,
    "</table>",
    ...(more === undefined ? [] : [`<p>${more}</p>`]),
  ].join("\n");
}

function text(
  columns: readonly string[],
  cells: readonly (readonly string[])[],
  numeric: readonly boolean[],
  caption: string | undefined,
  more: string | undefined,
): string {
  const lines = [columns, ...cells];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const aligned = lines.map((line) =>
    line
      .map((cell, column) => (numeric[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [...(caption ? [caption] : []), aligned[0], rule, ...aligned.slice(1), ...(more ? [more] : [])].join("\n");
}

function cellText(value: unknown, digits: number): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return numberText(value, digits);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    return Array.from(value as ArrayLike<unknown>, (entry) => cellText(entry, digits)).join(", ");
  }
  return (typeof value === "object" ? JSON.stringify(value) : String(value)).replace(/\s+/g, " ");
}

function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null && value !== undefined);
  return present.length > 0 && present.every((value) => typeof value === "number" || typeof value === "bigint");
}
