import type { Cell } from "./table.js";

/** What other programs write for a value that is missing: the words that pandas's read_csv takes for one (its option na_values). */
const WORDS: ReadonlySet<Cell> = new Set([
  ...["NA", "N/A", "n/a", "<NA>", "#N/A", "#NA", "#N/A N/A", "NULL", "null", "None"],
  ...["NaN", "nan", "-NaN", "-nan", "1.#QNAN", "-1.#QNAN", "1.#IND", "-1.#IND"],
]);

/** Whether there is no value: an empty field or NaN. */
export function isMissing(value: Cell | undefined): boolean {
  return value === null || value === undefined || value === "" || Number.isNaN(value);
}

/** Whether a value is such a word: no value where a number or a date should be, and text like any other elsewhere. */
export function isMissingWord(value: Cell | undefined): boolean {
  return typeof value === "string" && WORDS.has(value);
}
