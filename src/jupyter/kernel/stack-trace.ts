import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cell, cellName, findCell } from "./cell.js";
import type { Position } from "./cell-positions.js";
import { modulePosition } from "./module-positions.js";
import { relativePath, withoutAbsolutePaths } from "./relative-paths.js";

/** A call in the reader's code. */
export interface Frame {
  /** The function, as V8 describes it: "train", "async train", "new Model"; "" at the top of a cell. */
  name: string;
  /** "cell [3]:2:5" or "../src/pets.ts:2:5". */
  place: string;
  position: Position;
  /** Where the code is: in a cell, else in a file. */
  cell?: Cell;
  file?: string;
}

const framesOfError = new WeakMap<object, Frame[]>();

/** The name that V8 is told for a cell's generated code. */
export function generatedName(cell: Cell): string {
  return `cell-${cell.id}.ts`;
}

/**
 * From now on the stack of every error says where the reader's own code was, in lines of cells and relative paths, also
 * where a cell prints it.
 */
export function installStackTraces(): void {
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, callSites) => {
    const frames = callSites.map(readersFrame).filter((frame) => frame !== undefined);
    framesOfError.set(error, frames);
    return [withoutAbsolutePaths(headline(error)), ...frames.map(formatFrame)].join("\n");
  };
}

/** The calls in the reader's code that led to the error, innermost first. */
export function framesOf(error: object): Frame[] {
  void (error as Error).stack; // V8 prepares it when it is asked for
  return framesOfError.get(error) ?? [];
}

export function formatFrame({ name, place }: Frame): string {
  return name ? `    at ${name} (${place})` : `    at ${place}`;
}

function headline(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

function readersFrame(site: NodeJS.CallSite): Frame | undefined {
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  const file = (site as { getScriptNameOrSourceURL?(): string }).getScriptNameOrSourceURL?.() ?? site.getFileName();
  if (!file || !line || !column) return undefined;
  const generated = /^cell-(\d+)\.ts$/.exec(file);
  if (generated) {
    const cell = findCell(Number(generated[1]));
    const position = cell?.positions?.(line, column);
    if (!cell || !position) return undefined;
    return { name: functionName(site), place: `${cellName(cell)}:${position.line}:${position.column}`, position, cell };
  }
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  if (!isReaders(path)) return undefined;
  const position = modulePosition(path, line, column);
  if (!position) return undefined;
  const place = `${relativePath(path)}:${position.line}:${position.column}`;
  return { name: functionName(site), place, position, file: path };
}

/** This package as built, where the library of the notebooks is too. */
const ownFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url)))) + sep;

function isReaders(path: string): boolean {
  return /^([a-zA-Z]:)?[\\/]/.test(path) && !path.includes(`${sep}node_modules${sep}`) && !path.startsWith(ownFolder);
}

function functionName(site: NodeJS.CallSite): string {
  const text = String(site);
  const name = text.endsWith(")") ? text.slice(0, text.indexOf(" (")) : text.startsWith("async ") ? "async" : "";
  // The functions that the executor puts around a cell have no name; what is exported has one too many.
  return name
    .replace(/^(async )?(Object|exports|Proxy)\.(?=<anonymous>|\w)/, "$1")
    .replace(/^(async )?<anonymous>$/, "")
    .replace(/^async$/, "");
}
