/**
 * tslab compiles cells with `@tslab/typescript-for-tslab`, which is TypeScript 5.0.4 with some internals exported.
 * Here tslab is given the project's TypeScript 6.0 in its place: everything that we replace in tslab is in this file.
 */
import { existsSync } from "node:fs";
import Module from "node:module";
import type ts from "typescript";
import { awaitingModules } from "./awaiting-modules.js";
import { awaitsAtTop } from "./awaits-at-top.js";
import { bindDeclarations } from "./bindings.js";
import { cellOptions, getDefaultTypeRoots } from "./cell-options.js";
import type { CellMaps } from "./cell-positions.js";
import { type CandidateDetails, completionDetails, completionHost, withImportedKinds } from "./completion-host.js";
import { interruptible } from "./interruptible.js";
import { type NamesFirst, namesFirst } from "./names-first.js";
import { requireFromKernel, requirePeer, resolvePeer } from "./peers.js";
import { quickInfo } from "./quick-info.js";
import { createResolution, isReadersSource, type Resolution } from "./resolution.js";
import type { CompletionRequest, TypeScript } from "./typescript-internals.js";
import { createWatchedFiles, withoutWatchers } from "./watched-files.js";

/** What tslab's converter finds out about a cell and does not hand on. */
export interface CellAnalysis {
  diagnostics: readonly ts.Diagnostic[];
  awaitsAtTop: boolean;
  /** The reader's modules that the cell imports, by itself or by others, and that await at their top; in order. */
  awaiting: readonly string[];
  /** Undefined when the cell was not compiled because of its errors. */
  maps?: CellMaps;
}

export interface Compiler {
  typescript: TypeScript;
  resolution: Resolution;
  /** Has files that were edited read again. */
  refresh(): void;
  /** Has a cell converted, at half the cost. */
  converting<T>(convert: () => T): T;
  /** The analysis of the cell that was converted last. */
  analysis(): CellAnalysis;
  /** What is to be said of some of the candidates of the completion that was asked for last. */
  details(index: number, entries: readonly ts.CompletionEntry[]): CandidateDetails[];
}

/** Puts TypeScript 6.0 where tslab looks for its own. To be called before tslab is loaded. */
export function installCompiler(): Compiler {
  const path = resolvePeer("@tslab/typescript-for-tslab", resolvePeer("tslab"));
  const typescript = requirePeer<TypeScript>("typescript");
  let analysis: CellAnalysis = { diagnostics: [], awaitsAtTop: false, awaiting: [] };
  let toModule: string | undefined;
  let builder: ts.BuilderProgram | undefined;
  let names: NamesFirst | undefined;
  let tell: (builder: ts.BuilderProgram) => void = () => {};
  const files = createWatchedFiles();
  const resolution = createResolution(typescript, process.cwd());

  const replaced: Record<string, unknown> = {
    // So tslab's own `import * as ts` takes this object as it is, without copying thousands of names.
    __esModule: true,
    sys: withoutWatchers(typescript, files),

    // tslab's build exports these; in 6.0 they have another name or other parameters.
    getNullTransformationContext: () => typescript.nullTransformationContext,
    getDefaultTypeRoots,
    getQuickInfoAtPosition: (file: ts.SourceFile, checker: ts.TypeChecker, _: unknown, position: number) =>
      quickInfo(typescript, file, checker, position),
    Completions: {
      ...typescript.Completions,
      getCompletionsAtPositionForTslab: (_: object, program: ts.Program, ...request: CompletionRequest) => {
        const host = completionHost(typescript, program);
        const found = typescript.Completions.getCompletionsAtPosition(host, program, ...request, undefined, true);
        const [, file] = request;
        return withImportedKinds(typescript, program.getTypeChecker(), file, found);
      },
    },

    // tslab asks for the errors of the cell first in the list and of those that define modules.
    getPreEmitDiagnosticsOfFiles(program: ts.Program, files: ts.SourceFile[]) {
      const modules = builder ? readersModules(builder, files[0]) : [];
      // A project that is not strict has its own rules for its modules.
      const isStrict = resolution.projectOptions.strict ?? true;
      const diagnostics = [
        ...files.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
        ...modules.flatMap((file) => program.getSyntacticDiagnostics(file)),
        ...(isStrict ? modules.flatMap((file) => program.getSemanticDiagnostics(file)) : []),
      ].filter((diagnostic) => !tolerated.has(diagnostic.code));
      analysis = {
        diagnostics: typescript.sortAndDeduplicateDiagnostics(diagnostics),
        awaitsAtTop: awaitsAtTop(typescript, files[0]),
        awaiting: awaitingModules(typescript, resolution, modules),
      };
      // It only wants to know whether there are any, and overlooks those in modules of other folders.
      return analysis.diagnostics.map((diagnostic) => ({
        ...diagnostic,
        code: 0,
        file: files[0],
        start: 0,
        length: 0,
      }));
    },

    createWatchCompilerHost(files: string[], options: ts.CompilerOptions, system: ts.System, ...rest: never[]) {
      const create = typescript.createWatchCompilerHost as (...parameters: unknown[]) => unknown;
      const ownOptions = cellOptions(typescript, options, resolution.projectOptions);
      const cell = files.find(isCell) ?? "";
      names = namesFirst(typescript, unescapingNames(system), cell, ownOptions, (program) => tell(program));
      const host = create(files, ownOptions, system, ...rest);
      resolution.equip(host as ts.WatchCompilerHost<ts.BuilderProgram>, system);
      return host;
    },

    createWatchProgram(host: ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>) {
      tell = host.afterProgramCreate ?? tell;
      host.afterProgramCreate = (created) => {
        builder = created;
        const takeMap = (map: string) => {
          toModule = map;
        };
        names?.created(asConverterSeesIt(created, takeMap));
      };
      return typescript.createWatchProgram(host);
    },

    // By this the converter puts `exports.` before the names of earlier cells; it forgets those in `{ name }`.
    visitEachChild(node: ts.Node, visitor: ts.Visitor, context: ts.TransformationContext) {
      const assignment =
        builder && typescript.isShorthandPropertyAssignment(node) && longhand(typescript, builder.getProgram(), node);
      return typescript.visitEachChild(assignment || node, visitor, context);
    },

    // The converter makes CommonJS of the emitted module with this, the cell last of all.
    transpileModule(code: string, options: ts.TranspileOptions) {
      const { noImplicitUseStrict: _, ...compilerOptions } = options.compilerOptions ?? {};
      const output = typescript.transpileModule(code.replace(mapComment, ""), {
        ...options,
        compilerOptions: { ...compilerOptions, sourceMap: true },
        transformers: { before: [interruptible(typescript)] },
      });
      if (toModule && output.sourceMapText) analysis.maps = { toModule, toCommonJs: output.sourceMapText };
      return { ...output, outputText: output.outputText.replace(mapComment, "") };
    },
  };

  // In the cache under its path, so that tslab's TypeScript is never even read.
  const module = new Module(path);
  module.filename = path;
  module.loaded = true;
  module.exports = Object.create(typescript, Object.getOwnPropertyDescriptors(replaced));
  requireFromKernel.cache[path] = module;
  return {
    typescript,
    resolution,
    refresh() {
      files.refresh();
      resolution.refresh();
    },
    converting: (convert) => (names ? names.during(convert) : convert()),
    analysis: () => analysis,
    details: (index, entries) => (builder ? completionDetails(typescript, builder.getProgram(), index, entries) : []),
  };
}

const mapComment = /\n?\/\/# sourceMappingURL=.*\s*$/;

/** Errors that say nothing about the cell. */
const tolerated = new Set([
  7016, // a package without types: its values are `any`
  6059, // a module outside of the notebook's folder
]);

/** Whether this is the file in which the converter puts the cell. */
function isCell(path: string): boolean {
  return path.endsWith("/__tslab__.ts");
}

/**
 * The converter exports the names that a cell declares by a last line `export {...}` that it appends, and writes them
 * as TypeScript keeps them: a name that begins with two underscores has a third one there.
 */
function unescapingNames(system: ts.System): ts.System {
  const { readFile } = system;
  system.readFile = (path, encoding) => {
    const text = readFile(path, encoding);
    if (!isCell(path)) return text;
    return text?.replace(/\nexport \{[^{}\n]*\}$/, (line) => line.replace(/(?<=[{ ])_(__)/g, "$1"));
  };
  return system;
}

/** The reader's own TypeScript that the cell imports, by itself or by others of it. */
function readersModules(builder: ts.BuilderProgram, cell: ts.SourceFile): ts.SourceFile[] {
  return builder
    .getAllDependencies(cell)
    .filter((path) => path !== cell.fileName && isReadersSource(path) && existsSync(path))
    .flatMap((path) => builder.getSourceFile(path) ?? []);
}

/**
 * The program as the converter sees it: it emits declarations of any type, hands over its source map, and has no modules
 * to convert, which Node loads with our help, but those that are defined in cells.
 */
function asConverterSeesIt(builder: ts.BuilderProgram, take: (map: string) => void): ts.BuilderProgram {
  return Object.create(builder, {
    getAllDependencies: {
      value: (file: ts.SourceFile) => builder.getAllDependencies(file).filter((path) => !existsSync(path)),
    },
    emit: {
      value(file: ts.SourceFile, write: ts.WriteFileCallback, ...rest: unknown[]) {
        const [cancellation, declarationsOnly, transformers] = rest;
        const emit = builder.getProgram().emit as (...parameters: unknown[]) => ts.EmitResult;
        const writeOrTake: ts.WriteFileCallback = (name, text, ...others) => {
          if (name.endsWith("/__tslab__.js.map")) take(text);
          else if (name.endsWith("/__tslab__.js"))
            write(name, bindDeclarations(text.replace(mapComment, "")), ...others);
          else write(name, text, ...others);
        };
        // The last parameter: a type that cannot be written down is declared as far as it can.
        return emit(file, writeOrTake, cancellation, declarationsOnly, transformers, true);
      },
    },
  }) as ts.BuilderProgram;
}

/** `{ name }` as `{ name: exports.name }` when the name is of an earlier cell. */
function longhand(typescript: TypeScript, program: ts.Program, node: ts.ShorthandPropertyAssignment) {
  const symbol = program.getTypeChecker().getShorthandAssignmentValueSymbol(node);
  const isEarlier = symbol?.declarations?.some((place) => place.getSourceFile().fileName.endsWith("/__prev__.d.ts"));
  if (!isEarlier) return undefined;
  const { factory } = typescript;
  const { text } = node.name;
  const value = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), text);
  const byDefault = node.objectAssignmentInitializer;
  const assigned = byDefault ? factory.createAssignment(value, byDefault) : value;
  return typescript.setTextRange(factory.createPropertyAssignment(text, assigned), node);
}
