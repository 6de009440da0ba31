import type ts from "typescript";
import { awaitsAtTop } from "./awaits-at-top.js";
import type { Resolution } from "./resolution.js";

/** Those of the reader's modules that await at their top, each behind those that it imports: the order to load them in. */
export function awaitingModules(
  typescript: typeof ts,
  resolution: Resolution,
  modules: readonly ts.SourceFile[],
): string[] {
  const awaiting = new Set(modules.filter((file) => awaitsAtTop(typescript, file)));
  if (awaiting.size === 0) return [];
  const files = new Map(modules.map((file) => [file.fileName, file]));
  const seen = new Set<ts.SourceFile>();
  const ordered: string[] = [];
  function visit(file: ts.SourceFile | undefined): void {
    if (!file || seen.has(file)) return;
    seen.add(file);
    for (const { fileName } of typescript.preProcessFile(file.text).importedFiles) {
      visit(files.get(resolution.findSource(fileName, file.fileName) ?? ""));
    }
    if (awaiting.has(file)) ordered.push(file.fileName);
  }
  for (const file of modules) visit(file);
  return ordered;
}
