import type ts from "typescript";
import { toCursor, toIndex } from "./cursor.js";
import type { Executor } from "./tslab.js";

/** The content of a complete_reply. */
export interface CompleteReply {
  status: "ok";
  matches: string[];
  cursor_start: number;
  cursor_end: number;
  metadata: { _jupyter_types_experimental: { text: string; type: string; start: number; end: number }[] };
}

/** What may stand at the cursor, by what is known of the cell and those before it. */
export function complete(executor: Executor, code: string, cursor: number): CompleteReply {
  const index = toIndex(code, cursor);
  const { start, end, original } = executor.complete(code, index);
  const entries = rank(original?.entries ?? [], code.slice(start, index));
  const cursor_start = toCursor(code, start);
  const cursor_end = toCursor(code, end);
  return {
    status: "ok",
    matches: entries.map(({ name }) => name),
    cursor_start,
    cursor_end,
    metadata: {
      // Undocumented, but how IPython tells JupyterLab the kinds.
      _jupyter_types_experimental: entries.map(({ name, kind }) => ({
        text: name,
        type: kinds[kind] ?? kind,
        start: cursor_start,
        end: cursor_end,
      })),
    },
  };
}

/** Names that begin as typed; if there are none those that do in other case, else those that contain it. */
function rank(entries: readonly ts.CompletionEntry[], typed: string): ts.CompletionEntry[] {
  const lower = typed.toLowerCase();
  const tests: ((name: string) => boolean)[] = [
    (name) => name.startsWith(typed),
    (name) => name.toLowerCase().startsWith(lower),
    (name) => name.toLowerCase().includes(lower),
  ];
  const names = entries.filter(({ kind }) => kind !== "warning");
  const found = tests.map((test) => names.filter(({ name }) => test(name))).find((some) => some.length > 0) ?? [];
  return found.sort((a, b) => compare(a.sortText, b.sortText) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** TypeScript's kinds by the names for which JupyterLab has icons. */
const kinds: Record<string, string> = {
  var: "variable",
  let: "variable",
  const: "constant",
  "local var": "variable",
  parameter: "variable",
  "local function": "function",
  method: "method",
  getter: "property",
  setter: "property",
  alias: "module",
  "external module name": "module",
  script: "file",
  directory: "folder",
  "primitive type": "type",
  "type parameter": "type",
};
