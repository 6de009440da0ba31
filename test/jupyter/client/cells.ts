import type { CodeCell, MarkdownCell, Notebook, Output } from "../../../src/jupyter/notebook.js";

/** Notebooks for the tests. */
export function notebook(...cells: (string | MarkdownCell | CodeCell)[]): Notebook {
  const made = cells.map((cell, index) =>
    typeof cell === "string" ? codeCell(cell, { id: `cell-${index + 1}` }) : cell,
  );
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: made };
}

export function codeCell(source: string, parts: Partial<CodeCell> = {}): CodeCell {
  return { cell_type: "code", id: "code", metadata: {}, source, execution_count: null, outputs: [], ...parts };
}

export function markdownCell(source: string, parts: Partial<MarkdownCell> = {}): MarkdownCell {
  return { cell_type: "markdown", id: "markdown", metadata: {}, source, ...parts };
}

export function stdout(text: string): Output {
  return { output_type: "stream", name: "stdout", text };
}

export function stderr(text: string): Output {
  return { output_type: "stream", name: "stderr", text };
}

export function display(data: Record<string, unknown>): Output {
  return { output_type: "display_data", data, metadata: {} };
}
