import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Lab } from "./lab.js";

/** What helps while a cell is written: completion, documentation, modules that are edited meanwhile. */
export function testEditing(lab: Lab): void {
  const popup = () => lab.page.locator(".jp-Completer");

  test("Tab completes, with what the documentation says", async () => {
    await lab.openCells("editing.ipynb", ['import { crossEntropy, softmax, softplus } from "surprisal";', ""]);
    await lab.runCell(0);
    await lab.type(1, "soft");
    await lab.page.keyboard.press("Tab");
    await popup().locator(".jp-Completer-item").first().waitFor();
    const names = await popup().locator(".jp-Completer-match").allInnerTexts();
    expect(names.sort()).toEqual(["softmax", "softplus"]);
    await expect.poll(() => popup().locator(".jp-Completer-docpanel").innerText()).toContain("logits");
    await lab.screenshot("completion");
    await lab.page.keyboard.press("Enter");
    await expect.poll(() => popup().isVisible()).toBe(false);
    expect((await lab.notebook()).cells[1].source).toBe("softmax");
  });

  test("Shift-Tab shows the signature, the words and the formula", async () => {
    await lab.type(1, "crossEntropy");
    await lab.page.keyboard.press("Shift+Tab");
    const tooltip = lab.page.locator(".jp-Tooltip");
    await tooltip.waitFor();
    await expect.poll(() => tooltip.innerText()).toContain("crossEntropy");
    await expect.poll(() => tooltip.innerText()).toContain("nats");
    await lab.screenshot("tooltip");
    await lab.page.keyboard.press("Escape");
  });

  test("a module that is edited is loaded again when its cell runs again, which is said", async () => {
    const module = join(lab.server.notebooks, "pets.ts");
    writeFileSync(module, "export const legs: number = 4;\n");
    await lab.openCells("module.ipynb", ['import { legs } from "./pets.ts";\nlegs']);
    await lab.runCell(0);
    await expect.poll(() => lab.output(0).innerText()).toContain("4");
    writeFileSync(module, "export const legs: number = 6;\n");
    await lab.runCell(0);
    await expect.poll(() => lab.output(0).innerText()).toContain("6");
    expect(await lab.output(0).innerText()).toContain("Reloaded ./pets.ts.");
    await lab.screenshot("reloaded");
  });
}
