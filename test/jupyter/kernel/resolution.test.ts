import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createResolution, type Resolution } from "../../../src/jupyter/kernel/resolution.js";

let root: string;
let looks = 0;
let resolution: Resolution;
let host: ts.WatchCompilerHost<ts.BuilderProgram>;
const options = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "resolution-")));
  write("package.json", "{}");
  write("node_modules/pack/index.d.ts", "export * from './part';\nexport * from 'other';\n");
  write("node_modules/pack/part.d.ts", "export {};\n");
  write("node_modules/other/index.d.ts", "export {};\n");
  const fileExists = (path: string) => {
    looks++;
    return ts.sys.fileExists(path);
  };
  resolution = createResolution(ts, root);
  host = {} as typeof host;
  resolution.equip(host, { ...ts.sys, fileExists });
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Where the file's imports are, as paths in the folder. */
function imports(path: string): (string | undefined)[] {
  const text = ts.sys.readFile(join(root, path)) ?? "";
  const file = ts.createSourceFile(join(root, path), text, ts.ScriptTarget.ESNext, true);
  Object.assign(file, { path: file.fileName });
  const literals = file.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) && statement.moduleSpecifier
      ? [statement.moduleSpecifier as ts.StringLiteral]
      : [],
  );
  const found = host.resolveModuleNameLiterals?.(literals, join(root, path), undefined, options, file, undefined);
  return (found ?? []).map(({ resolvedModule }) => resolvedModule?.resolvedFileName.slice(root.length + 1));
}

const invalidated = (path: string) => host.hasInvalidatedResolutions?.(join(root, path) as ts.Path);

test("what packages import is looked for once", () => {
  const found = ["node_modules/pack/part.d.ts", "node_modules/other/index.d.ts"];
  expect(imports("node_modules/pack/index.d.ts")).toEqual(found);
  expect(looks).toBeGreaterThan(0);
  looks = 0;
  resolution.refresh();
  expect(imports("node_modules/pack/index.d.ts")).toEqual(found);
  expect(looks).toBe(0);
  expect(invalidated("node_modules/pack/index.d.ts")).toBe(false);
});

test("what the reader's sources import may come, move and go", () => {
  write("src/a.ts", "export * from './b';\n");
  expect(imports("src/a.ts")).toEqual([undefined]);
  resolution.refresh();
  expect(invalidated("src/a.ts")).toBe(false);
  write("src/b/index.ts", "export {};\n");
  resolution.refresh();
  expect(invalidated("src/a.ts")).toBe(true);
  expect(imports("src/a.ts")).toEqual(["src/b/index.ts"]);
  write("src/b.ts", "export {};\n");
  resolution.refresh();
  expect(invalidated("src/a.ts")).toBe(true);
  expect(imports("src/a.ts")).toEqual(["src/b.ts"]);
  rmSync(join(root, "src/b.ts"));
  rmSync(join(root, "src/b"), { recursive: true });
  resolution.refresh();
  expect(invalidated("src/a.ts")).toBe(true);
  expect(imports("src/a.ts")).toEqual([undefined]);
});

test("declarations outside of packages keep what they have found, and look again for what they miss", () => {
  write("dist/a.d.ts", "export * from './b';\nexport * from './c';\n");
  write("dist/b.d.ts", "export {};\n");
  expect(imports("dist/a.d.ts")).toEqual(["dist/b.d.ts", undefined]);
  write("dist/c.d.ts", "export {};\n");
  resolution.refresh();
  expect(invalidated("dist/a.d.ts")).toBe(true);
  expect(imports("dist/a.d.ts")).toEqual(["dist/b.d.ts", "dist/c.d.ts"]);
  resolution.refresh();
  expect(invalidated("dist/a.d.ts")).toBe(false);
});
