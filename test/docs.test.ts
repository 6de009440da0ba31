import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { expect, test } from "vitest";

const folders = ["docs", "bench", "data", "."];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`),
);

/** The links of a page to files, without what they point to inside of them. */
function links(page: string): string[] {
  const found = [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
  return found.filter((link) => !/^(https?:|#)/.test(link)).map((link) => link.replace(/#.*/, ""));
}

test("links of the documentation lead to files", () => {
  const broken = files.flatMap((page) =>
    links(page)
      .filter((link) => !existsSync(resolve(dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
  expect(files.flatMap(links).length).toBeGreaterThan(50);
});
