import { escapeHtml } from "../html/escape.js";
import type { Heading } from "../html/headings.js";
import type { RenderedChapter } from "../notebook/chapter.js";
import type { SiteOptions } from "../site.js";
import { page } from "./shell.js";

/** The page of one chapter: its text, its place among the others, its contents. */
export function chapterPage(chapters: readonly RenderedChapter[], index: number, options: SiteOptions): string {
  const chapter = chapters[index];
  const list = contents(chapter.headings);
  return page({
    title: chapter.title,
    site: options.title,
    description: chapter.lede?.text ?? options.description,
    language: options.language ?? "en",
    menus: menus(chapters, chapter, list),
    aside: list && `<nav class="contents" aria-label="On this page">${list}</nav>`,
    main: [notice(chapter), chapter.html, turn(chapters[index - 1], chapters[index + 1])].filter(Boolean).join("\n"),
    interactive: chapter.interactive,
  });
}

/** The list of chapters that opens from the bar on top, without a script. */
export function chapterMenu(chapters: readonly RenderedChapter[], current?: RenderedChapter): string {
  const items = chapters.map((chapter) => {
    const here = chapter === current ? ' aria-current="page"' : "";
    return `<li><a href="${chapter.href}"${here}>${ordinal(chapter)}${escapeHtml(chapter.title)}</a></li>`;
  });
  return `<nav aria-label="Chapters"><details class="menu" name="menu"><summary>Chapters</summary><ol>${items.join("")}</ol></details></nav>`;
}

/** The number a chapter's name starts with. */
export function ordinal({ number }: RenderedChapter): string {
  return number && `<span class="ordinal">${number}</span>`;
}

function menus(chapters: readonly RenderedChapter[], chapter: RenderedChapter, list: string): string {
  const narrow =
    list &&
    `<nav class="narrow" aria-label="On this page"><details class="menu" name="menu"><summary>Contents</summary>${list}</details></nav>`;
  return chapterMenu(chapters, chapter) + narrow;
}

function contents(headings: readonly Heading[]): string {
  const items = headings
    .filter(({ level, text }) => level <= 3 && text !== "")
    .map(({ level, id, text }) => {
      return `<li${level > 2 ? ' class="deeper"' : ""}><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`;
    });
  return items.length > 0 ? `<ol>${items.join("")}</ol>` : "";
}

function notice({ failure }: RenderedChapter): string {
  if (!failure) return "";
  const { cell, message } = failure;
  const what = cell
    ? `<strong>This chapter did not run to its end.</strong> It stopped in <a href="#${escapeHtml(cell.id)}">cell ${cell.number}</a>: `
    : "<strong>This chapter could not be run.</strong> ";
  return `<div class="notice" role="note"><p>${what}${escapeHtml(message)}</p></div>`;
}

function turn(previous: RenderedChapter | undefined, next: RenderedChapter | undefined): string {
  const link = (chapter: RenderedChapter | undefined, relation: "prev" | "next", word: string) =>
    chapter
      ? `<a class="${relation}" rel="${relation}" href="${chapter.href}"><small>${word}</small><span class="to">${escapeHtml(chapter.title)}</span></a>`
      : "";
  const links = link(previous, "prev", "← Previous") + link(next, "next", "Next →");
  return links && `<nav class="turn" aria-label="Previous and next chapter">${links}</nav>`;
}
