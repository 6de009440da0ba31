/** A notebook as nbformat 4.5 stores it. https://nbformat.readthedocs.io/en/latest/format_description.html */
export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: Cell[];
}

export type Cell = MarkdownCell | CodeCell | RawCell;

interface CellBase {
  id: string;
  metadata: Record<string, unknown>;
  /** One string, or its lines with their line ends: both are allowed by the format. */
  source: string | string[];
}

export interface MarkdownCell extends CellBase {
  cell_type: "markdown";
  attachments?: Record<string, MimeBundle>;
}

export interface RawCell extends CellBase {
  cell_type: "raw";
}

export interface CodeCell extends CellBase {
  cell_type: "code";
  execution_count: number | null;
  outputs: Output[];
}

/** Text types hold a string or its lines, JSON types hold JSON. */
export type MimeBundle = Record<string, unknown>;

export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string | string[] }
  | { output_type: "display_data"; data: MimeBundle; metadata: Record<string, unknown> }
  | {
      output_type: "execute_result";
      data: MimeBundle;
      metadata: Record<string, unknown>;
      execution_count: number | null;
    }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** Text that the format stores as one string or as lines. */
export function joinLines(text: string | readonly string[]): string {
  return typeof text === "string" ? text : text.join("");
}

/**
 * What every notebook here says of its kernel, and what the kernels say of themselves: word for word what stock tslab
 * 1.0.22 answers to kernel_info_request (its "version" is a constant of tslab, not a compiler's), because JupyterLab
 * copies that answer into the file it saves.
 */
export const typescriptMetadata = {
  kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" },
  language_info: {
    codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
    file_extension: ".ts",
    mimetype: "text/typescript",
    name: "typescript",
    version: "3.7.2",
  },
} as const;
