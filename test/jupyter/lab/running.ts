import { expect, test } from "vitest";
import { errors, type Lab } from "./lab.js";
import { root } from "./lab-server.js";

/** How cells run and end: errors, what is queued behind them, interrupts, a restart. */
export function testRunning(lab: Lab): void {
  test("an error shows in its cell and stops those after it; a restart forgets everything", async () => {
    await lab.openCells("error.ipynb", [
      "const kept = 1;",
      'function fall(): never {\n  throw new RangeError("too high: " + kept);\n}\nfall();',
      'console.log("not reached");',
      "kept + 1",
    ]);
    await lab.runAll();
    expect(errors(await lab.notebook())).toEqual(["RangeError: too high: 1"]);
    const shown = (await lab.output(1).innerText()).replaceAll("\u00a0", " ");
    expect(shown).toContain("RangeError: too high: 1");
    expect(shown).toContain("cell [2]:2:9");
    expect(shown).toMatch(/^> 2 \| {3}throw new RangeError\("too high: " \+ kept\);\n {4}\| {9}\^$/m);
    expect(shown).not.toContain(root);
    expect(await lab.output(2).innerText()).not.toContain("not reached");
    const counts = (await lab.notebook()).cells.map((cell) => cell.cell_type === "code" && cell.execution_count);
    expect(counts).toEqual([1, 2, null, null]);
    await lab.screenshot("error");

    await lab.runCell(3);
    expect(await lab.output(3).innerText()).toContain("2");
    await lab.restart();
    await lab.runCell(3);
    await expect.poll(() => lab.output(3).innerText()).toMatch(/Cannot find name 'kept'/);
    await lab.screenshot("type-error");
    await lab.runCell(0);
    await lab.runCell(3);
    await expect.poll(() => lab.output(3).innerText()).toMatch(/^\D*\d*\D*2\s*$/);
  });

  test("an interrupt ends a loop, a wait and a loop that waits, and the kernel goes on", async () => {
    const endless = [
      'console.log("begun");\nwhile (true) {}',
      'console.log("begun");\nawait new Promise(() => {});',
      'console.log("begun");\nlet rounds = 0;\nwhile (true) {\n  await new Promise((resolve) => setTimeout(resolve, 5));\n  rounds++;\n}',
    ];
    await lab.openCells("endless.ipynb", ["const kept = 41;", ...endless, "kept + 1"]);
    await lab.runCell(0);
    for (const index of [1, 2, 3]) {
      await lab.runCell(index, { wait: false });
      await expect.poll(() => lab.output(index).innerText()).toContain("begun");
      expect(await lab.kernelStatus()).toBe("busy");
      await lab.command("notebook:interrupt-kernel");
      await lab.untilIdle();
      await expect.poll(async () => errors(await lab.notebook())).toHaveLength(index);
    }
    expect(new Set(errors(await lab.notebook()))).toEqual(new Set(["Interrupted: the cell was interrupted"]));
    await lab.runCell(4);
    expect(await lab.output(4).innerText()).toContain("42");
    await lab.screenshot("interrupted");
  });

  test("JupyterLab starts another kernel when one has exited, run out of memory or been killed", async () => {
    const deaths = [
      "process.exit(3)",
      'import { setFlagsFromString } from "node:v8";\nsetFlagsFromString("--max-old-space-size=200");\nconst all: number[][] = [];\nfor (;;) all.push(new Array(1e5).fill(0.5));',
      'process.kill(process.pid, "SIGKILL")',
    ];
    await lab.openCells("deaths.ipynb", [...deaths, "const alive = 1;", "alive + 1"]);
    const dialog = lab.page.locator(".jp-Dialog");
    for (const index of deaths.keys()) {
      await lab.runCell(3);
      await lab.runCell(index, { wait: false });
      await expect.poll(() => dialog.innerText()).toContain("appears to have died. It will restart automatically.");
      await dialog.locator(".jp-mod-accept").click();
      // It knows nothing of what was before, and goes on. (What JupyterLab shows of it is "unknown" until then, for any kernel.)
      await lab.runCell(4);
      await expect.poll(() => lab.output(4).innerText()).toContain("Cannot find name 'alive'");
      await lab.runCell(3);
      await lab.runCell(4);
      await expect.poll(() => lab.output(4).innerText()).toContain("2");
      expect(lab.server.kernels()).toHaveLength(1);
    }
    expect(errors(await lab.notebook())).toContain("Exit: process.exit(3) ended the kernel");
    await lab.screenshot("died");
  });
}
