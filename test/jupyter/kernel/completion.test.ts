import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestKernel, type TestKernel } from "./test-kernel.js";

let kernel: TestKernel;
const root = mkdtempSync(join(tmpdir(), "completion-"));
beforeAll(async () => {
  for (const folder of ["src", "notebooks"]) mkdirSync(join(root, folder));
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(
    join(root, "src/animal.ts"),
    "/** Says it. */\nexport const say = (n: number): number => n;\nexport const sea = 1;\n",
  );
  writeFileSync(
    join(root, "src/creatures.ts"),
    "export function walk(): void {}\nexport class Animal {}\nexport interface Keeper { name: string }\n",
  );
  writeFileSync(join(root, "src/facts.json"), "{}");
  writeFileSync(join(root, "src/zoo.ts"), 'export { walk, Animal, type Keeper } from "./creatures.ts";\n');
  kernel = await startTestKernel({ cwd: join(root, "notebooks") });
  await kernel.execute("const weather = { wind: 1 };\nconst __names = 1;\n/** Wet. */\nconst rain = 2;");
  await kernel.execute("const weather = { snow: 1 };\nimport { walk } from '../src/zoo.ts';\nwalk();");
}, 60_000);
afterAll(async () => {
  await kernel?.stop();
  rmSync(root, { recursive: true });
});

interface Reply {
  matches: string[];
  cursor_start: number;
  cursor_end: number;
  metadata: { _jupyter_types_experimental: Record<string, unknown>[] };
}

/** Completes where the bar is. */
async function complete(code: string) {
  const cursor_pos = code.indexOf("|");
  const { reply } = await kernel.request("complete_request", { code: code.replace("|", ""), cursor_pos });
  const { matches, cursor_start, cursor_end, metadata } = reply.content as unknown as Reply;
  const replaced = code.replace("|", "").slice(cursor_start, cursor_end);
  return { matches, replaced, first: metadata._jupyter_types_experimental[0] };
}

test.each([
  ["Math.sq|", ["sqrt"], "sq", "method"],
  ["Math.sq|(2)", ["sqrt"], "sq", "method"],
  ["weather.|", ["snow"], "", "property"],
  ["weather['sn|']", ["snow"], "sn", "property"],
  ["const sky = { Rain: 1, terrain: 2 }; sky.rai|", ["Rain"], "rai", "property"],
  ["const sky = { Rain: 1, terrain: 2 }; sky.erra|", ["terrain"], "erra", "property"],
  ["const f = (parseMe: number) => parse|", ["parseMe", "parseFloat", "parseInt"], "parse", "variable"],
  ["__na|", ["__names"], "__na", "constant"],
  ["import { sa| } from '../src/animal.ts'", ["say"], "sa", "constant"],
  ["import { say as tell } from '../src/animal.ts'; tel|", ["tell"], "tel", "constant"],
  ["import { wal| } from '../src/zoo.ts'", ["walk"], "wal", "function"],
  ["import { Anim| } from '../src/zoo.ts'", ["Animal"], "Anim", "class"],
  ["import { Kee| } from '../src/zoo.ts'", ["Keeper"], "Kee", "interface"],
  ["import * as zoo from '../src/zoo.ts'; zoo.Ani|", ["Animal"], "Ani", "class"],
  ["wal|", ["walk"], "wal", "function"],
  ["import * as zoo from '../src/zoo.ts'; zo|", ["zoo"], "zo", "module"],
  ["import { unicorn } from '../src/animal.ts'; unico|", ["unicorn"], "unico", "module"],
  ["import { say } from '../src/a|'", ["animal"], "a", "file"],
  ["import { say } from '../s|'", ["src"], "s", "folder"],
  ["import fs from 'node:fs/p|'", ["promises"], "p", "module"],
  ["const f = (pet: { name: string }) => pet.na|", ["name"], "na", "property"],
  ["nowhere.x.|", [], "", undefined],
])("%s", async (code, matches, replaced, type) => {
  const found = await complete(code);
  expect(found.matches).toEqual(matches);
  expect(found.replaced).toBe(replaced);
  expect(found.first?.type).toBe(type);
});

test("candidates come with signature and documentation", async () => {
  expect((await complete("rai|")).first).toMatchObject({ signature: "const rain: 2", documentation: "Wet." });
  expect((await complete("import { sa| } from '../src/animal.ts'")).first).toMatchObject({
    signature: "const say: (n: number) => number",
    documentation: "Says it.",
  });
});

test("inspection tells the documentation of what an earlier cell declared, with its tags as Markdown", async () => {
  await kernel.execute(
    "/**\n * Adds.\n *\n * @param a one, in nats\n * @example\n * add(1);\n */\nfunction add(a: number) { return a }",
  );
  await kernel.execute("1");
  const { reply } = await kernel.request("inspect_request", { code: "add(1)", cursor_pos: 2 });
  expect(reply.content.data).toEqual({
    "text/plain": "function add(a: number): number\n\nAdds.\n\n@param a one, in nats\n@example add(1);",
    "text/markdown":
      "```ts\nfunction add(a: number): number\n```\n\nAdds.\n\n*@param* a one, in nats\n\n*@example*\n```ts\nadd(1);\n```",
  });
});

test.each([
  ["that ends at the cursor", "rain;", 4],
  ["whose parenthesis has just been opened", "rain(", 5],
])("inspection finds the name %s", async (_, code, cursor_pos) => {
  const { reply } = await kernel.request("inspect_request", { code, cursor_pos });
  expect(reply.content).toMatchObject({ found: true, data: { "text/plain": "const rain: 2\n\nWet." } });
});

test("signatures name the reader's modules by relative paths", async () => {
  const code = "import facts from '../src/facts.json'; const park = await import('../src/zoo.ts'); park";
  const signature = 'const park: typeof import("../src/zoo.ts")';
  expect((await complete(`${code}|`)).first.signature).toBe(signature);
  const inspected = async (cursor_pos: number) =>
    (await kernel.request("inspect_request", { code, cursor_pos })).reply.content.data;
  expect(await inspected(code.length)).toMatchObject({ "text/plain": signature });
  expect(await inspected(code.indexOf("facts.json"))).toEqual({
    "text/plain": 'module "../src/facts"',
    "text/markdown": '```ts\nmodule "../src/facts"\n```',
  });
});
