import { SourceMap, type SourceMapPayload } from "node:module";
import type { Position } from "./cell-positions.js";

/** The source maps of the reader's TypeScript modules: as text until an error asks. */
const maps = new Map<string, string | SourceMap>();
/** The reader's modules as they were when they were loaded. */
const sources = new Map<string, string>();

/** @param map undefined for what runs as it is written */
export function rememberModule(path: string, source: string, map?: string): void {
  sources.set(path, source);
  if (map) maps.set(path, map);
}

/** What runs, which is no longer what stands in the file once that is edited. */
export function loadedSource(path: string): string | undefined {
  return sources.get(path);
}

/** From a place in a module's generated code, as V8 reports it, to that in its source; the same for plain JavaScript. */
export function modulePosition(path: string, line: number, column: number): Position | undefined {
  let map = maps.get(path);
  if (map === undefined) return { line, column };
  if (typeof map === "string") {
    map = new SourceMap(JSON.parse(map) as SourceMapPayload);
    maps.set(path, map);
  }
  const entry = map.findEntry(line - 1, column - 1);
  return "originalLine" in entry ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 } : undefined;
}
