import { escapeHtml } from "../html/escape.js";
import type { RenderedChapter } from "../notebook/chapter.js";
import type { SiteOptions } from "../site.js";
import { chapterMenu, ordinal } from "./chapter-page.js";
import { page } from "./shell.js";

/** The first page: what the site is, and its chapters with the question each answers. */
export function indexPage(chapters: readonly RenderedChapter[], options: SiteOptions): string {
  const items = chapters.map((chapter) => {
    const parts = [
      `<h2><a href="${chapter.href}">${escapeHtml(chapter.title)}</a></h2>`,
      chapter.lede ? `<p>${chapter.lede.html}</p>` : "",
      chapter.failure ? `<p class="stopped">${stopped(chapter.failure)}</p>` : "",
    ];
    return `<li>${ordinal(chapter) || "<span></span>"}<div>${parts.join("")}</div></li>`;
  });
  return page({
    title: options.title,
    site: options.title,
    description: options.description,
    language: options.language ?? "en",
    menus: chapterMenu(chapters),
    aside: "",
    main: `<h1>${escapeHtml(options.title)}</h1>
${options.description && `<p class="lede">${escapeHtml(options.description)}</p>\n`}<ol class="chapters">
${items.join("\n")}
</ol>`,
    mainClass: "cover",
    interactive: false,
  });
}

function stopped({ cell }: { cell?: { number: number } }): string {
  return cell ? `Did not run to its end: stopped in cell ${cell.number}.` : "Could not be run.";
}
