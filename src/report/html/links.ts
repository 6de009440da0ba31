import { percentDecoded } from "./percent-decoded.js";
import { slugify } from "./slug.js";

/**
 * Points links between notebooks at their pages: `01-theory.ipynb#Entropy` becomes `01-theory.html#entropy`.
 *
 * A notebook that is not in the site keeps its link. Links out of the site say nothing about where they come from.
 */
export function pointLinks(fragment: DocumentFragment, pages: ReadonlySet<string>): void {
  for (const link of fragment.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href") ?? "";
    if (/^(?:https?:)?\/\//i.test(href)) link.setAttribute("rel", "noreferrer");
    else link.setAttribute("href", pageLink(href, pages));
  }
}

function pageLink(href: string, pages: ReadonlySet<string>): string {
  const [, file, fragment] = /^([^#]*)(?:#(.*))?$/s.exec(href) ?? [];
  const hash = fragment ? `#${slugify(percentDecoded(fragment))}` : "";
  if (!file) return hash || "#";
  const name = /^(?:\.\/)?([^/]+)\.ipynb$/.exec(percentDecoded(file))?.[1];
  return name !== undefined && pages.has(name) ? `${encodeURIComponent(name)}.html${hash}` : href;
}
