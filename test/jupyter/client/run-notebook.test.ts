import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { canonical } from "../../../src/jupyter/client/canonical.js";
import { type KernelSpec, stockTslab } from "../../../src/jupyter/client/kernelspecs.js";
import { type CellProgress, type RunOptions, runNotebook } from "../../../src/jupyter/client/run-notebook.js";
import { stringify } from "../../../src/jupyter/client/stringify.js";
import type { CodeCell, Notebook } from "../../../src/jupyter/notebook.js";
import { codeCell, display, markdownCell, notebook, stderr, stdout } from "./cells.js";
import { fixtureKernel } from "./fixture-kernel.js";
import { runs, until } from "./processes.js";

let tslab: KernelSpec;
let cwd: string;
beforeAll(async () => {
  tslab = await stockTslab();
  cwd = mkdtempSync(join(tmpdir(), "surprisal-run-"));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const run = (given: Notebook, options: Partial<RunOptions> = {}) =>
  runNotebook(given, { kernel: tslab, cwd, timeout: 20_000, ...options });
const runPlain = (given: Notebook, options: Partial<RunOptions> = {}) =>
  run(given, { kernel: fixtureKernel("plain-kernel.mjs"), ...options });
const outputs = (given: Notebook) => given.cells.map((cell) => (cell as CodeCell).outputs);
const program = (source: string): KernelSpec => ({ ...tslab, argv: [process.execPath, "-e", source] });
const pidFile = (name: string) =>
  `require("fs").writeFileSync(${JSON.stringify(join(cwd, name))}, String(process.pid));`;
const pidIn = (name: string) => Number(readFileSync(join(cwd, name), "utf8"));

describe("in stock tslab", { timeout: 30_000 }, () => {
  test("values, streams, displays and their updates, late output, skipped cells", async () => {
    const progress: CellProgress[] = [];
    const given = notebook(
      codeCell("const x: number = 6; x * 7", { id: "value", execution_count: 9, outputs: [stdout("old")] }),
      markdownCell("# no code"),
      codeCell(" \n", { id: "empty", execution_count: 9, outputs: [stdout("old")] }),
      codeCell("console.log('out'); console.error('err'); console.log('out'); process.cwd()", { id: "streams" }),
      codeCell(
        "import * as tslab from 'tslab'; tslab.display.html('<b>x</b>'); const d = tslab.newDisplay(); d.text('1 %')",
        {
          id: "display",
        },
      ),
      codeCell("d.text('100 %');", { id: "update" }),
    );
    const before = structuredClone(given);
    const result = await run(given, { onCell: (cell) => progress.push(cell) });
    expect(result.errors).toEqual([]);
    expect(result.warnings).toEqual([]);
    expect([result.ran, result.of]).toEqual([4, 4]);
    const [value, , empty, streams, shown, update] = outputs(result.notebook);
    expect(value).toEqual([stdout("42\n")]);
    expect(empty).toEqual([]);
    expect(streams).toEqual([stdout("out\n"), stderr("err\n"), stdout(`out\n${cwd}\n`)]);
    expect(shown).toEqual([display({ "text/html": "<b>x</b>" }), display({ "text/plain": "100 %" })]);
    expect(update).toEqual([]);
    const counts = result.notebook.cells.map((cell) => (cell as CodeCell).execution_count);
    expect(counts).toEqual([1, undefined, null, 2, 3, 4]);
    expect(progress.map(({ state, index, id, number, of }) => `${state} ${index} ${id} ${number}/${of}`)).toEqual(
      ["0 value 1/4", "3 streams 2/4", "4 display 3/4", "5 update 4/4"].flatMap((at) => [
        `started ${at}`,
        `finished ${at}`,
      ]),
    );
    expect(given).toEqual(before);
  });

  test("an error stops the run: the cell, its line, the text; what follows is not run", async () => {
    const result = await run(
      notebook("const a = 1; a", "const b = 2;\nconst c: number = 'x';", "console.log('never')"),
    );
    expect(result.errors).toHaveLength(1);
    expect(result.errors[0]).toMatchObject({
      kind: "error in cell",
      cell: { index: 1, id: "cell-2", number: 2, firstLine: "const b = 2;" },
      line: 2,
      text: "2:7 - Type 'string' is not assignable to type 'number'.",
    });
    expect(result.ran).toBe(2);
    const [first, failed, never] = result.notebook.cells as CodeCell[];
    expect(first.outputs).toEqual([stdout("1\n")]);
    expect(failed.outputs).toHaveLength(1);
    expect([never.outputs, never.execution_count]).toEqual([[], null]);
  });

  test("a cell tagged raises-exception may fail; output that stock tslab loses is not lost in silence", async () => {
    const result = await run(
      notebook(
        codeCell("throw new RangeError('on purpose')", { metadata: { tags: ["raises-exception"] } }),
        "1 + 1",
        "for (let i = 0; i < 2000; i++) console.log(i);",
        "'next'",
      ),
    );
    expect(result.errors).toEqual([]);
    const [raised, two, , next] = outputs(result.notebook);
    expect(JSON.stringify(raised)).toContain("RangeError: on purpose");
    expect(two).toEqual([stdout("2\n")]);
    expect(result.warnings).toHaveLength(1);
    expect(result.warnings[0]).toContain("code cell 3 (id cell-3");
    expect(next).toEqual([stdout("next\n")]);
  });
});

describe("whatever the kernel", { timeout: 30_000 }, () => {
  test.each([
    ["a loop", "while (true) {}"],
    ["a promise that never settles", "await new Promise(() => {})"],
  ])("%s is a timeout", async (_, source) => {
    const result = await runPlain(notebook(pidFile("timeout"), source, "1"), { timeout: 1500 });
    expect(result.errors).toMatchObject([{ kind: "timeout", cell: { id: "cell-2", number: 2 } }]);
    expect(result.errors[0].message).toMatch(/^Timeout: code cell 2 \(id cell-2, .* took longer than 1.5 s/);
    expect(await until(() => !runs(pidIn("timeout")))).toBe(true);
  });

  test("a kernel killed from inside, and one that exits", async () => {
    const killed = await runPlain(notebook("await log('before')", "process.kill(process.pid, 'SIGKILL')", "1"));
    expect(killed.errors).toMatchObject([{ kind: "kernel died", cell: { index: 1 } }]);
    expect(killed.errors[0].message).toContain("signal SIGKILL");
    expect(outputs(killed.notebook)).toEqual([[stdout("before\n")], [], []]);
    const exited = await runPlain(notebook("require('fs').writeSync(2, 'last words'); process.exit(3)"));
    expect(exited.errors).toMatchObject([{ kind: "kernel died", text: "last words" }]);
    expect(exited.errors[0].message).toContain("exit code 3");
  });

  test("a kernel killed from outside", async () => {
    const running = runPlain(notebook(`${pidFile("outside")} await new Promise(() => {})`));
    await until(() => existsSync(join(cwd, "outside")));
    process.kill(pidIn("outside"), "SIGKILL");
    expect((await running).errors).toMatchObject([{ kind: "kernel died", cell: { number: 1 } }]);
  });

  test("over TCP, where the temporary folder's path is too long for Unix sockets", async () => {
    const long = join(cwd, "x".repeat(80));
    mkdirSync(long);
    vi.stubEnv("TMPDIR", long);
    try {
      const result = await runPlain(notebook("await log(1)"));
      expect(result.errors).toEqual([]);
      expect(outputs(result.notebook)).toEqual([[stdout("1\n")]]);
      expect(readdirSync(long)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test.each([
    ["shut down", "0", []],
    ["gone by itself", "process.exit(0)", [{ kind: "kernel died" }]],
  ])("processes that a cell started end with a kernel that is %s", async (how, last, errors) => {
    const source = `const child = require('child_process').spawn('sleep', ['600']);
      require('fs').writeFileSync(${JSON.stringify(join(cwd, how))}, String(child.pid)); ${last}`;
    expect((await runPlain(notebook(source))).errors).toMatchObject(errors);
    expect(await until(() => !runs(pidIn(how)))).toBe(true);
  });

  test("aborted: the reason is thrown, the kernel is gone", async () => {
    const controller = new AbortController();
    const running = runPlain(notebook(`${pidFile("aborted")} await new Promise(() => {})`), {
      signal: controller.signal,
    });
    await until(() => existsSync(join(cwd, "aborted")));
    controller.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    expect(await until(() => !runs(pidIn("aborted")))).toBe(true);
    await expect(runPlain(notebook("1"), { signal: controller.signal })).rejects.toThrow("enough");
  });
});

// Twenty in CI, where time is less dear than here.
const repetitions = process.env.CI === "true" ? 20 : 2;
test(`${repetitions} runs are identical`, { timeout: 240_000 }, async () => {
  const given = notebook(
    "const xs = [1, 2, 3].map((x) => x / 7); console.log(xs); console.error('e'); xs",
    "import * as tslab from 'tslab'; const d = tslab.newDisplay(); for (let i = 0; i < 50; i++) d.text(String(i));",
    "setTimeout(() => console.log('later'), 5); await new Promise((r) => setTimeout(r, 30)); console.log('own')",
    "for (let i = 0; i < 200; i++) console.log(i)",
  );
  const written = new Set<string>();
  const once = async () => {
    const result = await run(given);
    expect(result.errors).toEqual([]);
    written.add(stringify(canonical(result.notebook)));
  };
  for (let i = 0; i < repetitions; i += 2) await Promise.all([once(), once()]);
  expect(written.size).toBe(1);
  expect([...written][0]).toContain('"199\\n"');
});

describe("a kernel that cannot start", { timeout: 20_000 }, () => {
  test.each([
    [
      "its program does not exist",
      { argv: ["/no/such/program", "{connection_file}"] },
      "spawn /no/such/program ENOENT",
    ],
    [
      "it ends at once",
      program("console.error('no licence'); process.exit(4)"),
      "exit code 4; its last output:\nno licence",
    ],
    ["it stays silent", program("setInterval(() => {}, 1000)"), "no answer within 1.5 s"],
  ])("%s", async (_, spec, why) => {
    const result = await run(notebook("1"), { kernel: { ...tslab, ...spec }, startTimeout: 1500 });
    expect(result.errors).toMatchObject([{ kind: "kernel could not start" }]);
    expect(result.errors[0].message).toBe(`The kernel TypeScript could not start: ${why}`);
    expect(result.errors[0].cell).toBeUndefined();
    expect([result.ran, result.of]).toEqual([0, 1]);
  });

  test("a folder that does not exist", async () => {
    const result = await run(notebook("1"), { cwd: join(cwd, "nowhere") });
    expect(result.errors).toMatchObject([{ kind: "kernel could not start" }]);
  });
});

test("messages that are unsigned, wrongly signed or malformed are ignored", { timeout: 20_000 }, async () => {
  const result = await run(notebook("anything"), { kernel: fixtureKernel("careless-kernel.mjs") });
  expect(result.errors).toEqual([]);
  expect(outputs(result.notebook)).toEqual([[stdout("signed\n")]]);
});
