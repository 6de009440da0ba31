import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startTestKernel, text } from "../jupyter/kernel/test-kernel.js";

const root = mkdtempSync(join(tmpdir(), "kernel-install-"));
afterAll(() => rmSync(root, { recursive: true }));

const surprisal = (...parameters: string[]) => surprisalFrom([resolve("dist/cli/main.js")], parameters);

function surprisalFrom(main: string[], parameters: string[]) {
  const env = {
    ...process.env,
    JUPYTER_DATA_DIR: join(root, "user"),
    VIRTUAL_ENV: join(root, "venv"),
    JUPYTER_PATH: "",
  };
  const run = spawnSync(process.execPath, [...main, "kernel", ...parameters], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

test.each([
  [["--user"], "user/kernels/tslab"],
  [[], "user/kernels/tslab"],
  [["--sys-prefix"], "venv/share/jupyter/kernels/tslab"],
  [["--prefix", "env", "--name", "ts"], "env/share/jupyter/kernels/ts"],
])("install %j makes %s, uninstall removes it", (place, path) => {
  expect(surprisal("install", ...place)).toMatchObject({ status: 0, said: expect.stringContaining(path) });
  const isFirst = place[0] === "--user";
  if (isFirst) expect(surprisal("install", ...place).status).toBe(0);
  const spec = JSON.parse(readFileSync(join(root, path, "kernel.json"), "utf8"));
  expect(spec).toMatchObject({ language: "typescript", metadata: { surprisal: expect.any(String) } });
  expect(spec.display_name).toBe(path.endsWith("ts") ? "TypeScript (ts)" : "TypeScript");
  if (isFirst || place[0] === "--sys-prefix") expect(surprisal("list").said).toMatch(/^tslab {2}\S+ {2}surprisal \d/m);
  expect(surprisal("uninstall", ...place).status).toBe(0);
  expect(existsSync(join(root, path))).toBe(false);
  if (!isFirst) return;
  expect(surprisal("uninstall", ...place)).toMatchObject({
    status: 1,
    said: expect.stringContaining("there is no kernel"),
  });
});

test("another kernel of the name is left alone, unless told otherwise", () => {
  const folder = join(root, "user/kernels/tslab");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), '{ "argv": ["tslab"] }');
  for (const command of ["install", "uninstall"]) {
    expect(surprisal(command)).toMatchObject({ status: 1, said: expect.stringContaining("is another kernel's") });
  }
  expect(surprisal("uninstall", "--force").status).toBe(0);
  expect(existsSync(folder)).toBe(false);
  mkdirSync(folder);
  writeFileSync(join(folder, "kernel.json"), '{ "argv": ["tslab"] }');
  expect(surprisal("install", "--force").status).toBe(0);
});

test("one place at a time, and a name that Jupyter takes", () => {
  expect(surprisal("install", "--user", "--sys-prefix").said).toContain("expected one of them");
  expect(surprisal("install", "--name", "My Kernel").said).toContain("expected lower-case letters");
});

test("npx's own copy of the package is refused, as it is there for a while only", () => {
  const copies = join(root, "_npx/1a2b/node_modules");
  mkdirSync(copies, { recursive: true });
  symlinkSync(resolve("."), join(copies, "surprisal"), "junction");
  const main = ["--preserve-symlinks", "--preserve-symlinks-main", join(copies, "surprisal/dist/cli/main.js")];
  expect(surprisalFrom(main, ["install", "--prefix", "npx"])).toMatchObject({
    status: 1,
    said: expect.stringContaining("npx keeps this package for a while only: npm install --global"),
  });
  expect(existsSync(join(root, "npx"))).toBe(false);
});

test("the installed kernel runs in a folder without a project", async () => {
  surprisal("install", "--force");
  const { argv } = JSON.parse(readFileSync(join(root, "user/kernels/tslab/kernel.json"), "utf8")) as { argv: string[] };
  expect(argv[0]).toBe(process.execPath);
  const kernel = await startTestKernel({ argv: argv.slice(1) });
  try {
    expect(text(await kernel.execute("import { basename } from 'node:path';\nconsole.log(basename('/a/b'))"))).toBe(
      "b\n",
    );
  } finally {
    await kernel.stop();
  }
});
