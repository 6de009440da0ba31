import type ts from "typescript";

/** The functions that TypeScript 6.0 exports without declaring them, as far as the kernel calls them. */
export interface TypeScriptInternals {
  nullTransformationContext: unknown;
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  getContainerNode(node: ts.Node): ts.Node | undefined;
  SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: ts.TypeChecker,
      symbol: ts.Symbol,
      file: ts.SourceFile,
      enclosing: ts.Node | undefined,
      location: ts.Node,
    ): {
      displayParts: ts.SymbolDisplayPart[];
      documentation: ts.SymbolDisplayPart[];
      symbolKind: string;
      tags: ts.JSDocTagInfo[] | undefined;
    };
  };
  Completions: {
    getCompletionsAtPosition(
      host: object,
      program: ts.Program,
      log: (text: string) => void,
      file: ts.SourceFile,
      position: number,
      preferences: ts.UserPreferences,
      ...rest: unknown[]
    ): ts.CompletionInfo | undefined;
    getCompletionEntryDetails(
      program: ts.Program,
      log: (text: string) => void,
      file: ts.SourceFile,
      position: number,
      entry: { name: string; source?: string },
      host: object,
      formatContext: undefined,
      preferences: ts.UserPreferences,
      cancellation: ts.CancellationToken,
    ): ts.CompletionEntryDetails | undefined;
  };
}

export type TypeScript = typeof ts & TypeScriptInternals;
