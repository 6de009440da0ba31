import type { Env, MarkdownIt } from "markdown-it";
import createMarkdownIt from "markdown-it";
import type { Heading } from "../html/headings.js";
import { linkHeadings } from "../html/headings.js";
import { pointLinks } from "../html/links.js";
import { keepPictures } from "../html/pictures.js";
import { sanitizeHtml, serialize } from "../html/sanitize.js";
import { readableTables } from "../html/tables.js";
import { highlight } from "../text/highlight.js";
import { formula } from "../text/math.js";
import { mathRules } from "./math-rules.js";

export interface MarkdownSurroundings {
  /** Gives a heading its id; one register a page. */
  slug: (text: string) => string;
  /** The names of the site's chapters, to which links between notebooks lead. */
  pages: ReadonlySet<string>;
  /** Pictures attached to the cell: name to data URL. */
  attachments?: ReadonlyMap<string, string>;
}

/** A paragraph as HTML and as bare words. */
export interface Paragraph {
  html: string;
  text: string;
}

export interface RenderedMarkdown {
  html: string;
  headings: Heading[];
  /** The first paragraph. */
  lede?: Paragraph;
}

/**
 * Formulas and highlighted code are made by us and use styles and elements that a cell may not. They wait in `slots`
 * while everything else is sanitised; an element with `data-slot` keeps their place.
 */
interface Slots extends Env {
  slots: string[];
}

const markdown = notebookMarkdown();

/**
 * The Markdown of a cell as HTML: CommonMark and tables, formulas, highlighted code, and such HTML as is harmless.
 *
 * Headings get ids and link to themselves, links between notebooks lead to their pages, pictures are kept when they
 * are embedded or attached, wide tables scroll in a box.
 */
export function renderMarkdown(source: string, surroundings: MarkdownSurroundings): RenderedMarkdown {
  const env: Slots = { slots: [] };
  const fragment = sanitizeHtml(markdown.render(source, env));
  const headings = linkHeadings(fragment, surroundings.slug);
  pointLinks(fragment, surroundings.pages);
  keepPictures(fragment, surroundings.attachments ?? new Map());
  readableTables(fragment);
  const first = [...fragment.children].find((element) => element.tagName === "P");
  const words = first?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  for (const place of fragment.querySelectorAll("[data-slot]")) place.textContent = "";
  const lede = first && words ? { html: fillSlots(first.innerHTML, env.slots), text: words } : undefined;
  return { html: fillSlots(serialize(fragment), env.slots), headings, lede };
}

function notebookMarkdown(): MarkdownIt {
  const made = createMarkdownIt({ html: true });
  mathRules(made);
  made.renderer.rules.math = (tokens, index, _options, env) => {
    const { content, meta, block } = tokens[index];
    const html = formula(content, meta?.display === true);
    return block ? `<p>${slot(env, "span", html, content)}</p>\n` : slot(env, "span", html, content);
  };
  made.renderer.rules.fence = (tokens, index, _options, env) => {
    const { content, info } = tokens[index];
    const code = highlight(content.replace(/\n$/, ""), info.trim().split(/\s+/)[0] ?? "");
    return `${slot(env, "div", `<pre class="code"><code>${code}</code></pre>`)}\n`;
  };
  for (const cell of ["th_open", "td_open"]) {
    made.renderer.rules[cell] = (tokens, index) => {
      const side = /text-align:\s*(\w+)/.exec(String(tokens[index].attrGet("style") ?? ""))?.[1];
      return `<${tokens[index].tag}${side ? ` align="${side}"` : ""}>`;
    };
  }
  return made;
}

/** Keeps the place of `html`; `words` stand there until it comes, for the text of a heading. */
function slot(env: unknown, element: "span" | "div", html: string, words = ""): string {
  const { slots } = env as Slots;
  slots.push(html);
  return `<${element} data-slot="${slots.length - 1}">${markdown.utils.escapeHtml(words)}</${element}>`;
}

// The pattern cannot be met in a text or an attribute of the cell: serialised, those hold no `<` or no `"`.
function fillSlots(html: string, slots: readonly string[]): string {
  return html.replace(/<(span|div) data-slot="(\d+)"><\/\1>/g, (_, _element, index) => slots[Number(index)] ?? "");
}
