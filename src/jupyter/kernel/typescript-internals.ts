import type ts from "typescript";

/** The functions that TypeScript 6.0 exports without declaring them, as far as the kernel calls them. */
export interface TypeScriptInternals {
  nullTransformationContext: unknown;
  /** Finds what a file declares: its `locals`. */
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  getContainerNode(node: ts.Node): ts.Node | undefined;
  SymbolDisplay: {
    getSymbolKind(checker: ts.TypeChecker, symbol: ts.Symbol, location: ts.Node): ts.ScriptElementKind;
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
      ...request: [...CompletionRequest, formatContext: undefined, includeSymbol: boolean]
    ): ts.CompletionInfo | undefined;
  };
}

/** Where to complete, and how. */
export type CompletionRequest = [
  log: (text: string) => void,
  file: ts.SourceFile,
  position: number,
  preferences: ts.UserPreferences,
  trigger: ts.CompletionsTriggerCharacter | undefined,
  kind: ts.CompletionTriggerKind | undefined,
  cancellation: ts.CancellationToken,
];

export type TypeScript = typeof ts & TypeScriptInternals;
