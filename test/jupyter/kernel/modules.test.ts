import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contents, startTestKernel, type TestKernel } from "./test-kernel.js";

/** A project whose notebooks import it by its name. */
const files: Record<string, string> = {
  "package.json": JSON.stringify({
    name: "pets",
    type: "module",
    exports: {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./*": { types: "./dist/*/index.d.ts", default: "./dist/*/index.js" },
    },
  }),
  "dist/index.js": "export const name = 'Rex';",
  "dist/index.d.ts": "/** What it is called. */\nexport declare const name: string;",
  "dist/cats/index.js": "export default class Cat { legs = 4 }",
  "dist/cats/index.d.ts": "export default class Cat { legs: number }",
  "notebooks/ages.json": '{ "Rex": 7 }',
  "data/weights.json": '[{ "kg": 12 }]',
  "lib/plain.js": "export const twice = (x) => 2 * x;",
  "node_modules/untyped/package.json": '{ "name": "untyped", "version": "1.0.0", "main": "main.js" }',
  "node_modules/untyped/main.js": "exports.answer = 42;",
};

let kernel: TestKernel;
const root = mkdtempSync(join(tmpdir(), "modules-"));
beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  kernel = await startTestKernel({ cwd: join(root, "notebooks") });
}, 60_000);
afterAll(async () => {
  await kernel?.stop();
  rmSync(root, { recursive: true });
});

test.each([
  ["the project by its own name", "import { name } from 'pets';\nname.length", "3"],
  ["a subpath of exports", "import Cat from 'pets/cats';\nnew Cat().legs + 1", "5"],
  ["all of it", "import * as pets from 'pets';\npets.name", "'Rex'"],
  ["later", "const { name: later } = await import('pets');\nlater", "'Rex'"],
  ["a JSON module", "import ages from './ages.json';\nages.Rex.toFixed(1)", "'7.0'"],
  ["a JSON module with its attribute", "import known from './ages.json' with { type: 'json' };\nknown.Rex", "7"],
  ["a JSON module of another folder", "import weights from '../data/weights.json';\nweights[0].kg + 1", "13"],
  ["plain JavaScript", "import { twice } from '../lib/plain.js';\ntwice(4)", "8"],
  ["a package without types", "import { answer } from 'untyped';\nanswer + 1", "43"],
  ["Node's modules", "import { basename } from 'node:path';\nbasename('/a/b')", "'b'"],
])("a cell imports %s", async (_, code, shown) => {
  const answer = await kernel.execute(code);
  expect(answer.reply.content.status, JSON.stringify(answer.reply.content)).toBe("ok");
  expect(contents(answer, "execute_result")[0]?.data).toEqual({ "text/plain": shown });
});

test("what a cell imported is known to later cells, with its type and documentation", async () => {
  await kernel.execute("import { name } from 'pets'");
  const wrong = await kernel.execute("name.toFixed()");
  expect(wrong.reply.content.evalue).toContain("Property 'toFixed' does not exist on type 'string'.");
  const { reply } = await kernel.request("inspect_request", { code: "name", cursor_pos: 2 });
  expect(reply.content.data).toMatchObject({ "text/plain": expect.stringContaining("What it is called.") });
});
