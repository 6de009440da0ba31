import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

// The extension as `npm run lab` puts it together; what it does in JupyterLab is tried by `npm run test:lab`.

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "surprisal-extension-"));
  const { assembleExtension } = await import(new URL("../../jupyter/furnish.mjs", import.meta.url).href);
  assembleExtension({ root, target: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modules = () =>
  readdirSync(join(folder, "static"), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, "static", name))
    .filter((path) => path.endsWith(".js") && statSync(path).isFile());

test("JupyterLab is told of files that are there", () => {
  const { name, jupyterlab } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  expect(name).toBe("surprisal");
  expect(existsSync(join(folder, jupyterlab._build.load))).toBe(true);
});

test("every import leads to a file of its own, and none to a package", () => {
  const missing = modules()
    .filter((path) => !path.endsWith("plotly.min.js"))
    .flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)"/gm)]
        .filter(([, to]) => !to.startsWith(".") || !existsSync(join(dirname(path), to)))
        .map(([, to]) => `${relative(folder, path)} imports ${to}`),
    );
  expect(missing).toEqual([]);
  expect(modules().some((path) => path.endsWith("registry.js"))).toBe(true);
});

test("no module asks another host for anything", () => {
  const own = modules().filter((path) => !path.endsWith("plotly.min.js"));
  const asking = own.filter((path) =>
    /\b(?:fetch|import)\(\s*["'`]https?:|src = ["'`]https?:/.test(readFileSync(path, "utf8")),
  );
  expect(asking).toEqual([]);
});
