import { readFileSync } from "node:fs";

const UNWRITABLE: Record<string, number> = {
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
};

/** Reads `test/fixtures/<name>.json`, which the Python file beside it has written. */
export function golden<Content>(name: string): Content {
  const text = readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8");
  return JSON.parse(text, (_key, value) => (typeof value === "string" ? (UNWRITABLE[value] ?? value) : value));
}
