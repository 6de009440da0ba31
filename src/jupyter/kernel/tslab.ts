import Module from "node:module";
import { dirname } from "node:path";
import type ts from "typescript";
import { requirePeer, resolvePeer } from "./peers.js";

/** tslab's converter: from a cell's source to CommonJS code, with the declarations of all cells before it. */
export interface Converter {
  convert(declarations: string, source: string): Conversion;
  inspect(declarations: string, source: string, position: number): QuickInfo | undefined;
  complete(declarations: string, source: string, position: number): Candidates;
  addModule(name: string, content: string, meta?: object): unknown[];
  close(): void;
}

export interface Conversion {
  diagnostics: unknown[];
  output?: string;
  declOutput?: string;
  hasToplevelAwait?: boolean;
  lastExpressionVar?: string;
}

export interface QuickInfo {
  displayParts: ts.SymbolDisplayPart[];
  documentation: ts.SymbolDisplayPart[];
  tags?: ts.JSDocTagInfo[];
  textSpan: ts.TextSpan;
}

export interface Candidates {
  start: number;
  end: number;
  candidates: string[];
  original?: ts.CompletionInfo;
}

/** tslab's executor: runs converted cells and keeps what they declare. */
export interface Executor {
  /** Resolves to false when the cell could not be compiled or threw. */
  execute(source: string): Promise<boolean>;
  inspect(source: string, position: number): QuickInfo | undefined;
  complete(source: string, position: number): Candidates;
  locals: Record<string, unknown>;
  interrupt(): void;
  close(): void;
}

export interface DisplayData {
  data: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  transient?: Record<string, unknown>;
}

export interface Tslab {
  createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
  createExecutor(
    folder: string,
    converters: { node: Converter; browser: Converter; close(): void },
    console: { log(value: unknown): void; error(...values: unknown[]): void },
  ): Executor;
  isCompleteCode(source: string): { completed: boolean; indent?: string };
  /** Where `display` of every importer of tslab sends what it shows: `lastWriteDisplayData` is assigned to. */
  jupyter: { lastWriteDisplayData: ((data: DisplayData, update?: boolean) => void) | null };
}

/** Loads the parts of tslab that the kernel is composed of, and has everybody in this process share them. */
export function loadTslab(): Tslab {
  shareTslab();
  return {
    ...requirePeer<Pick<Tslab, "createConverter" | "isCompleteCode">>("tslab/dist/converter"),
    ...requirePeer<Pick<Tslab, "createExecutor">>("tslab/dist/executor"),
    jupyter: requirePeer<Tslab["jupyter"]>("tslab/dist/jupyter"),
  };
}

/**
 * `require("tslab")` of a cell or a package gives this tslab, whose hook for displays is ours, also where the notebook's
 * project has another one or none.
 */
function shareTslab(): void {
  const loader = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
  const resolveFilename = loader._resolveFilename;
  const own = resolvePeer("tslab");
  loader._resolveFilename = function (request, ...rest) {
    const isTslab = request === "tslab" || request.startsWith("tslab/");
    return isTslab
      ? resolveFilename.call(this, request, ownParent(own), false)
      : resolveFilename.call(this, request, ...rest);
  };
}

function ownParent(path: string): Module {
  const parent = new Module(path);
  parent.filename = path;
  parent.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(dirname(path));
  return parent;
}
