import { type Cell, joinLines, type Notebook, type Output } from "../notebook.js";
import { type CanonicalOptions, canonical } from "./canonical.js";
import { lineDiff } from "./line-diff.js";
import { joinBundle } from "./notebook-lines.js";
import { jsonText } from "./stringify.js";

export interface CellDifference {
  /** Position among all cells, from 0: in the executed notebook, or in the committed one for a "missing" cell. */
  index: number;
  id: string;
  what: "source" | "outputs" | "metadata" | "added" | "missing" | "moved";
  /** "- " as committed, "+ " as executed. */
  diff: string;
}

/**
 * Where the canonical form of an executed notebook differs from that of the committed one, cell by cell (matched by
 * id), in the order of the executed one.
 *
 * @param committed what the file holds
 * @param executed what a run has made of it
 * @returns empty when they agree
 */
export function differences(committed: Notebook, executed: Notebook, options?: CanonicalOptions): CellDifference[] {
  const before = canonical(committed, options).cells;
  const after = canonical(executed, options).cells;
  const found: CellDifference[] = [];
  for (const [index, cell] of after.entries()) {
    const was = before.find(({ id }) => id === cell.id);
    const report = (what: CellDifference["what"], a: string, b: string) => {
      if (a !== b) found.push({ index, id: cell.id, what, diff: lineDiff(a, b) });
    };
    if (!was) {
      report("added", "", describe(cell));
      continue;
    }
    report("source", `${was.cell_type}\n${joinLines(was.source)}`, `${cell.cell_type}\n${joinLines(cell.source)}`);
    report("metadata", jsonText(was.metadata), jsonText(cell.metadata));
    report("outputs", outputText(was), outputText(cell));
  }
  const shared = (cells: Cell[], others: Cell[]) =>
    cells.map(({ id }) => id).filter((id) => others.some((other) => other.id === id));
  const order = shared(before, after);
  for (const [at, id] of shared(after, before).entries()) {
    if (id === order[at]) continue;
    const index = after.findIndex((cell) => cell.id === id);
    const was = before.findIndex((cell) => cell.id === id);
    found.push({ index, id, what: "moved", diff: `- cell ${was + 1}\n+ cell ${index + 1}` });
    break; // the others follow from this one
  }
  for (const [index, cell] of before.entries()) {
    if (after.some(({ id }) => id === cell.id)) continue;
    found.push({ index, id: cell.id, what: "missing", diff: lineDiff(describe(cell), "") });
  }
  return found;
}

function describe(cell: Cell): string {
  return `${cell.cell_type}\n${joinLines(cell.source)}`;
}

/** The outputs as text that shows in a diff what a person would see differ. */
function outputText(cell: Cell): string {
  if (cell.cell_type !== "code") return jsonText((cell.cell_type === "markdown" && cell.attachments) || {});
  const count = cell.execution_count === null ? "not executed" : "executed";
  return [count, ...cell.outputs.map(oneOutput)].join("\n");
}

function oneOutput(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return `${output.name}:\n${joinLines(output.text)}`;
    case "error":
      return `error: ${output.ename}: ${output.evalue}\n${output.traceback.join("\n")}`;
    default: {
      const parts = Object.entries(joinBundle(output.data)).sort(([a], [b]) => (a < b ? -1 : 1));
      const shown = parts.map(([type, value]) => `${type}:\n${typeof value === "string" ? value : jsonText(value)}`);
      return [output.output_type, ...shown, `metadata: ${jsonText(output.metadata)}`].join("\n");
    }
  }
}
