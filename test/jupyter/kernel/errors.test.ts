import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, startTestKernel, type TestKernel, text } from "./test-kernel.js";

let kernel: TestKernel;
const root = mkdtempSync(join(tmpdir(), "errors-"));

beforeAll(async () => {
  mkdirSync(join(root, "notebooks"));
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(join(root, "notebooks", "pets.cjs"), "exports.bark = (pet) => {\n  return pet.name.first;\n};\n");
  kernel = await startTestKernel({ cwd: join(root, "notebooks") });
}, 60_000);
afterAll(async () => {
  await kernel?.stop();
  rmSync(root, { recursive: true });
});

/** The error of a cell; its traceback as lines after the message. */
async function fail(code: string) {
  const answer = await kernel.execute(code);
  const [error] = contents(answer, "error") as { ename: string; evalue: string; traceback: string[] }[];
  expect(error, `no error of ${code}`).toBeDefined();
  expect(answer.reply.content).toMatchObject({ status: "error", ...error });
  expect(JSON.stringify(error)).not.toContain(root);
  expect(JSON.stringify(error)).not.toContain("\\u001b");
  return { ...error, where: error.traceback[1]?.replace(/^cell \[\d+\]:/, "") };
}

test("an error has name, message, place, excerpt and the calls that led there", async () => {
  const error = await fail(
    "function f(n: number): number {\n  if (n === 0) throw new RangeError('too low');\n  return f(n - 1);\n}\n\nf(3);",
  );
  expect(error).toMatchObject({ ename: "RangeError", evalue: "too low" });
  const cell = /cell \[\d+\]/.exec(error.traceback[1])?.[0];
  expect(error.traceback).toEqual([
    "RangeError: too low",
    `${cell}:2:22`,
    "  1 | function f(n: number): number {",
    "> 2 |   if (n === 0) throw new RangeError('too low');",
    "    |                      ^",
    "  3 |   return f(n - 1);",
    `    at f (${cell}:2:22)`,
    `    at f (${cell}:3:10) … 3 times`,
    `    at ${cell}:6:1`,
  ]);
});

test.each([
  ["let a: any;\na.b.c", "2:3"],
  ["let a: any; a.b.c", "1:15"],
  ["const before = 1;\n\n  (undefined as any).x;", "3:22"],
  ["import { readFileSync } from 'node:fs';\nreadFileSync('/none')", "2:1"],
  ["await 0;\nthrow new Error('x')", "2:7"],
  ["await Promise.reject(new Error('x'))", "1:22"],
  ["const o = {\n  get x(): number { throw new Error('x'); },\n};\nlet s = 1 + o.x;", "2:27"],
  [
    "interface A { b: number }\ntype B = A;\nenum C { D }\nclass E<T> { constructor(readonly t: T) { throw new Error('x'); } }\nnew E(1)",
    "4:49",
  ],
  ["for (const i of [1]) {\n  [1].map((x) => {\n    JSON.parse('{');\n  });\n}", "3:10"],
  ["let x = 1; // comment\n/* two\nlines */ throw new Error(String(x))", "3:16"],
])("the place of the error in %j is %s", async (code, where) => {
  expect((await fail(code)).where).toBe(where);
});

test("a place in an earlier cell carries that cell's number, also after a redeclaration", async () => {
  const defined = await kernel.execute("const divide = (n: number) => {\n  throw new Error('of ' + n);\n}");
  const { execution_count } = defined.reply.content;
  await kernel.execute("const keep = divide");
  await kernel.execute("const divide = 1");
  const error = await fail("keep(1)");
  expect(error.traceback[1]).toBe(`cell [${execution_count}]:2:9`);
  expect(error.traceback.at(-1)).toMatch(/^ {4}at cell \[\d+\]:1:1$/);
});

test("the calls of the reader's modules are named by relative paths, those of Node and packages are not named", async () => {
  const error = await fail("const { bark } = require('./pets.cjs');\n[{}].forEach((pet) => bark(pet));");
  expect(error.traceback[1]).toBe("./pets.cjs:2:19");
  expect(error.traceback).toContain(">  2 |   return pet.name.first;".replace(">  ", "> "));
  expect(error.traceback.at(-1)).toMatch(/at cell \[\d+\]:2:6$/);
  expect(error.traceback.join("\n")).not.toMatch(/node:|node_modules|forEach/);
});

test("causes are shown, those that are no errors too", async () => {
  const error = await fail(
    "const deep = new TypeError('deep', { cause: { code: 7 } });\nthrow new Error('outer', { cause: deep })",
  );
  expect(error.traceback).toContain("caused by TypeError: deep");
  expect(error.traceback).toContain("caused by { code: 7 }");
});

test("the errors of an AggregateError are shown", async () => {
  const error = await fail("await Promise.any([Promise.reject(new Error('one')), Promise.reject(new Error('two'))])");
  expect(error.traceback.join("\n")).toMatch(/one of them: Error: one[\s\S]*one of them: Error: two/);
});

test("a class that forgot to set its name is named; what is no error is shown", async () => {
  expect((await fail("class PetError extends Error {}\nthrow new PetError('x')")).ename).toBe("PetError");
  expect(await fail("throw { not: 'an error' }")).toMatchObject({
    ename: "Thrown",
    traceback: ["Thrown: { not: 'an error' }"],
  });
});

test("all type errors are reported, with places, marked text and the compiler's help", async () => {
  const error = await fail("const width: number = 'a';\nlet height = 2;\nconsole.log(heigth);\nMath.flor(2)");
  expect(error).toMatchObject({
    ename: "TypeScriptError",
    evalue: "Type 'string' is not assignable to type 'number'. (and 2 more errors)",
  });
  const cell = /cell \[\d+\]/.exec(error.traceback[1])?.[0];
  expect(error.traceback).toEqual([
    "TS2322: Type 'string' is not assignable to type 'number'.",
    `${cell}:1:7`,
    "> 1 | const width: number = 'a';",
    "    |       ^^^^^",
    "  2 | let height = 2;",
    "TS2552: Cannot find name 'heigth'. Did you mean 'height'?",
    `${cell}:3:13`,
    "  2 | let height = 2;",
    "> 3 | console.log(heigth);",
    "    |             ^^^^^^",
    "  4 | Math.flor(2)",
    `    ${cell}:2:5 'height' is declared here.`,
    "TS2551: Property 'flor' does not exist on type 'Math'. Did you mean 'floor'?",
    `${cell}:4:6`,
    "  3 | console.log(heigth);",
    "> 4 | Math.flor(2)",
    "    |      ^^^^",
    expect.stringContaining("'floor' is declared here."),
  ]);
});

test("cells are strict", async () => {
  expect((await fail("const first = [1, 2].find((x) => x > 1);\nfirst + 1")).traceback[0]).toMatch(/^TS18048/);
  expect((await fail("function f(a) { return a }")).traceback[0]).toMatch(/^TS7006/);
});

test("a syntax error is one too", async () => {
  expect((await fail("const = 3")).traceback[0]).toMatch(/^TS1134: Variable declaration expected/);
});

test("the stack that a cell prints is in lines of cells and without absolute paths", async () => {
  const answer = await kernel.execute("function g() {\n  return new Error('shown');\n}\nconsole.log(g())");
  expect(text(answer)).toMatch(/^Error: shown\n {4}at g \(cell \[\d+\]:2:10\)\n {4}at cell \[\d+\]:4:13\n$/);
});

test("a module that is not there is named without this machine's paths", async () => {
  expect(await fail("require('not-there')")).toMatchObject({ evalue: "Cannot find module 'not-there'", where: "1:1" });
  expect((await fail("import x from 'not-there'")).where).toBe("1:15");
});
