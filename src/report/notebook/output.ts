import { joinStreams } from "../../jupyter/join-streams.js";
import type { MimeBundle, Output } from "../../jupyter/notebook.js";
import { joinLines } from "../../jupyter/notebook.js";
import { escapeHtml } from "../html/escape.js";
import { pointLinks } from "../html/links.js";
import { keepPictures } from "../html/pictures.js";
import { sanitizeHtml, serialize } from "../html/sanitize.js";
import { readableTables } from "../html/tables.js";
import { renderMarkdown } from "../markdown/markdown.js";
import { highlight } from "../text/highlight.js";
import { terminalText } from "../text/terminal-text.js";
import { figure } from "./figure.js";
import { plotlyFigure } from "./plotly-figure.js";

/** What an output needs to know of the page it stands on. */
export interface OutputSurroundings {
  slug: (text: string) => string;
  pages: ReadonlySet<string>;
  /** A new name for each figure of the page. */
  figureName: () => string;
}

/** The outputs of a cell as HTML. Streams that follow one another are one text, as a terminal would show them. */
export function renderOutputs(outputs: readonly Output[], surroundings: OutputSurroundings): string {
  return joinStreams(outputs)
    .map((output) => renderOutput(output, surroundings))
    .filter((html) => html !== "")
    .join("\n");
}

function renderOutput(output: Output, surroundings: OutputSurroundings): string {
  switch (output.output_type) {
    case "stream":
      return stream(joinLines(output.text), output.name);
    case "error":
      return errorOutput(output.ename, output.evalue, output.traceback);
    case "display_data":
    case "execute_result":
      return richOutput(output.data, surroundings);
    default:
      return note(`An output of type ${String((output as { output_type: unknown }).output_type)} is not shown here.`);
  }
}

function stream(text: string, name: string): string {
  const shown = terminalText(text).replace(/\n+$/, "");
  if (shown === "") return "";
  const pre = `<pre class="stream${name === "stderr" ? " stderr" : ""}">${escapeHtml(shown)}</pre>`;
  return name === "stderr" ? `<div role="group" aria-label="Messages (stderr)">${pre}</div>` : pre;
}

/** An error as its name and message, then where it happened. */
export function errorOutput(ename: string, evalue: string, traceback: readonly string[]): string {
  const title = [ename, evalue].filter((part) => part !== "").join(": ");
  const trace = terminalText(traceback.join("\n")).trim();
  const lines = trace.startsWith(title) ? trace.slice(title.length).trim() : trace;
  return [
    '<div class="error" role="group" aria-label="Error">',
    `<p><strong>${escapeHtml(terminalText(ename) || "Error")}</strong> ${escapeHtml(terminalText(evalue))}</p>`,
    lines === "" ? "" : `<pre>${escapeHtml(lines)}</pre>`,
    "</div>",
  ].join("\n");
}

/**
 * The best form of a bundle that a page can show: plotly's figure, HTML, Markdown, SVG, a picture, JSON, plain text.
 */
function richOutput(data: MimeBundle, surroundings: OutputSurroundings): string {
  const text = (type: string): string | undefined => mimeText(data[type]);
  const svg = text("image/svg+xml");
  const plain = text("text/plain");
  const plotly = plotlyFigure(data["application/vnd.plotly.v1+json"]);
  const html = text("text/html");
  const markdown = text("text/markdown");
  if (plotly) return figure({ plotly, svg, caption: plain }, surroundings.figureName());
  if (html !== undefined) return htmlOutput(html, surroundings);
  if (markdown !== undefined) return `<div class="rich">${renderMarkdown(markdown, surroundings).html}</div>`;
  if (svg !== undefined) return figure({ svg, caption: plain }, surroundings.figureName());
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const base64 = text(type);
    if (base64 !== undefined) return picture(type, base64, plain ?? "");
  }
  if ("application/json" in data) {
    const code = highlight(JSON.stringify(data["application/json"], undefined, 2) ?? "", "json");
    return `<pre class="stream">${code}</pre>`;
  }
  if (plain !== undefined) return stream(plain, "stdout");
  const types = Object.keys(data).join(", ");
  return types === "" ? "" : note(`An output of type ${types} is not shown here.`);
}

function mimeText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((line) => typeof line === "string") ? value.join("") : undefined;
}

function htmlOutput(html: string, { pages }: OutputSurroundings): string {
  const fragment = sanitizeHtml(html);
  pointLinks(fragment, pages);
  keepPictures(fragment, new Map());
  readableTables(fragment);
  return `<div class="rich">${serialize(fragment)}</div>`;
}

function picture(type: string, base64: string, words: string): string {
  const bytes = base64.replace(/\s/g, "");
  if (!/^[\w+/]+=*$/.test(bytes)) return note(`An output of type ${type} is not valid base64.`);
  return `<p><img src="data:${type};base64,${bytes}" alt="${escapeHtml(words || "Picture made by this cell")}"></p>`;
}

function note(words: string): string {
  return `<p class="note">${escapeHtml(words)}</p>`;
}
