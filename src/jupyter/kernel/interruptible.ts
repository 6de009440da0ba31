import type ts from "typescript";
import { names } from "./interruption.js";

/**
 * Code that can be interrupted: every turn of a loop begins with `if (__stop[0]) throw __interrupted`, and `await x`
 * becomes `__resume(await x)`. A call in place of the throw, though never made, would have V8 read all arrays of the loop
 * anew at each turn: sums took three to six times as long (bench/README.md).
 */
export function interruptible(typescript: typeof ts): ts.TransformerFactory<ts.SourceFile> {
  const { factory } = typescript;
  const call = (name: string, ...values: ts.Expression[]) =>
    factory.createCallExpression(factory.createIdentifier(name), undefined, values);
  const check = () =>
    factory.createIfStatement(
      factory.createElementAccessExpression(factory.createIdentifier(names.stop), 0),
      factory.createThrowStatement(factory.createIdentifier(names.interrupted)),
    );
  const resumed = () => factory.createExpressionStatement(call(names.resume));

  /** The body with its check first; in a block of its own, as it may be a single statement. */
  function checked(body: ts.Statement, ...checks: ts.Statement[]): ts.Statement {
    const statements = typescript.isBlock(body) ? body.statements : [body];
    return typescript.setTextRange(factory.createBlock([...checks, ...statements], true), body);
  }

  return (context) => {
    function visit(node: ts.Node): ts.Node {
      const visited = typescript.visitEachChild(node, visit, context);
      if (typescript.isAwaitExpression(visited)) {
        return typescript.setTextRange(call(names.resume, visited), node);
      }
      if (typescript.isForStatement(visited)) {
        const { initializer, condition, incrementor, statement } = visited;
        return factory.updateForStatement(visited, initializer, condition, incrementor, checked(statement, check()));
      }
      if (typescript.isForOfStatement(visited)) {
        const { awaitModifier, initializer, expression, statement } = visited;
        const body = awaitModifier ? checked(statement, check(), resumed()) : checked(statement, check());
        return factory.updateForOfStatement(visited, awaitModifier, initializer, expression, body);
      }
      if (typescript.isForInStatement(visited)) {
        const { initializer, expression, statement } = visited;
        return factory.updateForInStatement(visited, initializer, expression, checked(statement, check()));
      }
      if (typescript.isWhileStatement(visited)) {
        return factory.updateWhileStatement(visited, visited.expression, checked(visited.statement, check()));
      }
      if (typescript.isDoStatement(visited)) {
        return factory.updateDoStatement(visited, checked(visited.statement, check()), visited.expression);
      }
      return visited;
    }
    return (file) => typescript.visitNode(file, visit) as ts.SourceFile;
  };
}
