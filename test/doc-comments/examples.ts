import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** What follows an `@example` in a doc comment. */
export interface Example {
  /** Of its file below src/, without `.ts`. */
  path: string;
  line: number;
  code: string;
}

/** The examples of every file below a folder. */
export function readExamples(root: string): Example[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.replaceAll("\\", "/"))
    .sort()
    .flatMap((name) => examplesOf(name.replace(/\.ts$/, ""), readFileSync(join(root, name), "utf8")));
}

/** The examples in the text of a file. */
function examplesOf(path: string, text: string): Example[] {
  if (!text.includes("@example")) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = new Map<number, Example>();
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node).filter(({ tagName }) => tagName.text === "example")) {
      const line = file.getLineAndCharacterOfPosition(tag.pos).line + 1;
      found.set(tag.pos, { path, line, code: ts.getTextOfJSDocComment(tag.comment) ?? "" });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found.values()];
}

/** Every name that the code uses, also as a property, without those that it declares itself. */
export function namesIn(code: string): Set<string> {
  const names = new Set<string>();
  const own = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    if ((ts.isVariableDeclaration(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name))
      own.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest));
  return new Set([...names].filter((name) => !own.has(name)));
}

/** The names of the values that a file below `root` exports. */
export function exportsOf(root: string, path: string): string[] {
  const known = exportsKnown.get(path);
  if (known) return known;
  const text = readFileSync(join(root, `${path}.ts`), "utf8");
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const names = file.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      if (statement.exportClause && ts.isNamedExports(statement.exportClause)) {
        return statement.isTypeOnly
          ? []
          : statement.exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
      }
      if (statement.exportClause) return [statement.exportClause.name.text];
      const from = (statement.moduleSpecifier as ts.StringLiteral).text.replace(/\.js$/, "");
      return exportsOf(root, join(dirname(path), from));
    }
    const exported = ts.canHaveModifiers(statement) && statement.modifiers?.[0].kind === ts.SyntaxKind.ExportKeyword;
    if (!exported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText(file));
    return ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) ? [statement.name?.text ?? ""] : [];
  });
  exportsKnown.set(path, names);
  return names;
}
const exportsKnown = new Map<string, string[]>();

/** The code as JavaScript, where `expression; // comment` has become `await says(() => expression, comment)`. */
export function withClaims(code: string): string {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest);
  const parts = file.statements.map((statement) => {
    const [comment] = ts.getTrailingCommentRanges(code, statement.end) ?? [];
    const text = code.slice(statement.getStart(file), statement.end);
    if (!comment || !ts.isExpressionStatement(statement)) return text;
    const words = code.slice(comment.pos + 2, comment.end).trim();
    return `await says(async () => (${statement.expression.getText(file)}), ${JSON.stringify(words)});`;
  });
  const options = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(parts.join("\n"), { compilerOptions: options }).outputText;
}
