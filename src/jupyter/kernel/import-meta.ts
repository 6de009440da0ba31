import type ts from "typescript";

/** `import.meta` of a module that runs as CommonJS: its url, filename and dirname. */
export function importMeta(typescript: typeof ts): ts.TransformerFactory<ts.SourceFile> {
  const { factory } = typescript;
  const property = (name: string, value: ts.Expression) => factory.createPropertyAssignment(name, value);
  const name = (text: string) => factory.createIdentifier(text);

  /** `{ url: require("node:url").pathToFileURL(__filename).href, filename: __filename, dirname: __dirname }` */
  function meta(): ts.Expression {
    const url = factory.createCallExpression(name("require"), undefined, [factory.createStringLiteral("node:url")]);
    const toUrl = factory.createPropertyAccessExpression(url, "pathToFileURL");
    const href = factory.createCallExpression(toUrl, undefined, [name("__filename")]);
    return factory.createObjectLiteralExpression([
      property("url", factory.createPropertyAccessExpression(href, "href")),
      property("filename", name("__filename")),
      property("dirname", name("__dirname")),
    ]);
  }

  return (context) => {
    const visit = (node: ts.Node): ts.Node =>
      typescript.isMetaProperty(node) && node.keywordToken === typescript.SyntaxKind.ImportKeyword
        ? meta()
        : typescript.visitEachChild(node, visit, context);
    return (file) => typescript.visitNode(file, visit) as ts.SourceFile;
  };
}
