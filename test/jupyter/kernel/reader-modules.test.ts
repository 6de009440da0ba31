import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, startTestKernel, type TestKernel, text } from "./test-kernel.js";

/** A project of somebody's own, whose notebooks import its TypeScript. */
const files: Record<string, string> = {
  "package.json": '{ "name": "zoo", "type": "module" }',
  "tsconfig.json": `{
  // with comments, as they are written
  "compilerOptions": { "strict": true, "paths": { "@zoo/*": ["./src/*"] } },
}`,
  "src/animal.ts":
    "export interface Animal { name: string }\n/** Says it. */\nexport const say = (animal: Animal): string => 'I am ' + animal.name;\n",
  "src/zoo.ts":
    "import { say, type Animal } from './animal.js';\nexport type { Animal };\nexport const all = (animals: Animal[]) => animals.map(say);\n",
  "src/deep/enumeration.ts":
    "export enum Kind { cat, dog }\nexport default class Cage<T> { constructor(readonly inside: T) {} }\n",
  "src/index.ts": "export * from './zoo.ts';\nexport const here = import.meta.url.split('/').at(-1);\n",
  "src/throws.ts":
    "interface A {\n  a: number;\n}\n\nexport function fail(a: A): never {\n  const { a: n } = a;\n  throw new Error('of ' + n);\n}\n",
  "src/wrong.ts": "export const n: number = 'text';\n",
  "src/spin.ts": "export function spin(): void {\n  for (;;);\n}\n",
};

let kernel: TestKernel;
const root = mkdtempSync(join(tmpdir(), "zoo-"));
const write = (path: string, content: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};

beforeAll(async () => {
  for (const [path, content] of Object.entries(files)) write(path, content);
  mkdirSync(join(root, "notebooks/chapter"), { recursive: true });
  kernel = await startTestKernel({ cwd: join(root, "notebooks/chapter") });
}, 60_000);
afterAll(async () => {
  await kernel?.stop();
  rmSync(root, { recursive: true });
});

async function run(code: string) {
  const answer = await kernel.execute(code);
  expect(answer.reply.content.status, JSON.stringify(answer.reply.content)).toBe("ok");
  const shown = contents(answer, "execute_result")[0]?.data as Record<string, string> | undefined;
  return { shown: shown?.["text/plain"], written: text(answer) };
}

test.each([
  ["with its own suffix", "import { say } from '../../src/animal.ts';\nsay({ name: 'Rex' })", "'I am Rex'"],
  ["with that of what it becomes", "import { say } from '../../src/animal.js';\nsay({ name: 'Rex' })", "'I am Rex'"],
  ["without one", "import { all } from '../../src/zoo';\nall([{ name: 'Rex' }])", "[ 'I am Rex' ]"],
  ["as a folder, with import.meta", "import { here } from '../../src';\nhere", "'index.ts'"],
  [
    "by a path of the tsconfig",
    "import Cage, { Kind } from '@zoo/deep/enumeration';\n[Kind.dog, new Cage(3).inside]",
    "[ 1, 3 ]",
  ],
  ["later", "const { say: later } = await import('../../src/animal.ts');\nlater({ name: 'Tim' })", "'I am Tim'"],
])("a cell imports a module of another folder %s", async (_, code, shown) => {
  expect((await run(code)).shown).toBe(shown);
});

test("its types are checked, and its documentation is shown", async () => {
  const answer = await kernel.execute("import { say } from '../../src/animal.ts';\nsay({ nam: 'Rex' })");
  expect(answer.reply.content.evalue).toContain("'nam' does not exist in type 'Animal'");
  const code = "import { say } from '../../src/animal.ts';";
  const { reply } = await kernel.request("inspect_request", { code, cursor_pos: 11 });
  expect(reply.content.data).toMatchObject({ "text/plain": expect.stringContaining("Says it.") });
});

test("an error in it is placed in its source", async () => {
  const { reply } = await kernel.execute("import { fail } from '../../src/throws.ts';\nfail({ a: 1 })");
  expect(reply.content.traceback).toEqual([
    "Error: of 1",
    "../../src/throws.ts:7:9",
    "  6 |   const { a: n } = a;",
    expect.stringMatching(/^> 7 \| {3}throw new Error/),
    "    |         ^",
    "  8 | }",
    "    at fail (../../src/throws.ts:7:9)",
    expect.stringMatching(/^ {4}at cell \[\d+\]:2:1$/),
  ]);
  await run("import { fail } from '../../src/throws.ts';\nfail.name");
  const later = await kernel.execute("fail({ a: 1 })");
  expect(later.reply.content.traceback).toContain("    at fail (../../src/throws.ts:7:9)");
});

test("a type error in it is one of the cell that imports it", async () => {
  const { reply } = await kernel.execute("import { n } from '../../src/wrong.ts';\nn");
  expect(reply.content).toMatchObject({ ename: "TypeScriptError" });
  expect(reply.content.traceback).toContain("../../src/wrong.ts:1:14");
});

test("a project that is not strict has its own rules for its modules; cells are strict there too", async () => {
  write("loose/tsconfig.json", '{ "compilerOptions": { "strict": false } }');
  write("loose/same.ts", "export function same(a) { return a; }\n");
  const loose = await startTestKernel({ cwd: join(root, "loose") });
  try {
    const { reply } = await loose.execute("import { same } from './same.ts';\nsame(1)");
    expect(reply.content.status).toBe("ok");
    const { reply: refused } = await loose.execute("function other(a) { return a }");
    expect(refused.content.evalue).toContain("implicitly has an 'any' type");
  } finally {
    await loose.stop();
  }
});

test("modules that await at their top are loaded before the cell, each behind those it imports", async () => {
  write("src/waits.ts", "export const n = await new Promise<number>((done) => setTimeout(done, 20, 1));\n");
  write("src/waits-too.ts", "import { n } from './waits.ts';\nexport const m = n + (await Promise.resolve(1));\n");
  write("src/asks-them.ts", "import { m } from './waits-too.ts';\nexport const twice = 2 * m;\n");
  expect((await run("import { twice } from '../../src/asks-them.ts';\ntwice")).shown).toBe("4");
  expect((await run("const { n } = await import('../../src/waits.ts');\nn")).shown).toBe("1");
  write("src/waits.ts", "\nexport const n = await Promise.resolve(10);\n");
  expect(await run("import { twice } from '../../src/asks-them.ts';\ntwice")).toEqual({
    shown: "22",
    written: "Reloaded ../../src/waits.ts and 2 modules that import it.\n",
  });
});

test("what such a module throws is placed in its source, and it is loaded anew by the next cell", async () => {
  const code = "import { late } from '../../src/fails-late.ts';\nlate";
  write(
    "src/fails-late.ts",
    "interface A {}\nawait null;\nexport const late: number = fail();\nfunction fail(): never {\n  throw new Error('late');\n}\n",
  );
  const { reply } = await kernel.execute(code);
  expect(reply.content).toMatchObject({ ename: "Error", evalue: "late" });
  expect((reply.content.traceback as string[])[1]).toBe("../../src/fails-late.ts:5:9");
  const again = await kernel.execute(code);
  expect(again.reply.content).toMatchObject({ ename: "Error", evalue: "late" });
});

test("an error in a cell that waits for modules keeps its place", async () => {
  write("src/waits.ts", "export const n = await Promise.resolve(5);\n");
  const { reply } = await kernel.execute("import { n } from '../../src/waits.ts'; throw new Error(String(n))");
  expect(reply.content).toMatchObject({ evalue: "5" });
  expect((reply.content.traceback as string[])[1]).toMatch(/^cell \[\d+\]:1:47$/);
});

test("a module that awaits forever can be interrupted", async () => {
  write("src/forever.ts", "console.log('waiting');\nawait new Promise(() => {});\nexport const n = 1;\n");
  const running = kernel.execute("import { n } from '../../src/forever.ts';\nn");
  while (!kernel.published.some(({ content }) => content.text === "waiting\n"))
    await new Promise((done) => setTimeout(done, 5));
  kernel.process.kill("SIGINT");
  expect((await running).reply.content).toMatchObject({ ename: "Interrupted" });
  expect((await run("1 + 1")).shown).toBe("2");
});

test("one whose path no cell's text tells is refused with what to do", async () => {
  write("src/waits-alone.ts", "export const n = await Promise.resolve(1);\n");
  const { reply } = await kernel.execute("const path: string = '../../src/waits-alone.ts';\nawait import(path)");
  expect(reply.content.evalue).toBe(
    "../../src/waits-alone.ts awaits outside of its functions: import it in a cell, by its path as a literal, before " +
      "what requires it without waiting",
  );
});

test("an edited module is loaded again with those that import it, which is said in one line", async () => {
  const code = "import { all } from '../../src/zoo.ts';\nall([{ name: 'Rex' }])";
  expect(await run(code)).toEqual({ shown: "[ 'I am Rex' ]", written: "" });
  write("src/animal.ts", files["src/animal.ts"].replace("I am", "My name is"));
  expect(await run("all([{ name: 'Rex' }])")).toEqual({ shown: "[ 'I am Rex' ]", written: "" });
  expect(await run(code)).toEqual({
    shown: "[ 'My name is Rex' ]",
    written: "Reloaded ../../src/animal.ts and 2 modules that import it.\n",
  });
  expect((await run(code)).written).toBe("");
});

test("a JSON module that is edited is loaded again", async () => {
  const code = "import { kg } from '../../src/weight.json';\nkg";
  write("src/weight.json", '{ "kg": 3 }');
  expect(await run(code)).toEqual({ shown: "3", written: "" });
  write("src/weight.json", '{ "kg": 30 }');
  expect(await run(code)).toEqual({ shown: "30", written: "Reloaded ../../src/weight.json.\n" });
});

test.each([
  ["ts", "export const first = (all: string[]): string => all[0]!.trim();"],
  ["cjs", "exports.first = (all) => all[0].trim();"],
])("until then an error shows the code that runs, and says that it has been edited: %s", async (suffix, code) => {
  const path = `src/first-${suffix}.${suffix}`;
  write(path, code);
  await run(`import { first } from '../../${path}';\nfirst(['a'])`);
  write(path, `// mended\n${code.replace("all[0]", "all[1]")}`);
  const column = code.indexOf("trim") + 1;
  const { reply } = await kernel.execute("first([])");
  expect((reply.content.traceback as string[]).slice(1, 5)).toEqual([
    `../../${path}:1:${column}`,
    `> 1 | ${code}`,
    `${" ".repeat(4)}| ${" ".repeat(column - 1)}^`,
    `../../${path} has been edited since: run the cell that imports it again, to load it anew`,
  ]);
  const mended = await kernel.execute(`import { first } from '../../${path}';\nfirst([])`);
  expect(text(mended)).toBe(`Reloaded ../../${path}.\n`);
  expect((mended.reply.content.traceback as string[]).join("\n")).toContain(
    `> 2 | ${code.replace("all[0]", "all[1]")}`,
  );
});

test("its types are read again too, and errors are placed in what it is now", async () => {
  write("src/throws.ts", `// moved\n\n${files["src/throws.ts"].replace("a: number", "a: string")}`);
  const wrong = await kernel.execute("import { fail } from '../../src/throws.ts';\nfail({ a: 1 })");
  expect(wrong.reply.content.ename).toBe("TypeScriptError");
  const { reply } = await kernel.execute("import { fail } from '../../src/throws.ts';\nfail({ a: 'x' })");
  expect((reply.content.traceback as string[])[1]).toBe("../../src/throws.ts:9:9");
});

test("a module that was missing is found once it is there, and what was wrong is right once it is mended", async () => {
  const code = "import { late } from '../../src/late.ts';\nlate";
  expect((await kernel.execute(code)).reply.content.evalue).toContain("Cannot find module '../../src/late.ts'");
  write("src/late.ts", "export const late = 1;");
  expect((await run(code)).shown).toBe("1");
  write("src/wrong.ts", "export const n: number = 3;\n");
  expect((await run("import { n } from '../../src/wrong.ts';\nn")).shown).toBe("3");
});

test("a loop in it can be interrupted after an await", async () => {
  const running = kernel.execute(
    "import { spin } from '../../src/spin.ts';\nawait null; console.log('spinning'); spin();",
  );
  while (!kernel.published.some(({ content }) => content.text === "spinning\n"))
    await new Promise((done) => setTimeout(done, 5));
  kernel.process.kill("SIGINT");
  expect((await running).reply.content).toMatchObject({ ename: "Interrupted" });
});
