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
}
