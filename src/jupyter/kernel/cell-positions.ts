import { SourceMap, type SourceMapPayload } from "node:module";

/** Line and column, both from 1. */
export interface Position {
  line: number;
  column: number;
}

/** From a place in a cell's generated code, as V8 reports it, to the place in the cell's source. */
export type CellPositions = (line: number, column: number) => Position | undefined;

/** The source maps of a cell's two compilations, as text. */
export interface CellMaps {
  /** From the cell to an ES module. */
  toModule: string;
  /** From that module to the CommonJS code that runs. */
  toCommonJs: string;
}

/**
 * @param source the cell
 * @param generated the code made of it
 * @param prefix number of characters that tslab's executor puts before that code, on its first line
 */
export function cellPositions(maps: CellMaps, source: string, generated: string, prefix: number): CellPositions {
  const lines = source.split("\n");
  const generatedLines = generated.split("\n").length;
  let parsed: { module: SourceMap; commonJs: SourceMap } | undefined;
  return (line, column) => {
    // The executor's call of the code follows behind.
    if (line > generatedLines) return undefined;
    // Most cells never fail: their maps stay text.
    parsed ??= { module: parse(maps.toModule), commonJs: parse(maps.toCommonJs) };
    const middle = parsed.commonJs.findEntry(line - 1, column - 1 - (line === 1 ? prefix : 0));
    if (!("originalLine" in middle)) return undefined;
    const entry = parsed.module.findEntry(middle.originalLine, middle.originalColumn);
    if (!("originalLine" in entry)) return undefined;
    // The converter's own first line makes up for lines counting from 0 in maps; its last line lies behind the cell's.
    const text = lines[entry.originalLine - 1];
    return text === undefined
      ? undefined
      : { line: entry.originalLine, column: calleeStart(text, entry.originalColumn) + 1 };
  };
}

/** A call of an imported function is placed at its parenthesis: the compiler rewrites the name before it. */
function calleeStart(line: string, column: number): number {
  if (line[column] !== "(") return column;
  const name = /[\w$]+$/.exec(line.slice(0, column));
  return name ? name.index : column;
}

function parse(map: string): SourceMap {
  return new SourceMap(JSON.parse(map) as SourceMapPayload);
}
