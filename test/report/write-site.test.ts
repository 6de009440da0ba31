import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isUpToDate, writeSite } from "../../src/report/index.js";

let home: string;
let site: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "surprisal-site-"));
  site = join(home, "deep", "site");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const files = (more: Record<string, string> = {}) =>
  new Map<string, string | Uint8Array>([
    ["index.html", "index"],
    ["assets/a.css", "css"],
    ["assets/b.bin", Uint8Array.of(0, 255)],
    ...Object.entries(more),
  ]);
const read = (path: string) => readFileSync(join(site, path), "utf8");
const listed = () =>
  (readdirSync(site, { recursive: true }) as string[]).filter((path) => statSync(join(site, path)).isFile()).sort();
const beside = () => readdirSync(dirname(site));
const manifest = ".surprisal-site.json";

function put(path: string, content: string): void {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), content);
}

test("writes every file, and a manifest", () => {
  const result = writeSite(files(), site);
  expect(listed()).toEqual([manifest, "assets/a.css", "assets/b.bin", "index.html"]);
  expect([...readFileSync(join(site, "assets/b.bin"))]).toEqual([0, 255]);
  expect(result).toMatchObject({
    folder: site,
    written: ["index.html", "assets/a.css", "assets/b.bin"],
    unchanged: 0,
    removed: [],
  });
  expect(beside()).toEqual(["site"]);
});

test("leaves unchanged files as they are, writes the others, removes what is no longer part of the site", () => {
  writeSite(files({ "old.html": "old", "gone/a.html": "a" }), site);
  utimesSync(join(site, "assets/a.css"), 1, 1);
  const result = writeSite(files({ "index.html": "new" }), site);
  expect(statSync(join(site, "assets/a.css")).mtimeMs).toBe(1000);
  expect(read("index.html")).toBe("new");
  expect(result).toMatchObject({ written: ["index.html"], unchanged: 2, removed: ["gone/a.html", "old.html"] });
  expect(existsSync(join(site, "gone"))).toBe(false);
  expect(beside()).toEqual(["site"]);
});

test("keeps files of others in the folder of an earlier site", () => {
  writeSite(files({ "part/a.html": "a" }), site);
  put("CNAME", "example.org");
  put(".git/HEAD", "ref");
  put("part/notes.txt", "mine");
  put("assets/mine/x.txt", "mine");
  writeSite(files(), site);
  expect(listed()).toEqual(
    [
      ".git/HEAD",
      manifest,
      "CNAME",
      "assets/a.css",
      "assets/b.bin",
      "assets/mine/x.txt",
      "index.html",
      "part/notes.txt",
    ].sort(),
  );
  expect(beside()).toEqual(["site"]);
});

describe("is up to date", () => {
  test("when it was made from the same, and every file of it is as it was written", () => {
    expect(isUpToDate(site, "a")).toBe(false);
    writeSite(files(), site, "a");
    put("CNAME", "of somebody else");
    expect(isUpToDate(site, "a")).toBe(true);
    expect(isUpToDate(site, "b")).toBe(false);
    put("index.html", "indeX");
    expect(isUpToDate(site, "a")).toBe(false);
    put("index.html", "index");
    rmSync(join(site, "assets/b.bin"));
    expect(isUpToDate(site, "a")).toBe(false);
    writeSite(files(), site, "b");
    expect([isUpToDate(site, "a"), isUpToDate(site, "b")]).toEqual([false, true]);
  });

  test("not when nobody said what it was made from", () => {
    writeSite(files(), site);
    expect(isUpToDate(site, "a")).toBe(false);
  });
});

describe("refuses, and changes nothing", () => {
  test("a folder with files that is no earlier site", () => {
    put("thesis.txt", "years of work");
    expect(() => writeSite(files(), site)).toThrow(`The folder ${site} is not empty and holds no earlier site`);
    expect(listed()).toEqual(["thesis.txt"]);
    expect(beside()).toEqual(["site"]);
  });

  test("a folder with a manifest of someone else", () => {
    put(manifest, '{"generator": "other"}');
    expect(() => writeSite(files(), site)).toThrow("holds no earlier site");
  });

  test("a file of someone else where a page would be", () => {
    writeSite(files(), site);
    put("new.html", "mine");
    expect(() => writeSite(files({ "new.html": "ours" }), site)).toThrow(`${join(site, "new.html")} is in the way`);
    expect(read("new.html")).toBe("mine");
  });

  test("a file in place of the folder", () => {
    put("../site", "file");
    expect(() => writeSite(files(), site)).toThrow(`${site} is a file`);
  });

  test.each(["../x", "/x", "a//b", "a/../../b", "a\\b", "C:x", manifest, "."])("the path %s", (path) => {
    expect(() => writeSite(new Map([[path, "x"]]), site)).toThrow(`files has the path ${JSON.stringify(path)}`);
    expect(existsSync(site)).toBe(false);
  });
});

test("an empty folder is taken", () => {
  mkdirSync(site, { recursive: true });
  writeSite(files(), site);
  expect(read("index.html")).toBe("index");
});

test("a link to a folder stays a link", () => {
  const real = join(home, "real");
  mkdirSync(real);
  mkdirSync(dirname(site));
  symlinkSync(real, site);
  writeSite(files(), site);
  writeSite(files({ "index.html": "new" }), site);
  expect(readFileSync(join(real, "index.html"), "utf8")).toBe("new");
});

describe("a run that was killed", () => {
  // No process has the highest number a process can have.
  const dead = 2 ** 22;

  test("while it made the new site: the old one is whole, the rest is cleaned up by the next run", () => {
    writeSite(files(), site);
    const half = join(dirname(site), `.site.new-${dead}`);
    mkdirSync(half);
    writeFileSync(join(half, "index.html"), "ha");
    expect(read("index.html")).toBe("index");
    writeSite(files(), site);
    expect(beside()).toEqual(["site"]);
  });

  test("between taking the old site away and putting the new one in: the old one comes back", () => {
    writeSite(files(), site);
    put("CNAME", "mine");
    renameSync(site, join(dirname(site), `.site.old-${dead}`));
    const result = writeSite(files(), site);
    expect(result.unchanged).toBe(3);
    expect(read("CNAME")).toBe("mine");
    expect(beside()).toEqual(["site"]);
  });

  test("while it cleaned up: files of others come along", () => {
    writeSite(files(), site);
    const old = join(dirname(site), `.site.old-${dead}`);
    writeSite(files({ "gone.html": "x" }), old);
    writeFileSync(join(old, "CNAME"), "mine");
    writeSite(files(), site);
    expect(read("CNAME")).toBe("mine");
    expect(beside()).toEqual(["site"]);
  });

  test("while it cleaned up after a site that is up to date: the same", () => {
    writeSite(files(), site, "a");
    const old = join(dirname(site), `.site.old-${dead}`);
    writeSite(files(), old);
    writeFileSync(join(old, "CNAME"), "mine");
    expect(isUpToDate(site, "a")).toBe(true);
    expect(read("CNAME")).toBe("mine");
    expect(beside()).toEqual(["site"]);
  });

  test("what a living process is making is left alone", () => {
    mkdirSync(join(dirname(site), `.site.new-${process.ppid}`), { recursive: true });
    writeSite(files(), site);
    expect(beside().sort()).toEqual([`.site.new-${process.ppid}`, "site"]);
  });
});

test("when a file cannot be written the old site stays and nothing is left beside it", () => {
  writeSite(files(), site);
  // A file cannot be a folder too.
  expect(() => writeSite(files({ "a.html": "x", "a.html/b.html": "y" }), site)).toThrow();
  expect(listed()).toEqual([manifest, "assets/a.css", "assets/b.bin", "index.html"]);
  expect(beside()).toEqual(["site"]);
});
