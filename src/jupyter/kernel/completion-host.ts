import type ts from "typescript";
import type { TypeScript } from "./typescript-internals.js";

export interface CandidateDetails {
  name: string;
  /** Its type, as "const width: number". */
  signature: string;
  documentation: string;
}

/** What the compiler asks about files when it completes the path of an import; tslab gives it nothing. */
export function completionHost(typescript: typeof ts, program: ts.Program): object {
  const { sys } = typescript;
  return {
    getCompilationSettings: () => program.getCompilerOptions(),
    getCurrentDirectory: () => process.cwd(),
    getDirectories: (path: string) => sys.getDirectories(path),
    fileExists: (path: string) => sys.fileExists(path),
    readFile: (path: string) => sys.readFile(path),
    directoryExists: (path: string) => sys.directoryExists(path),
    readDirectory: sys.readDirectory,
    realpath: sys.realpath,
  };
}

/** The candidates with imported names as what they are, where the compiler has them all as imports. */
export function withImportedKinds(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  location: ts.Node,
  info: ts.CompletionInfo | undefined,
): ts.CompletionInfo | undefined {
  const { SymbolDisplay, SymbolFlags } = typescript;
  for (const entry of info?.entries ?? []) {
    if (!entry.symbol || !(entry.symbol.flags & SymbolFlags.Alias)) continue;
    const imported = checker.getAliasedSymbol(entry.symbol);
    // Of what is not found nothing is known.
    if (imported.declarations) entry.kind = SymbolDisplay.getSymbolKind(checker, imported, location);
  }
  return info;
}

/** The line that tslab's converter puts before a cell. */
export const cellPrefix = "export {};\n".length;

/** @param index in the cell, where the completion was asked for */
export function completionDetails(
  typescript: TypeScript,
  program: ts.Program,
  index: number,
  entries: readonly ts.CompletionEntry[],
): CandidateDetails[] {
  const cell = program.getSourceFiles().find(({ fileName }) => fileName.endsWith("/__tslab__.ts"));
  if (!cell) return [];
  const { SymbolDisplay, getTouchingPropertyName } = typescript;
  const node = getTouchingPropertyName(cell, index + cellPrefix);
  const describe = SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind;
  const text = (parts: readonly ts.SymbolDisplayPart[]) => parts.map((part) => part.text).join("");
  return entries.flatMap(({ name, symbol }) => {
    if (!symbol) return [];
    const { displayParts, documentation } = describe(program.getTypeChecker(), symbol, cell, node, node);
    return [{ name, signature: text(displayParts), documentation: text(documentation) }];
  });
}
