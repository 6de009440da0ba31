import { writeFileSync } from "node:fs";

/** Writes a notebook of TypeScript cells. */
export function writeCells(path: string, sources: readonly string[], language = "typescript"): void {
  const cells = sources.map((source, i) =>
    source.startsWith("#")
      ? { cell_type: "markdown", id: `text-${i}`, metadata: {}, source }
      : { cell_type: "code", id: `cell-${i}`, metadata: {}, source, execution_count: null, outputs: [] },
  );
  const kernelspec = { display_name: language, language, name: language === "typescript" ? "tslab" : language };
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells }));
}
