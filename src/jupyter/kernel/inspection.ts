import type ts from "typescript";
import { toIndex } from "./cursor.js";
import { withoutAbsolutePaths } from "./relative-paths.js";
import type { Executor, QuickInfo } from "./tslab.js";

/** The content of an inspect_reply. */
export interface InspectReply {
  status: "ok";
  found: boolean;
  data: Record<string, string>;
  metadata: Record<string, never>;
}

/** The type and the documentation of the name at the cursor, or of the one whose parenthesis has just been opened there. */
export function inspect(executor: Executor, code: string, cursor: number): InspectReply {
  const index = toIndex(code, cursor);
  const info = executor.inspect(code, index) ?? (index > 0 ? executor.inspect(code, index - 1) : undefined);
  if (!info) return { status: "ok", found: false, data: {}, metadata: {} };
  const data = { "text/plain": plain(info), "text/markdown": markdown(info) };
  return { status: "ok", found: true, data, metadata: {} };
}

function plain(info: QuickInfo): string {
  const tags = (info.tags ?? []).map((tag) => `@${tag.name} ${join(tag.text)}`.trim());
  return paragraphs([signature(info), join(info.documentation), tags.join("\n")]);
}

function markdown(info: QuickInfo): string {
  const tags = (info.tags ?? []).map((tag) =>
    tag.name === "example" ? `*@example*\n${code(join(tag.text))}` : `*@${tag.name}* ${join(tag.text)}`.trim(),
  );
  return paragraphs([code(signature(info)), join(info.documentation), tags.join("\n\n")]);
}

function signature(info: QuickInfo): string {
  return withoutAbsolutePaths(join(info.displayParts));
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

function paragraphs(parts: string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

function join(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map(({ text }) => text).join("");
}
