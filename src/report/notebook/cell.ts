import type { Cell, CodeCell, MarkdownCell } from "../../jupyter/notebook.js";
import { joinLines } from "../../jupyter/notebook.js";
import { escapeHtml } from "../html/escape.js";
import type { RenderedMarkdown } from "../markdown/markdown.js";
import { renderMarkdown } from "../markdown/markdown.js";
import { highlight } from "../text/highlight.js";
import type { OutputSurroundings } from "./output.js";
import { errorOutput, renderOutputs } from "./output.js";

export interface CellSurroundings extends OutputSurroundings {
  /** The language of code cells, as "typescript". */
  language: string;
  /** Why the run stopped in this cell, when it did. */
  failure?: string;
}

/** The id of a cell on its page, to link to it. */
export function cellId(cell: Cell, index: number): string {
  return /^[\w-]{1,64}$/.test(cell.id ?? "") ? `cell-${cell.id}` : `cell-${index + 1}`;
}

/** A cell as HTML: text as it reads, code with what came out of it. Empty cells give nothing. */
export function renderCell(cell: Cell, index: number, surroundings: CellSurroundings): RenderedMarkdown {
  switch (cell.cell_type) {
    case "markdown":
      return markdownCell(cell, surroundings);
    case "code":
      return { html: codeCell(cell, index, surroundings), headings: [] };
    default: {
      const source = joinLines(cell.source ?? "").trim();
      return { html: source ? `<pre class="stream">${escapeHtml(source)}</pre>` : "", headings: [] };
    }
  }
}

function markdownCell(cell: MarkdownCell, surroundings: CellSurroundings): RenderedMarkdown {
  const attachments = new Map<string, string>();
  for (const [name, bundle] of Object.entries(cell.attachments ?? {})) {
    for (const [type, data] of Object.entries(bundle)) {
      if (typeof data === "string") attachments.set(name, `data:${type};base64,${data.replace(/\s/g, "")}`);
    }
  }
  return renderMarkdown(joinLines(cell.source), { ...surroundings, attachments });
}

function codeCell(cell: CodeCell, index: number, surroundings: CellSurroundings): string {
  const source = joinLines(cell.source).replace(/^\n+|\s+$/g, "");
  const outputs = renderOutputs(cell.outputs, surroundings);
  // A cell that never ended, or whose kernel died, left no error of its own in the notebook.
  const left = cell.outputs.some((output) => output.output_type === "error");
  const failure = surroundings.failure !== undefined && !left ? errorOutput("", surroundings.failure, []) : "";
  if (source === "" && outputs === "" && failure === "") return "";
  const parts = [`<div class="cell" id="${cellId(cell, index)}">`];
  if (source) {
    const code = highlight(source, surroundings.language);
    parts.push(`<pre class="code"><code>${code}</code></pre>`);
  }
  if (outputs || failure) parts.push(`<div class="outputs">${outputs}${failure}</div>`);
  return `${parts.join("\n")}\n</div>`;
}
