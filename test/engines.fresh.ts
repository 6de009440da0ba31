import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TRAINED_BITS } from "./training/trained-bits.js";
import { emptyFolder, shell } from "./working-copy.js";

// One script, with the package as npm would publish it, in engines that npm installs: V8 of four years, and what each makes of
// WebAssembly. The page in Chromium is in training/trained-bits.test.ts.

const root = fileURLToPath(new URL("..", import.meta.url));
const node = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const COMMANDS = {
  "Node 20": "node_modules/node20/bin/node bits.mjs",
  "Node 22": "node_modules/node22/bin/node bits.mjs",
  "Node 24": "node_modules/node24/bin/node bits.mjs",
  "Deno 2": "npx deno run --allow-read --allow-env bits.mjs",
};
let folder: ReturnType<typeof emptyFolder>;

beforeAll(() => {
  folder = emptyFolder();
  shell(`npm pack --pack-destination ${folder.path}`, root);
  const tarball = readdirSync(folder.path).find((name) => name.endsWith(".tgz")) as string;
  writeFileSync(join(folder.path, "package.json"), '{ "name": "engines", "private": true, "type": "module" }');
  const engines = [20, 22, 24].map((version) => `node${version}@npm:${node}@${version}`);
  shell(`npm install --no-audit --no-fund ./${tarball} deno@2.9.6 ${engines.join(" ")}`, folder.path);
  buildSync({
    stdin: {
      contents: `import * as library from "surprisal";
        import { trainedBits } from "./test/training/trained-bits.js";
        console.log(await trainedBits(library));`,
      resolveDir: root,
    },
    bundle: true,
    format: "esm",
    external: ["surprisal"],
    outfile: join(folder.path, "bits.mjs"),
  });
});
afterAll(() => folder.remove());

describe("a training gives the same bits", () => {
  test.each(Object.entries(COMMANDS))("in %s", (_, command) => {
    expect(shell(command, folder.path).trim()).toBe(TRAINED_BITS);
  });
});
