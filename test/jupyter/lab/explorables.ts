import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explorableType } from "../../../src/jupyter/explorable-comm.js";
import type { Notebook } from "../../../src/jupyter/notebook.js";
import type { Lab } from "./lab.js";

const stale = "Stale: as it was last computed. Run this cell to move the sliders.";

const computed = `import { lineFigure } from "surprisal";
import { explore } from "surprisal/jupyter";
await explore({
  title: "A line",
  sliders: [{ name: "a", label: "slope", min: 0, max: 9, step: 1, value: 2 }],
  async figure({ a }) {
    if (a === 9) throw new RangeError("too steep");
    while (a === 1) await new Promise((done) => setTimeout(done, 10));
    return lineFigure({ x: [0, 1], series: [{ name: "y", y: [0, a] }], xTitle: "x", yTitle: "y", title: "A line" });
  },
});`;

const talking = `import { openComm } from "surprisal/kernel";
let heard: unknown;
const comm = openComm("echo");
comm.onMessage((data) => {
  heard = data;
  comm.close();
});
comm.send({ n: 1 });`;

/** Explorables: those that the page draws, and those that ask the kernel over a comm. */
export function testExplorables(lab: Lab): void {
  const slider = () => lab.output(0).locator('input[type="range"]');
  const sentence = () => lab.output(0).locator("p[aria-live]").textContent();
  const note = () => lab.output(0).locator("p.note").textContent();
  const isLive = () => expect.poll(() => slider().isEnabled()).toBe(true);
  const press = async (key: string, times: number) => {
    await slider().focus();
    for (let i = 0; i < times; i++) await slider().press(key);
  };

  test("a slider answers the keyboard, after it is loaded again too", async () => {
    await lab.openCells("explorable.ipynb", [
      'import { explore } from "surprisal/jupyter";\nawait explore("surprisal", { p: 0.2 });',
      "1 + 1",
    ]);
    await lab.runCell(0);
    for (const time of ["run", "loaded again"]) {
      await lab.untilDrawn(1);
      expect(await sentence(), time).toContain("p = 0.2: a surprise of -log p = 1.609 nats = 2.322 bits");
      await press("ArrowRight", 30);
      expect(await sentence(), time).toContain("p = 0.5: a surprise of -log p = 0.6931 nats = 1 bit.");
      expect(await lab.output(0).locator("output").textContent()).toBe("0.5");
      await expect.poll(() => lab.output(0).locator(".annotation-text").textContent()).toBe("0.693 nats = 1 bit");
      expect(await slider().evaluate((node) => node === document.activeElement)).toBe(true);
      await lab.screenshot("explorable");
      await lab.save();
      await lab.open("notebooks/explorable.ipynb");
    }
  });

  test("the kernel computes where a slider stops, in one and the same figure, and says what went wrong", async () => {
    await lab.openCells("computed.ipynb", [computed, talking, "heard"]);
    await lab.runCell(0);
    await isLive();
    expect(await note()).toBe("");
    await lab.untilDrawn(1);
    const plot = lab.output(0).locator(".js-plotly-plot");
    await plot.evaluate((node) => node.setAttribute("data-mark", "the same"));
    await press("ArrowRight", 3);
    await expect.poll(sentence).toContain("y goes from 0 to 5.");
    await expect.poll(() => plot.locator(".ytick text").last().textContent()).toBe("5");
    expect(await plot.getAttribute("data-mark")).toBe("the same");
    expect(await slider().evaluate((node) => node === document.activeElement)).toBe(true);

    await press("End", 1);
    await expect.poll(note).toBe("The figure could not be computed: RangeError: too steep");
    expect(await sentence()).toContain("y goes from 0 to 5.");
    await lab.screenshot("computed-error");
    await press("ArrowLeft", 2);
    await expect.poll(sentence).toContain("y goes from 0 to 7.");
    expect(await note()).toBe("");
    await lab.screenshot("computed");
  });

  test("on a dark and narrow screen it is as readable", async () => {
    const { page } = lab;
    const right = (selector: string) =>
      lab
        .output(0)
        .locator(selector)
        .first()
        .evaluate((node) => node.getBoundingClientRect().right);
    const ink = () =>
      lab
        .output(0)
        .locator("p[aria-live]")
        .evaluate((node) => getComputedStyle(node).color);
    const light = await ink();
    await lab.theme("JupyterLab Dark");
    await lab.command("application:toggle-left-area");
    await page.setViewportSize({ width: 480, height: 1000 });
    await expect.poll(() => right(".main-svg")).toBeLessThan(480);
    expect(await right("input")).toBeLessThan(480);
    expect(await right("output")).toBeLessThan(480);
    expect(await ink()).not.toBe(light);
    await lab.screenshot("computed-dark-narrow");
    await page.setViewportSize({ width: 1280, height: 1000 });
    await lab.command("application:toggle-left-area");
    await lab.theme("JupyterLab Light");
  });

  test("loaded again beside the same kernel it goes on where it was left", async () => {
    await lab.save();
    await lab.reload();
    await lab.open("notebooks/computed.ipynb");
    await isLive();
    expect(await sentence()).toContain("y goes from 0 to 7.");
    await press("ArrowLeft", 1);
    await expect.poll(sentence).toContain("y goes from 0 to 6.");
  });

  test("without its kernel it stays as it was left, and says so, until the cell runs again", async () => {
    await lab.restart();
    await expect.poll(note).toBe(stale);
    expect(await slider().isEnabled()).toBe(false);

    await lab.save();
    const saved = JSON.parse(readFileSync(join(lab.server.notebooks, "computed.ipynb"), "utf8")) as Notebook;
    const [cell] = saved.cells;
    const [output] = cell.cell_type === "code" ? cell.outputs : [];
    expect("data" in output && output.data[explorableType]).toMatchObject({ values: { a: 6 } });
    expect("data" in output && String(output.data["image/svg+xml"])).toContain("y goes from 0 to 6.");

    await lab.reload();
    await lab.open("notebooks/computed.ipynb");
    await lab.untilDrawn(1);
    expect(await sentence()).toContain("y goes from 0 to 6.");
    expect(await slider().inputValue()).toBe("6");
    expect(await note()).toBe(stale);
    expect(await slider().isEnabled()).toBe(false);
    await lab.screenshot("computed-stale");

    await lab.runCell(0);
    await isLive();
    expect(await note()).toBe("");
    expect(await sentence()).toContain("y goes from 0 to 2.");
  });

  test("an interrupt ends a figure that never comes, and the slider goes on", async () => {
    await press("ArrowLeft", 1);
    await expect.poll(note).toBe("The kernel is computing.");
    await lab.command("notebook:interrupt-kernel");
    await expect.poll(note).toBe("The figure could not be computed: Interrupted: the cell was interrupted");
    await press("ArrowRight", 2);
    await expect.poll(sentence).toContain("y goes from 0 to 3.");
    expect(await note()).toBe("");
  });

  test("a comm that a cell opens reaches JupyterLab, is heard by the cell, and is closed", async () => {
    await lab.page.evaluate(() => {
      const { kernel } = window.jupyterapp.shell.currentWidget!.sessionContext.session!;
      kernel!.registerCommTarget("echo", (comm) => {
        comm.onMsg = ({ content }) => void comm.send({ echo: content.data });
        comm.onClose = () => document.body.setAttribute("data-comm", "closed");
      });
    });
    await lab.runCell(1);
    await expect.poll(() => lab.page.locator("body").getAttribute("data-comm")).toBe("closed");
    await lab.runCell(2);
    await expect.poll(() => lab.output(2).innerText()).toContain("{ echo: { n: 1 } }");
  });
}
