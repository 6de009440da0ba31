import type ts from "typescript";
import type { QuickInfo } from "./tslab.js";
import type { TypeScript } from "./typescript-internals.js";

/** The type and the documentation of the name at a place, as tslab's own TypeScript tells them. */
export function quickInfo(
  typescript: TypeScript,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  position: number,
): QuickInfo | undefined {
  const node = typescript.getTouchingPropertyName(file, position);
  const symbol = node === file ? undefined : checker.getSymbolAtLocation(node);
  if (!symbol) return undefined;
  const { SymbolDisplay, getContainerNode } = typescript;
  const info = SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
    checker,
    symbol,
    file,
    getContainerNode(node),
    node,
  );
  return { ...info, textSpan: { start: node.getStart(file), length: node.getWidth(file) } };
}
