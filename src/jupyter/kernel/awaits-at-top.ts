import type ts from "typescript";

/** Whether the file awaits outside of every function: then its code has to run in an async function. */
export function awaitsAtTop(typescript: typeof ts, file: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (typescript.isFunctionLike(node)) return false;
    if (typescript.isAwaitExpression(node)) return true;
    if (typescript.isForOfStatement(node) && node.awaitModifier) return true;
    if (typescript.isVariableDeclarationList(node) && isAwaitUsing(typescript, node)) return true;
    return typescript.forEachChild(node, visit) ?? false;
  };
  return visit(file);
}

function isAwaitUsing(typescript: typeof ts, list: ts.VariableDeclarationList): boolean {
  return (list.flags & typescript.NodeFlags.BlockScoped) === typescript.NodeFlags.AwaitUsing;
}
