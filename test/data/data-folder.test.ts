import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Recipe, recipes } from "../../data/recipes.mjs";
import { readCsvTable } from "../../src/data/files/read-csv-table.js";
import { readSprite } from "../../src/data/files/read-sprite.js";

interface Entry {
  readonly file: string;
  readonly rows: number;
  readonly columns: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly content: string;
}

const folder = new URL("../../data/", import.meta.url);
const bytesOf = (file: string) => readFileSync(new URL(file, folder));
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const manifest = JSON.parse(bytesOf("manifest.json").toString()) as Entry[];
const readme = bytesOf("README.md").toString();
const DATA = /\.(csv|tsv|txt|png|gz|json)$/;
const sections = new Map(
  readme
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("\n")), section]),
);
const tableRows = new Map(
  Array.from(
    readme.matchAll(/^\| \[([^\]]+)\]\(#([^)]+)\) \| ([\d,]+) \| ([\d,]+) \|/gm),
    ([, file, link, rows, columns]) => [
      file,
      { link, rows: +rows.replaceAll(",", ""), columns: +columns.replaceAll(",", "") },
    ],
  ),
);

async function shape(file: string): Promise<[rows: number, columns: number]> {
  if (/\.csv(\.gz)?$/.test(file)) {
    const { rows, columns } = await readCsvTable(`data/${file}`);
    return [rows.length, columns.length];
  }
  if (file === "cats-dogs-silhouettes.png") {
    const classes = [
      { name: "cat", count: 992 },
      { name: "dog", count: 997 },
    ];
    const { features } = await readSprite(`data/${file}`, { width: 28, height: 28, classes });
    return [features.rows, features.cols];
  }
  const text = (recipes[file] as Recipe).unpack(bytesOf(file)).toString();
  return [text.split("\n").length - 1, 1];
}

describe("the data folder", () => {
  it("holds the files of the manifest and no others", () => {
    const files = readdirSync(folder).filter((file) => DATA.test(file) && file !== "manifest.json");
    expect(files.sort()).toEqual(manifest.map(({ file }) => file).sort());
  });
  it("has a recipe for each file", () => {
    expect(Object.keys(recipes).sort()).toEqual(manifest.map(({ file }) => file).sort());
  });
  it("has a section and a table row in the README for each file, and for nothing else", () => {
    const files = manifest.map(({ file }) => file).sort();
    expect([...sections.keys()].sort()).toEqual(files);
    expect([...tableRows.keys()].sort()).toEqual(files);
  });
  it("is under 6 MB", () => {
    expect(manifest.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(6e6);
  });
  it("has only links in the README that lead somewhere", () => {
    const titles = [...sections.keys()].map((title) => `#${title.toLowerCase().replace(/[^a-z0-9 -]/g, "")}`);
    for (const [, link] of readme.matchAll(/\]\(([^)]+)\)/g)) {
      if (link.startsWith("#")) expect(titles).toContain(link);
      else expect(existsSync(new URL(link, folder)), link).toBe(true);
      if (link.startsWith("licences/")) expect(bytesOf(link).length).toBeGreaterThan(100);
    }
  });
});

describe.each(manifest)("data/$file", ({ file, rows, columns, bytes, sha256: hash, content }) => {
  it("has the size and hash of the manifest, and its content the content's", () => {
    const found = bytesOf(file);
    expect(found.length).toBe(bytes);
    expect(sha256(found)).toBe(hash);
    expect(sha256((recipes[file] as Recipe).unpack(found))).toBe(content);
  });
  it("has the rows and columns of the manifest and of the README", async () => {
    expect(await shape(file)).toEqual([rows, columns]);
    expect(tableRows.get(file)).toMatchObject({ rows, columns });
  });
  it("has its source, licence, credit, hash and columns in the README", async () => {
    const section = sections.get(file) ?? "";
    expect(section).toMatch(/^- Source: (npm|PyPI) `[\w-]+` [\d.]+/m);
    expect(section).toMatch(/^- Licence: .*Credit: /m);
    expect(section).toContain(`- sha256: \`${hash}\``);
    if (!/\.csv(\.gz)?$/.test(file)) return;
    const named = Array.from(section.matchAll(/^\| (.+?) \|/gm), ([, names]) => names.split(", "))
      .flat()
      .filter((name) => name !== "column" && !/^-+$/.test(name));
    const { columns: names } = await readCsvTable(`data/${file}`);
    expect(named.sort()).toEqual([...names].sort());
  });
});
