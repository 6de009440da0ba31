import { Console } from "node:console";
import { Writable } from "node:stream";
import { tableBundle } from "../table.js";
import type { Output } from "./output.js";

/** `console.table` shows a table; what is no table is logged, as in Node. */
export function installConsoleTable(output: Output): void {
  console.table = (data: unknown, properties?: readonly string[]) => {
    const table = tableOf(data, properties);
    if (!table) return console.log(data);
    const bundle = tableBundle(table, { most: 100 });
    output.display({ data: { ...bundle, "text/plain": nodesText(data, properties).trimEnd() } });
  };
}

interface Table {
  columns: string[];
  rows: unknown[][];
}

function tableOf(data: unknown, properties: readonly string[] | undefined): Table | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const isMap = data instanceof Map;
  const entries: [unknown, unknown][] = isMap || data instanceof Set ? [...data.entries()] : Object.entries(data);
  const isRow = (value: unknown): value is object => typeof value === "object" && value !== null;
  const names = properties ?? [...new Set(entries.flatMap(([, value]) => (isRow(value) ? Object.keys(value) : [])))];
  const hasValues = entries.some(([, value]) => !isRow(value));
  return {
    columns: ["", ...names, ...(hasValues ? ["value"] : [])],
    rows: entries.map(([key, value], i) => [
      data instanceof Set ? i : key,
      ...names.map((name) => (isRow(value) ? (value as Record<string, unknown>)[name] : undefined)),
      ...(hasValues ? [isRow(value) ? undefined : value] : []),
    ]),
  };
}

/** What Node prints. */
function nodesText(data: unknown, properties: readonly string[] | undefined): string {
  let text = "";
  const stdout = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  new Console({ stdout, colorMode: false }).table(data, properties as string[] | undefined);
  return text;
}
