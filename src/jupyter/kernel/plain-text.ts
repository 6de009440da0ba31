import { inspect } from "node:util";

const mostLines = 200;
const mostCharacters = 20_000;

/** A value as text, without colours; what is too long for a page is cut, and what was cut is counted. */
export function plainText(value: unknown): string {
  return cut(inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 }));
}

function cut(text: string): string {
  const lines = text.split("\n");
  const byLines = lines.length > mostLines ? lines.slice(0, mostLines).join("\n") : text;
  if (byLines.length > mostCharacters) {
    return `${byLines.slice(0, mostCharacters)}… ${count(text.length - mostCharacters, "character")} more`;
  }
  return byLines === text ? text : `${byLines}\n… ${count(lines.length - mostLines, "line")} more`;
}

function count(number: number, unit: string): string {
  return `${number.toLocaleString("en")} ${unit}${number === 1 ? "" : "s"}`;
}
