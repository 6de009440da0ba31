import type { Position } from "./cell-positions.js";

/** Longer lines are cut around the place. */
const widest = 100;

/**
 * The line of a place with its neighbours, as
 * ```
 *   1 | const pets = 3;
 * > 2 | pets.bark();
 *     |      ^
 * ```
 *
 * @param length number of carets: that of the marked text, as far as it is on the line
 */
export function excerpt(source: string, { line, column }: Position, length = 1): string[] {
  const lines = source.split(/\r?\n/);
  const first = Math.max(1, line - 1);
  const last = Math.min(lines.length, line + 1);
  const digits = String(last).length;
  const cut = column > widest - 20 ? column - 40 : 0;
  const result: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1];
    const marker = number === line ? ">" : " ";
    result.push(`${marker} ${String(number).padStart(digits)} | ${shorten(text, cut)}`.trimEnd());
    if (number === line) {
      const before = shorten(text, cut, column - 1).replace(/[^\t]/g, " ");
      const carets = "^".repeat(Math.max(1, Math.min(length, text.length - column + 1, widest - before.length)));
      result.push(`  ${" ".repeat(digits)} | ${before}${carets}`);
    }
  }
  return result;
}

function shorten(text: string, cut: number, end: number = text.length): string {
  const from = text.slice(cut, end);
  const start = cut > 0 && text.length > cut ? `…${from.slice(1)}` : from;
  return start.length > widest ? `${start.slice(0, widest)}…` : start;
}
