import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** The rooms, each of which may import only from itself and from those before it. */
const ROOMS = [
  "numerics",
  "wasm",
  "files",
  "information",
  "loss",
  "model",
  "data",
  "training",
  "evaluation",
  "figures",
  "derivation",
  "jupyter",
  "report",
  "cli",
];
/** Where neither npm's packages nor Node's modules may be imported, and where they may after all. */
const CORE = ["numerics", "wasm", "information", "loss", "model", "data", "training", "evaluation", "figures"];
const OUTER_FOLDERS = ["data/files/", "model/files/", "training/files/", "figures/svg/"];

interface Source {
  /** Path below src/. */
  path: string;
  file: ts.SourceFile;
}
interface Import {
  specifier: string;
  /** `import type`: nothing of it is left at run time. (`import { type A }` leaves an import of nothing.) */
  typeOnly: boolean;
}

function parse(path: string, text: string): Source {
  return { path, file: ts.createSourceFile(path, text, ts.ScriptTarget.Latest) };
}

/** Every import and re-export of a file, static or dynamic. */
function importsOf({ file }: Source): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isLoader(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isLoader(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");
}

/** The path below src/ of a relative import. */
function target(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts");
}

const roomOf = (path: string) => path.split("/")[0];
const isCore = (path: string) =>
  CORE.includes(roomOf(path)) && !OUTER_FOLDERS.some((folder) => path.startsWith(folder));

/** What is wrong with a file's imports, in words. */
function wrongImports(source: Source): string[] {
  const { path } = source;
  const atTop = !path.includes("/");
  return importsOf(source).flatMap(({ specifier, typeOnly }) => {
    if (!specifier.startsWith(".")) {
      const plotlyTypes = roomOf(path) === "figures" && specifier === "plotly.js" && typeOnly;
      return isCore(path) && !plotlyTypes
        ? [`${path} imports ${specifier}: a core room imports no package and nothing of Node`]
        : [];
    }
    const to = target(path, specifier);
    if (atTop) return [];
    if (!to.includes("/")) return [`${path} imports ${to}: a room does not import the package's front door`];
    if (!ROOMS.includes(roomOf(to))) return [`${path} imports ${to}, which is in no room`];
    if (ROOMS.indexOf(roomOf(to)) > ROOMS.indexOf(roomOf(path))) {
      return [`${path} imports ${to}: ${roomOf(to)} comes after ${roomOf(path)}`];
    }
    if (isCore(path) && !isCore(to)) return [`${path} imports ${to}: a core room imports core rooms only`];
    if (roomOf(to) === roomOf(path) && to === `${roomOf(path)}/index.ts`) {
      return [`${path} imports ${to}: a room does not import its own index`];
    }
    return [];
  });
}

/** The first way from a file back to itself along the imports that are left at run time. */
function cycle(sources: readonly Source[]): string[] | undefined {
  const edges = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source)
        .filter(({ specifier, typeOnly }) => specifier.startsWith(".") && !typeOnly)
        .map(({ specifier }) => target(source.path, specifier)),
    ]),
  );
  const done = new Set<string>();
  const search = (path: string, way: string[]): string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of edges.get(path) ?? []) {
      const found = search(next, [...way, path]);
      if (found) return found;
    }
    done.add(path);
    return undefined;
  };
  for (const path of edges.keys()) {
    const found = search(path, []);
    if (found) return found;
  }
  return undefined;
}

/** Calls that give something else every time: Math.random(), Date.now(), new Date(), performance.now(). */
function unrepeatable({ path, file }: Source): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression.getText(file) : "";
    const aliased = ts.isPropertyAccessExpression(node) ? node.getText(file) : "";
    const names = ["Math.random", "Date.now", "performance.now", "Date", "crypto.getRandomValues", "crypto.randomUUID"];
    if (names.includes(call) || aliased === "Math.random") {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`${path}, line ${line + 1}: ${call || aliased}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(found)];
}

const root = join(dirname(fileURLToPath(import.meta.url)), "../src");
const sources: Source[] = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((name) => parse(relative(root, name).replaceAll("\\", "/"), readFileSync(name, "utf8")))
  .sort((a, b) => (a.path < b.path ? -1 : 1));

describe("the house", () => {
  test("has the rooms of the design and no others", () => {
    const folders = new Set(sources.filter(({ path }) => path.includes("/")).map(({ path }) => roomOf(path)));
    expect([...folders].filter((room) => !ROOMS.includes(room))).toEqual([]);
    expect(CORE.filter((room) => !folders.has(room))).toEqual([]);
    expect(sources.length).toBeGreaterThan(40);
  });

  test("imports flow one way, and the core needs nothing but itself", () => {
    expect(sources.flatMap(wrongImports)).toEqual([]);
  });

  test("no import leads back to where it came from", () => {
    expect(cycle(sources)).toBeUndefined();
  });

  test("the same input gives the same output: the core asks neither for chance nor for the time", () => {
    expect(sources.filter(({ path }) => isCore(path)).flatMap(unrepeatable)).toEqual([]);
  });

  test("index.ts and browser.ts only re-export, and browser.ts nothing outside the core", () => {
    for (const name of ["index.ts", "browser.ts"]) {
      const source = sources.find(({ path }) => path === name);
      expect(source?.file.statements.length).toBeGreaterThan(0);
      expect(source?.file.statements.every(ts.isExportDeclaration)).toBe(true);
    }
    const browser = sources.find(({ path }) => path === "browser.ts") as Source;
    const targets = importsOf(browser).map(({ specifier }) => target("browser.ts", specifier));
    expect(targets.filter((path) => !isCore(path))).toEqual([]);
  });

  test("no test is left out, and none is left alone", () => {
    const tests = readdirSync(dirname(fileURLToPath(import.meta.url)), { recursive: true, encoding: "utf8" });
    const chosen = tests.filter((name) => {
      const text = name.endsWith(".test.ts") ? readFileSync(join(root, "../test", name), "utf8") : "";
      return /\b(test|it|describe)\.(only|skip|todo)\b/.test(text);
    });
    expect(chosen).toEqual([]);
  });

  test("no file is called utils, helpers or common", () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/;
    expect(sources.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([]);
  });
});

describe("the checks themselves see", () => {
  const wrong = (path: string, text: string) => wrongImports(parse(path, text));

  test.each([
    [
      "an import of a later room",
      "loss/total.ts",
      'import { fit } from "../training/fit.js";',
      "training comes after loss",
    ],
    [
      "the same for types",
      "loss/total.ts",
      'import type { Run } from "../training/fit.js";',
      "training comes after loss",
    ],
    ["a re-export", "loss/index.ts", 'export * from "../cli/main.js";', "cli comes after loss"],
    ["a dynamic import", "loss/total.ts", 'const m = await import("../cli/main.js");', "cli comes after loss"],
    ["a type in passing", "loss/total.ts", 'let m: import("../cli/main.js").X;', "cli comes after loss"],
    ["a package in the core", "numerics/matrix.ts", 'import { create } from "mathjs";', "imports mathjs"],
    ["plotly in a figure", "figures/layout.ts", 'import { type Layout } from "plotly.js";', "imports plotly.js"],
    ["Node in the core", "training/fit.ts", 'import { readFileSync } from "node:fs";', "imports node:fs"],
    ["an outer folder from the core", "data/split.ts", 'import "./files/read-csv.js";', "core rooms only"],
    ["the room's own index", "loss/total.ts", 'import "./index.js";', "its own index"],
    ["the front door", "cli/main.ts", 'import "../index.js";', "front door"],
    ["a folder that is no room", "cli/main.ts", 'import "../utils/a.js";', "in no room"],
  ])("%s", (_name, path, text, complaint) => {
    expect(wrong(path, text).join()).toContain(complaint);
  });

  test("nothing wrong in what is allowed", () => {
    expect(wrong("training/fit.ts", 'import { Total } from "../loss/total.js"; import "./sgd.js";')).toEqual([]);
    expect(wrong("data/files/read-csv.ts", 'import { readFile } from "node:fs/promises";')).toEqual([]);
    expect(wrong("figures/layout.ts", 'import type { Layout } from "plotly.js";')).toEqual([]);
    expect(wrong("cli/main.ts", 'import { Command } from "commander";')).toEqual([]);
    expect(wrong("numerics/a.ts", '// import "mathjs"\nconst text = \'import "mathjs"\';')).toEqual([]);
  });

  test("a cycle, over any number of files", () => {
    const file = (path: string, to: string) => parse(path, `export * from "${to}";`);
    const three = [file("a/x.ts", "../b/y.js"), file("b/y.ts", "./z.js"), file("b/z.ts", "../a/x.js")];
    expect(cycle(three)).toEqual(["a/x.ts", "b/y.ts", "b/z.ts", "a/x.ts"]);
    expect(cycle(three.slice(0, 2))).toBeUndefined();
    const types = parse("b/z.ts", 'import type { X } from "../a/x.js";');
    expect(cycle([...three.slice(0, 2), types])).toBeUndefined();
  });

  test("chance and the time, but not in a comment", () => {
    const text =
      "// Math.random()\nconst x = Math.random();\nconst now = () => new Date();\nDate.now();\n[].map(Math.random);";
    expect(unrepeatable(parse("a.ts", text))).toEqual([
      "a.ts, line 2: Math.random",
      "a.ts, line 3: Date",
      "a.ts, line 4: Date.now",
      "a.ts, line 5: Math.random",
    ]);
  });
});
