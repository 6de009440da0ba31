import { afterAll, beforeAll, expect, test } from "vitest";
import { bindDeclarations } from "../../../src/jupyter/kernel/bindings.js";
import { contents, startTestKernel, type TestKernel } from "./test-kernel.js";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
}, 60_000);
afterAll(() => kernel?.stop());

/** What the last of the cells shows. */
async function run(...cells: string[]): Promise<unknown> {
  let shown: unknown;
  for (const cell of cells) {
    const answer = await kernel.execute(cell);
    expect(answer.reply.content.status, JSON.stringify(answer.reply.content)).toBe("ok");
    shown = (contents(answer, "execute_result")[0]?.data as Record<string, unknown> | undefined)?.["text/plain"];
  }
  return shown;
}

test("an assignment in a later cell reaches the functions that close over the variable", async () => {
  expect(
    await run("let count = 1; const read = () => count; const add = () => { count++ }", "count = 10", "read()"),
  ).toBe("10");
  expect(await run("add(); add()", "count")).toBe("12");
});

test("a variable that is declared anew is another one; functions keep theirs", async () => {
  expect(await run("let size = 1; const grow = () => ++size", "let size = 'big'", "grow(); [grow(), size]")).toBe(
    "[ 3, 'big' ]",
  );
});

test("all that can be declared: destructured, imported, enums, classes, namespaces, names in use here", async () => {
  await run(
    "const { a, ...rest } = { a: 1, b: 2 }; let [_, __] = [3, 4]; enum Size { big = 5 } class C { static d = 6 } namespace N { export const e = 7 } import { sep as slash } from 'node:path'; declare const ghost: number; type T = 1; interface I { x: 1 }",
  );
  expect(
    await run(
      "_ = 33; __ = 44; const t: T = 1; const i: I = { x: t }; [a, rest.b, _, __, Size.big, C.d, N.e, slash, i.x].join()",
    ),
  ).toBe("'1,2,33,44,5,6,7,/,1'");
});

test("a cell that fails halfway changes nothing that was declared before", async () => {
  await run("let steady = 1");
  await kernel.execute("let steady = 'other'; throw new Error('x')");
  expect(await run("steady + 1")).toBe("2");
});

test("only the list at the end of the code is rewritten", () => {
  expect(bindDeclarations("let a = 1;\nexport { a };")).toBe(
    "let a = 1;\n__bind({ get a() { return a; }, set a(_) { a = _; } });\nexport {};",
  );
  expect(bindDeclarations("f();\nexport {};\n")).toContain("export {};");
  expect(bindDeclarations("f();")).toBe("f();");
});
