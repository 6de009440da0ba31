import type { Notebook } from "../notebook.js";

/**
 * The file's text, byte for byte as Jupyter writes it: keys sorted, one space of indentation, characters beyond ASCII
 * as they are, numbers as Python prints them, a line end after the last brace.
 *
 * @param notebook a canonical one: text that is stored as lines has to be lines already
 */
export function stringify(notebook: Notebook): string {
  return `${jsonText(notebook)}\n`;
}

/** Any JSON in the same form. */
export function jsonText(value: unknown): string {
  return write(value, "\n");
}

function write(value: unknown, newline: string): string {
  if (typeof value === "number") return writeNumber(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${newline} `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[${inner}${value.map((item) => write(item ?? null, inner)).join(`,${inner}`)}${newline}]`;
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, item]) => `${JSON.stringify(key)}: ${write(item, inner)}`);
  return `{${inner}${lines.join(`,${inner}`)}${newline}}`;
}

/** Python writes 1e-05 and 1.5e-07 where JavaScript writes 0.00001 and 1.5e-7. Elsewhere they agree. */
function writeNumber(value: number): string {
  const size = Math.abs(value);
  if (!(size < 1e-4) || value === 0) return JSON.stringify(value);
  const [digits, exponent] = value.toExponential().split("e-");
  return `${digits}e-${exponent.padStart(2, "0")}`;
}
