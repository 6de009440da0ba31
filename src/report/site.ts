import { sharedAssets } from "./assets.js";
import type { Chapter } from "./notebook/chapter.js";
import { renderChapter } from "./notebook/chapter.js";
import { chapterPage } from "./page/chapter-page.js";
import { indexPage } from "./page/index-page.js";

export interface SiteOptions {
  title: string;
  /** What the site is, in a sentence or two of plain text: under the title, and for search engines. */
  description: string;
  /** The language of the text, as BCP 47 has it; "en" unless told otherwise. */
  language?: string;
}

/** The files of a site: path in the site, with forward slashes, to contents. */
export type SiteFiles = Map<string, string | Uint8Array>;

/**
 * Executed notebooks as a static site: a page a chapter, an index, and what they share.
 *
 * The pages work opened as files, without a network and without scripts. Nothing a cell put out can run in them:
 * outputs are escaped or sanitised, and a content security policy stands behind that.
 *
 * @param chapters in reading order; at least one.
 * @throws RangeError for a chapter whose name cannot be a file name, is "index", or comes twice.
 *
 * @example
 * const notebook = readNotebook("notebooks/01-theory.ipynb");
 * const files = renderSite([{ name: "01-theory", notebook }], { title: "Surprisal", description: "A workbook." });
 * writeSite(files, "site");
 */
export function renderSite(chapters: readonly Chapter[], options: SiteOptions): SiteFiles {
  checkNames(chapters);
  const pages = new Set(chapters.map(({ name }) => name));
  const rendered = chapters.map((chapter) => renderChapter(chapter, pages));
  const files: SiteFiles = new Map([["index.html", indexPage(rendered, options)]]);
  for (const [index, { name }] of rendered.entries()) {
    files.set(`${name}.html`, chapterPage(rendered, index, options));
  }
  const math = rendered.some(({ html }) => html.includes('class="katex"'));
  const plotly = rendered.some(({ interactive }) => interactive);
  return new Map([...files, ...sharedAssets({ math, plotly })]);
}

function checkNames(chapters: readonly Chapter[]): void {
  if (chapters.length === 0) throw new RangeError("chapters is empty; a site has at least one.");
  const seen = new Set<string>();
  for (const [index, { name }] of chapters.entries()) {
    if (!/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_ .-]*$/u.test(name) || name.toLowerCase() === "index") {
      throw new RangeError(
        `chapters[${index}].name is ${JSON.stringify(name)}; expected a file name without folder and ending, and not "index".`,
      );
    }
    // Some file systems do not tell upper from lower case.
    if (seen.has(name.toLowerCase()))
      throw new RangeError(`chapters[${index}].name ${JSON.stringify(name)} comes twice.`);
    seen.add(name.toLowerCase());
  }
}
