import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { relativePath, withoutAbsolutePaths } from "../../../src/jupyter/kernel/relative-paths.js";

const root = mkdtempSync(join(tmpdir(), "project-"));
const folder = join(root, "notebooks");
mkdirSync(folder);
writeFileSync(join(root, "package.json"), "{}");
afterAll(() => rmSync(root, { recursive: true }));

test("a file is named as an import of the notebook would name it", () => {
  expect(relativePath(join(root, "src", "pets.ts"), folder)).toBe("../src/pets.ts");
  expect(relativePath(join(folder, "pets.ts"), folder)).toBe("./pets.ts");
  expect(relativePath(`file://${root}/src/pets.ts`, folder)).toBe("../src/pets.ts");
});

test("paths of the project become relative, wherever they stand in a text", () => {
  const text = `in import("${root}/dist/matrix").Matrix, file://${folder}/a.ts and '${folder}'`;
  expect(withoutAbsolutePaths(text, folder)).toBe(`in import("../dist/matrix").Matrix, ./a.ts and '.'`);
});

test("the home folder and Node's list of requirers go", () => {
  expect(withoutAbsolutePaths(`${homedir()}/data.csv`, folder)).toBe("~/data.csv");
  const message = `Cannot find module 'x'\nRequire stack:\n- ${folder}/src.js`;
  expect(withoutAbsolutePaths(message, folder)).toBe("Cannot find module 'x'");
});

test("a path that the reader wrote stays", () => {
  expect(withoutAbsolutePaths("open '/nonexistent/data.csv'", folder)).toBe("open '/nonexistent/data.csv'");
});
