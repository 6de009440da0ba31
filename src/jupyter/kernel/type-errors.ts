import type ts from "typescript";
import { type Cell, cellName } from "./cell.js";
import type { Position } from "./cell-positions.js";
import type { ErrorReport } from "./error-report.js";
import { excerpt } from "./excerpt.js";
import { relativePath, withoutAbsolutePaths } from "./relative-paths.js";

/** What the compiler says about a cell, every error, in the form of errors that are thrown. */
export function reportTypeErrors(
  typescript: typeof ts,
  diagnostics: readonly ts.Diagnostic[],
  cell: Cell,
): ErrorReport {
  const text = (message: string | ts.DiagnosticMessageChain) =>
    withoutAbsolutePaths(typescript.flattenDiagnosticMessageText(message, "\n"));

  const describe = (diagnostic: ts.Diagnostic): string[] => {
    const lines = [`TS${diagnostic.code}: ${text(diagnostic.messageText)}`];
    const at = locate(typescript, diagnostic, cell);
    if (at)
      lines.push(`${at.name}:${at.position.line}:${at.position.column}`, ...excerpt(at.source, at.position, at.length));
    for (const related of diagnostic.relatedInformation ?? []) {
      const place = locate(typescript, related, cell);
      const prefix = place ? `${place.name}:${place.position.line}:${place.position.column} ` : "";
      lines.push(`    ${prefix}${text(related.messageText)}`);
    }
    return lines;
  };

  const [first] = diagnostics;
  const more = diagnostics.length - 1;
  return {
    ename: "TypeScriptError",
    evalue: text(first.messageText) + (more > 0 ? ` (and ${more} more ${more === 1 ? "error" : "errors"})` : ""),
    traceback: diagnostics.flatMap(describe),
  };
}

interface Place {
  name: string;
  position: Position;
  source: string;
  length: number;
}

/** Undefined for what is not in a cell or a module of the reader: declarations of earlier cells and of packages. */
function locate(typescript: typeof ts, diagnostic: ts.DiagnosticRelatedInformation, cell: Cell): Place | undefined {
  const { file, start, length = 1 } = diagnostic;
  if (!file || start === undefined || file.isDeclarationFile) return undefined;
  const { line, character } = typescript.getLineAndCharacterOfPosition(file, start);
  const column = character + 1;
  // tslab's converter puts one line before the cell, which makes up for lines counting from 0.
  if (file.fileName.endsWith("/__tslab__.ts")) {
    return { name: cellName(cell), position: { line, column }, source: cell.source, length };
  }
  return { name: relativePath(file.fileName), position: { line: line + 1, column }, source: file.text, length };
}
