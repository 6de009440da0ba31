import { createHash } from "node:crypto";
import { joinStreams } from "../join-streams.js";
import {
  type Cell,
  type CodeCell,
  joinLines,
  type MimeBundle,
  type Notebook,
  type Output,
  typescriptMetadata,
} from "../notebook.js";
import { requireTypeScript } from "./kernelspecs.js";
import { withoutMachinePaths } from "./machine-paths.js";
import { joinBundle, splitBundle, splitLines } from "./notebook-lines.js";
import { settle, stripAnsi } from "./terminal-text.js";

export interface CanonicalOptions {
  /** Absolute path of the project. With it, paths of this machine in outputs are rewritten; without it they stay. */
  root?: string;
}

/**
 * The notebook as it is committed: what two runs or two machines may differ in is gone, and saving it in JupyterLab
 * changes nothing.
 *
 * - Metadata: exactly `typescriptMetadata`; of a cell's metadata only `tags`.
 * - Cell ids are kept when valid and unique, else made from the cell's contents.
 * - Executed cells are numbered 1..n in their order.
 * - Text is stored as lines; "\r\n" in sources becomes "\n".
 * - Streams: neighbours of one name are joined, carriage returns and backspaces have done their work, colours are
 *   dropped, as in text/plain; empty ones go. Tracebacks keep their colours, which JupyterLab shows.
 * - With `root`, absolute paths in outputs become relative ones (see `withoutMachinePaths`).
 *
 * `canonical(canonical(x))` equals `canonical(x)`. The notebook given is left as it is.
 *
 * @throws Error when the notebook is of another language
 */
export function canonical(notebook: Notebook, { root }: CanonicalOptions = {}): Notebook {
  requireTypeScript(notebook);
  const relative = root === undefined ? (text: string) => text : withoutMachinePaths(root);
  const ids = cellIds(notebook.cells);
  let executed = 0;
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: structuredClone(typescriptMetadata) as unknown as Record<string, unknown>,
    cells: notebook.cells.map((cell, index) => {
      const base = { id: ids[index], metadata: cellMetadata(cell), source: splitLines(sourceOf(cell)) };
      if (cell.cell_type === "raw") return { cell_type: "raw", ...base };
      if (cell.cell_type === "markdown") {
        const attachments = Object.entries(cell.attachments ?? {}).map(([name, data]) => [name, canonicalBundle(data)]);
        return {
          cell_type: "markdown",
          ...base,
          ...(attachments.length > 0 && { attachments: Object.fromEntries(attachments) }),
        };
      }
      if (cell.execution_count !== null) executed += 1;
      const execution_count = cell.execution_count === null ? null : executed;
      return {
        cell_type: "code",
        ...base,
        execution_count,
        outputs: canonicalOutputs(cell, execution_count, relative),
      };
    }),
  };
}

function sourceOf(cell: Cell): string {
  return joinLines(cell.source).replace(/\r\n?/g, "\n");
}

function cellMetadata({ metadata }: Cell): Record<string, unknown> {
  const { tags } = metadata;
  return Array.isArray(tags) && tags.length > 0 ? { tags: [...new Set(tags.map(String))] } : {};
}

function cellIds(cells: readonly Cell[]): string[] {
  const taken = new Set<string>();
  const kept = cells.map(({ id }) => {
    if (typeof id !== "string" || !/^[\w-]{1,64}$/.test(id) || taken.has(id)) return undefined;
    taken.add(id);
    return id;
  });
  return cells.map((cell, index) => {
    let id = kept[index];
    for (let copy = 1; id === undefined; copy += 1) {
      const made = createHash("sha256")
        .update(`${cell.cell_type}\n${sourceOf(cell)}\n${copy}`)
        .digest("hex")
        .slice(0, 8);
      if (!taken.has(made)) id = made;
    }
    taken.add(id);
    return id;
  });
}

function canonicalOutputs(
  cell: CodeCell,
  execution_count: number | null,
  relative: (text: string) => string,
): Output[] {
  const settled = joinStreams(cell.outputs).map((output) =>
    output.output_type === "stream" ? { ...output, text: settle(joinLines(output.text)) } : output,
  );
  const shown = settled.filter((output) => output.output_type !== "stream" || output.text !== "");
  // Only what is empty once settled parted some neighbours.
  return joinStreams(shown).map((output): Output => {
    switch (output.output_type) {
      case "stream":
        return { output_type: "stream", name: output.name, text: splitLines(relative(joinLines(output.text))) };
      case "error":
        return {
          output_type: "error",
          ename: output.ename,
          evalue: relative(output.evalue),
          traceback: output.traceback.map(relative),
        };
      default: {
        const { output_type, metadata } = output;
        const data = canonicalBundle(output.data, relative);
        return output_type === "display_data"
          ? { output_type, data, metadata }
          : { output_type, data, metadata, execution_count };
      }
    }
  });
}

function canonicalBundle(bundle: MimeBundle, relative = (text: string) => text): MimeBundle {
  const data = joinBundle(bundle);
  const plain = data["text/plain"];
  const plainer = typeof plain === "string" ? { ...data, "text/plain": stripAnsi(plain) } : data;
  return splitBundle(rewriteStrings(plainer, relative) as MimeBundle);
}

function rewriteStrings(value: unknown, rewrite: (text: string) => string): unknown {
  if (typeof value === "string") return rewrite(value);
  if (Array.isArray(value)) return value.map((item) => rewriteStrings(item, rewrite));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewriteStrings(item, rewrite)]));
}
