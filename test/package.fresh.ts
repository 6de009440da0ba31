import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canBrowse, launchChromium } from "./chromium.js";
import { emptyFolder, shell } from "./working-copy.js";

// The package as npm would publish it, installed in an empty folder with nothing beside it.

const root = fileURLToPath(new URL("..", import.meta.url));
let folder: ReturnType<typeof emptyFolder>;
const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);

beforeAll(() => {
  folder = emptyFolder();
  shell(`npm pack --pack-destination ${folder.path}`, root);
  const tarball = readdirSync(folder.path).find((name) => name.endsWith(".tgz")) as string;
  write("package.json", '{ "name": "consumer", "private": true, "type": "module" }');
  shell(`npm install ./${tarball}`, folder.path);
});
afterAll(() => folder.remove());

describe("the packed package", () => {
  test("holds what it needs and no more", () => {
    const own = join(folder.path, "node_modules/surprisal");
    expect(readdirSync(own).sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "dist", "package.json"]);
    const tarball = readdirSync(folder.path).find((name) => name.endsWith(".tgz")) as string;
    expect(statSync(join(folder.path, tarball)).size).toBeLessThan(2_000_000);
    expect(readdirSync(join(folder.path, "node_modules"))).not.toContain("danfojs-node");
  });

  test("works from JavaScript", () => {
    write("a.js", 'import { crossEntropy } from "surprisal";\nconsole.log(crossEntropy([1, 0], [0.5, 0.5]));\n');
    expect(shell("node a.js", folder.path).trim()).toBe(String(Math.LN2));
  });

  test("works from TypeScript, strict, with the declarations checked", () => {
    write(
      "b.ts",
      `import { logits, sigmoidCrossEntropy, softmax, softmaxCrossEntropy } from "surprisal";
import { surprisal } from "surprisal/information";
const gradient: Float64Array | Float32Array = softmaxCrossEntropy([[1, 2]], [0], { gradient: true }).gradient.data;
console.log(surprisal(0.5) + sigmoidCrossEntropy([0], [1]).mean, gradient.length);
// @ts-expect-error probabilities are not logits
() => softmaxCrossEntropy(softmax(logits([[1, 2]])), [0]);
`,
    );
    const options = "--strict --module nodenext --target es2022 --lib es2022,dom --skipLibCheck false";
    shell(`node ${root}/node_modules/typescript/bin/tsc ${options} b.ts`, folder.path);
    expect(shell("node b.js", folder.path).trim()).toBe(`${2 * Math.LN2} 2`);
  });

  test.skipIf(!canBrowse("the package in a browser page"))("works in a bundled browser page", async () => {
    write(
      "c.js",
      `import { adam, dense, fit, matrix, sequential, sigmoidCrossEntropy } from "surprisal";
const train = { features: matrix(2, 1, Float64Array.of(-1, 1)), targets: Int32Array.of(0, 1), featureNames: ["x"],
  classNames: ["no", "yes"], rowNumbers: Int32Array.of(1, 2) };
const model = sequential([dense(1)], { inputs: 1, seed: 1 });
const options = { loss: sigmoidCrossEntropy, optimizer: adam(0.1), epochs: 50, seed: 1 };
fit(model, train, options).toEnd().then((history) => { document.title = "loss " + history.at(-1).train.mean; });
`,
    );
    shell(`${root}/node_modules/.bin/esbuild c.js --bundle --format=iife --outfile=c.bundle.js`, folder.path);
    write("c.html", '<!doctype html><meta charset="utf-8"><script src="c.bundle.js"></script>');
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`file://${folder.path}/c.html`);
      await page.waitForFunction(() => document.title.startsWith("loss "));
      const loss = Number((await page.title()).slice("loss ".length));
      expect(loss).toBeGreaterThan(0);
      expect(loss).toBeLessThan(Math.LN2);
    } finally {
      await browser.close();
    }
  });

  test("has a command line that explains itself", () => {
    const help = shell("npx surprisal --help", folder.path);
    for (const command of ["run", "publish", "format"]) expect(help).toContain(command);
  });

  test("says what to install where a room needs it", () => {
    write("d.js", 'import { readTable } from "surprisal";\nreadTable("x.csv").catch((e) => console.log(e.message));\n');
    expect(shell("node d.js", folder.path)).toContain("npm install danfojs-node");
    write("n.ipynb", JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] }));
    expect(() => shell("npx surprisal run n.ipynb", folder.path)).toThrow(/npm install (zeromq|tslab)/);
  });
});
