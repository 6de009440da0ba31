import { expect, test } from "vitest";
import { pointLinks } from "../../../src/report/html/links.js";
import { sanitizeHtml } from "../../../src/report/html/sanitize.js";

const pages = new Set(["01-theory", "04 training"]);

function pointed(href: string): string | null | undefined {
  const fragment = sanitizeHtml(`<a href="${href}">a</a>`);
  pointLinks(fragment, pages);
  return fragment.querySelector("a")?.getAttribute("href");
}

test.each([
  ["01-theory.ipynb", "01-theory.html"],
  ["./01-theory.ipynb#Entropy,-the-surprise", "01-theory.html#entropy-the-surprise"],
  ["04%20training.ipynb#a%20b", "04%20training.html#a-b"],
  ["#Your-turn", "#your-turn"],
  ["#", "#"],
  ["99-other.ipynb#A", "99-other.ipynb#A"],
  ["../data/README.md", "../data/README.md"],
  ["https://example.org/01-theory.ipynb#A", "https://example.org/01-theory.ipynb#A"],
  ["#%zz", "#zz"],
])("%s -> %s", (href, page) => expect(pointed(href)).toBe(page));
