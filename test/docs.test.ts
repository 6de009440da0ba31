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

/** The cells of the rows of a page's table, without its head. */
function rows(page: string): string[][] {
  const lines = readFileSync(page, "utf8").split("\n");
  const cells = lines.filter((line) => line.startsWith("|")).map((line) => line.split("|").slice(1, -1));
  return cells.slice(2).map((row) => row.map((cell) => cell.trim()));
}

/** The tests that a text links to. */
function linkedTests(text: string): string[] {
  return [...text.matchAll(/\]\(\.\.\/(test\/[^)]+)\)/g)].map(([, path]) => path);
}

test("every message of the kernel is named by the tests that its row links to", () => {
  const shared = readFileSync("test/jupyter/kernel/test-kernel.ts", "utf8");
  const untested = rows("docs/kernel-messages.md").filter(([message, , tests]) => {
    const names = [...message.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    const text =
      shared +
      linkedTests(tests)
        .map((path) => readFileSync(path, "utf8"))
        .join("");
    return linkedTests(tests).length === 0 || names.some((name) => !text.includes(name));
  });
  expect(untested.map(([message]) => message)).toEqual([]);
});

test("what the kernel has and others are compared by has its test", () => {
  const table = rows("docs/kernel-comparison.md");
  const untested = table.filter(([, ours]) => !ours.startsWith("no") && linkedTests(ours).length === 0);
  expect(untested.map(([feature]) => feature)).toEqual([]);
  expect(table.length).toBeGreaterThan(15);
});
