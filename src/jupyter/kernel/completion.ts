import type ts from "typescript";
import type { Compiler } from "./compiler.js";
import { cellPrefix } from "./completion-host.js";
import { toCursor, toIndex } from "./cursor.js";
import type { Candidates, Executor } from "./tslab.js";

/** The content of a complete_reply. */
export interface CompleteReply {
  status: "ok";
  matches: string[];
  cursor_start: number;
  cursor_end: number;
  metadata: { _jupyter_types_experimental: Candidate[] };
}

interface Candidate {
  text: string;
  /** As JupyterLab's icons are called: "function", "property". */
  type: string;
  start: number;
  end: number;
  signature?: string;
  documentation?: string;
}

/** So many candidates come with signature and documentation, which take time; frontends ask for the others' by inspection. */
const mostDetailed = 10;

/** What may stand at the cursor, by what is known of the cell and those before it. */
export function complete(executor: Executor, compiler: Compiler, code: string, cursor: number): CompleteReply {
  const index = toIndex(code, cursor);
  compiler.refresh();
  const found = executor.complete(code, index);
  const { start, end } = spanOf(found, code, index);
  const entries = rank(found.original?.entries ?? [], code.slice(start, index));
  const cursor_start = toCursor(code, start);
  const cursor_end = toCursor(code, end);
  const details = new Map(compiler.details(index, entries.slice(0, mostDetailed)).map((one) => [one.name, one]));
  return {
    status: "ok",
    matches: entries.map(({ name }) => name),
    cursor_start,
    cursor_end,
    metadata: {
      // Undocumented, but how IPython tells JupyterLab the kinds.
      _jupyter_types_experimental: entries.map(({ name, kind }) => {
        const { signature, documentation } = details.get(name) ?? {};
        const type = kinds[kind] ?? kind;
        return {
          ...{ text: name, type, start: cursor_start, end: cursor_end },
          ...(signature && { signature }),
          ...(documentation && { documentation }),
        };
      }),
    },
  };
}

/** What is replaced: the name at the cursor, in a string as far as it goes, in a path its last part. */
function spanOf({ start, end, original }: Candidates, code: string, index: number): { start: number; end: number } {
  if (start !== end || !original) return { start, end };
  const path = original.entries.find((entry) => entry.replacementSpan)?.replacementSpan;
  const span = path ? { ...path, start: path.start - cellPrefix } : original.optionalReplacementSpan;
  const isAround = span && span.start <= index && span.start + span.length >= index;
  if (isAround) return { start: span.start, end: span.start + span.length };
  const word = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, index))?.[0] ?? "";
  return { start: index - word.length, end: index };
}

/** Names that begin as typed; if there are none those that do in other case, else those that contain it. */
function rank(entries: readonly ts.CompletionEntry[], typed: string): ts.CompletionEntry[] {
  const lower = typed.toLowerCase();
  const tests: ((name: string) => boolean)[] = [
    (name) => name.startsWith(typed),
    (name) => name.toLowerCase().startsWith(lower),
    (name) => name.toLowerCase().includes(lower),
  ];
  const found = tests.map((test) => entries.filter(({ name }) => test(name))).find((some) => some.length > 0) ?? [];
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
  getter: "property",
  setter: "property",
  alias: "module",
  "external module name": "module",
  script: "file",
  directory: "folder",
  "primitive type": "type",
  "type parameter": "type",
};
