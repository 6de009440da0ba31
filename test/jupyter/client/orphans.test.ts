import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endWithUs } from "../../../src/jupyter/client/orphan-guard.js";
import { fixtureKernel } from "./fixture-kernel.js";
import { runs, until } from "./processes.js";

// Below node_modules, so that the bundle finds zeromq and tslab.
const root = fileURLToPath(new URL("../../../", import.meta.url));
const bundle = join(root, "node_modules/.cache/surprisal-test", `run-forever-${process.pid}.mjs`);
let folder: string;
const started: number[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "surprisal-orphans-"));
  const entryPoints = [fileURLToPath(new URL("run-forever.ts", import.meta.url))];
  await build({ entryPoints, outfile: bundle, bundle: true, platform: "node", format: "esm", packages: "external" });
});
afterAll(() => {
  for (const pid of started.filter(runs)) process.kill(pid, "SIGKILL"); // only where a test failed
  rmSync(folder, { recursive: true });
  rmSync(bundle);
});

test.skipIf(process.platform === "win32").each([
  ["SIGINT", "SIGINT", null],
  ["SIGTERM", "SIGTERM", null],
  ["exit", null, 5],
  ["throw", null, 1],
])(
  "when we end by %s, no kernel, no process of its cells and no folder stays",
  { timeout: 40_000 },
  async (ending, signal, code) => {
    const pids = join(folder, ending);
    const spec = JSON.stringify(fixtureKernel("plain-kernel.mjs"));
    const program = spawn(process.execPath, [bundle, pids, ending, spec], { cwd: folder, stdio: "ignore" });
    await until(() => existsSync(pids) && readFileSync(pids, "utf8") !== "");
    const { kernel, child, argv } = JSON.parse(readFileSync(pids, "utf8")) as {
      kernel: number;
      child: number;
      argv: string[];
    };
    started.push(kernel, child);
    expect([runs(kernel), runs(child)]).toEqual([true, true]);
    const ended = once(program, "exit");
    if (signal) program.kill(signal as NodeJS.Signals);
    expect(await ended).toEqual([code, signal]);
    expect(await until(() => !runs(kernel) && !runs(child))).toBe(true);
    const connectionFile = argv.find((part) => part.endsWith("connection.json")) ?? "";
    expect(connectionFile).not.toBe("");
    expect(existsSync(dirname(connectionFile))).toBe(false);
  },
);

test("no listener stays when there is nothing left to end", () => {
  const before = process.listenerCount("SIGTERM");
  const forget = [endWithUs(() => {}), endWithUs(() => {})];
  expect(process.listenerCount("SIGTERM")).toBe(before + 1);
  for (const call of forget) call();
  for (const call of forget) call();
  expect(process.listenerCount("SIGTERM")).toBe(before);
});
