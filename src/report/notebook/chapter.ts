import type { Notebook } from "../../jupyter/notebook.js";
import { escapeHtml } from "../html/escape.js";
import type { Heading } from "../html/headings.js";
import { slugRegister } from "../html/slug.js";
import type { Paragraph } from "../markdown/markdown.js";
import { cellId, renderCell } from "./cell.js";

/** An executed notebook that becomes a page. */
export interface Chapter {
  /** The notebook's file name without `.ipynb`, as "01-theory": the page is `01-theory.html`. */
  name: string;
  notebook: Notebook;
  /** Why it did not run to its end, and in which cell, from 0 over all cells; without one it could not be run at all. */
  failure?: { cellIndex?: number; message: string };
}

/** A chapter turned into HTML, and what the other pages say of it. */
export interface RenderedChapter {
  name: string;
  href: string;
  /** The number its name starts with, as "01", or "". */
  number: string;
  title: string;
  /** The first paragraph after the title: the chapter's question. */
  lede?: Paragraph;
  headings: Heading[];
  html: string;
  failure?: { cell?: { number: number; id: string }; message: string };
  /** Whether a figure waits for plotly. */
  interactive: boolean;
}

/** Ids the page itself uses. */
const reserved = ["main", "contents", "chapters"];

/** Turns a notebook into the HTML of its page's main part; the title is its first heading. */
export function renderChapter(chapter: Chapter, pages: ReadonlySet<string>): RenderedChapter {
  const { name, notebook, failure } = chapter;
  let figures = 0;
  const surroundings = {
    slug: slugRegister(reserved),
    pages,
    figureName: () => `figure-${++figures}`,
    language: notebookLanguage(notebook),
  };
  const cells = notebook.cells.map((cell, index) =>
    renderCell(cell, index, { ...surroundings, failure: failure?.cellIndex === index ? failure.message : undefined }),
  );
  const headings = cells.flatMap((cell) => cell.headings);
  const title = headings.find(({ level }) => level === 1);
  const titled = cells.findIndex((cell) => cell.headings.some((heading) => heading === title));
  const html = cells.map((cell) => cell.html).filter((cell) => cell !== "");
  if (!title) html.unshift(`<h1>${escapeHtml(name)}</h1>`);
  return {
    name,
    href: `${encodeURIComponent(name)}.html`,
    number: /^\d+/.exec(name)?.[0] ?? "",
    title: title?.text || name,
    lede: titled < 0 ? undefined : cells.slice(titled, titled + 2).find((cell) => cell.lede)?.lede,
    headings: headings.filter((heading) => heading !== title),
    html: html.join("\n"),
    failure: failure && { cell: placeOf(notebook, failure.cellIndex), message: failure.message },
    interactive: html.some((cell) => cell.includes('<script type="application/json">')),
  };
}

function placeOf(notebook: Notebook, index: number | undefined): { number: number; id: string } | undefined {
  if (index === undefined) return undefined;
  const cell = notebook.cells[index];
  return { number: index + 1, id: cell ? cellId(cell, index) : "main" };
}

function notebookLanguage({ metadata }: Notebook): string {
  const { language_info, kernelspec } = metadata as {
    language_info?: { name?: unknown };
    kernelspec?: { language?: unknown };
  };
  return String(language_info?.name ?? kernelspec?.language ?? "typescript");
}
