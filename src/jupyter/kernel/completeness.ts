import type { Tslab } from "./tslab.js";
import type { TypeScript } from "./typescript-internals.js";

/** The content of an is_complete_reply. */
export type IsCompleteReply = { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

/** Errors at which more text helps: an unterminated comment, template, or block. */
const unterminated = new Set([1010, 1160, 1005]);

/** Whether code can be run as it stands, for frontends where Enter either runs it or begins a new line. */
export function isComplete(typescript: TypeScript, tslab: Tslab, code: string): IsCompleteReply {
  const { completed, indent = "" } = tslab.isCompleteCode(code);
  if (!completed) return { status: "incomplete", indent };
  const { diagnostics = [] } = typescript.transpileModule(`${code}\nexport {};`, { reportDiagnostics: true });
  if (diagnostics.length === 0) return { status: "complete" };
  // Two empty lines at the end ask to run it in any case.
  if (/\n\s*\n\s*$/.test(code)) return { status: "complete" };
  const [first] = diagnostics;
  const atEnd = (first.start ?? 0) + (first.length ?? 0) >= code.trimEnd().length;
  return atEnd && unterminated.has(first.code) ? { status: "incomplete", indent } : { status: "invalid" };
}
