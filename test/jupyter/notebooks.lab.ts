import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { canonical, differences, type Notebook, stringify } from "../../src/jupyter/client/index.js";
import { canBrowse, launchChromium } from "../chromium.js";
import { type LabPage, openLab } from "./lab-page.js";
import { canRunLab, type LabServer, root, startLab } from "./lab-server.js";

// `npm run lab` as a reader has it: JupyterLab in Chromium, the notebooks of the workbook, our kernel and extension.

const plotlyType = "application/vnd.plotly.v1+json";
const committed = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));

/** The outputs of a notebook that plotly draws. */
function figures({ cells }: Notebook): number {
  const outputs = cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  return outputs.filter((output) => "data" in output && plotlyType in output.data).length;
}

function errors({ cells }: Notebook): string[] {
  const outputs = cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  return outputs.flatMap((output) => (output.output_type === "error" ? [`${output.ename}: ${output.evalue}`] : []));
}

/** A notebook of these cells, written where the server finds it. */
function writeCells(server: LabServer, name: string, sources: readonly string[]): string {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  }));
  const kernelspec = { display_name: "TypeScript", language: "typescript", name: "tslab" };
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells };
  writeFileSync(join(server.notebooks, name), JSON.stringify(notebook));
  return `notebooks/${name}`;
}

const possible = canRunLab("the notebooks in JupyterLab") && canBrowse("the notebooks in JupyterLab");

describe.skipIf(!possible)("npm run lab", () => {
  let server: LabServer;
  let browser: Browser;
  let lab: LabPage;

  beforeAll(async () => {
    server = await startLab();
    browser = await launchChromium();
    lab = await openLab(browser, server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });
  afterEach(() => {
    expect(lab.foreign, "nothing is asked of another host").toEqual([]);
  });

  const drawn = () => lab.page.locator(".surprisal-output .main-svg:first-child").count();
  const untilDrawn = (count: number) => expect.poll(drawn, { timeout: 30_000 }).toBe(count);
  const outputOf = (index: number) => lab.page.locator(".jp-Cell").nth(index).locator(".jp-Cell-outputArea");
  const screenshot = async (name: string, height = 1600) => {
    mkdirSync(join(root, ".cache/screenshots"), { recursive: true });
    await lab.page.screenshot({
      path: join(root, ".cache/screenshots", `${name}.png`),
      clip: { x: 0, y: 0, width: 1280, height },
    });
  };

  describe.each(committed)("%s", (name) => {
    const path = join(root, "notebooks", name);
    const text = readFileSync(path, "utf8");
    const before = JSON.parse(text) as Notebook;

    test("draws its figures before anything has run, though nobody has trusted it", async () => {
      await lab.open(`notebooks/${name}`);
      expect(await lab.isTrusted()).toBe(false);
      expect(figures(before)).toBeGreaterThan(0);
      await untilDrawn(figures(before));
    });

    test("runs from the first cell to the last", async () => {
      await lab.runAll();
      const after = await lab.notebook();
      expect(errors(after)).toEqual([]);
      const counts = after.cells.flatMap((cell) => (cell.cell_type === "code" ? [cell.execution_count] : []));
      expect(counts).toEqual(counts.map((_, i) => i + 1));
      expect(figures(after)).toBe(figures(before));
      await untilDrawn(figures(before));
      await screenshot(name.replace(".ipynb", ""), 4000);
    });

    test("saved, it is the committed file again once formatted", async () => {
      await lab.save();
      const saved = JSON.parse(readFileSync(join(server.notebooks, name), "utf8")) as Notebook;
      expect(differences(before, saved)).toEqual([]);
      expect(stringify(canonical(saved))).toBe(text);
    });

    test("its figures are there after it is loaded again", async () => {
      await lab.open(`notebooks/${name}`);
      await untilDrawn(figures(before));
    });
  });

  describe("a few cells", () => {
    beforeAll(() => lab.page.setViewportSize({ width: 1280, height: 1000 }));

    test("figures follow the theme and the width, and are changed in place", async () => {
      const figure = (y: number) => `JSON.stringify({ data: [{ y: [1, 2, ${y}] }], layout: { title: { text: "y" } } })`;
      const path = writeCells(server, "figure.ipynb", [
        'import { newDisplay } from "tslab";\nconst live = newDisplay();',
        `live.raw("${plotlyType}", ${figure(3)});`,
        `live.raw("${plotlyType}", ${figure(30)});`,
      ]);
      await lab.open(path);
      await lab.runCell(0);
      await lab.runCell(1);
      await untilDrawn(1);
      const plot = lab.page.locator(".js-plotly-plot");
      const highest = () => plot.locator(".ytick text").last().textContent();
      const ink = () => plot.locator(".gtitle").evaluate((title) => getComputedStyle(title).fill);
      const width = () =>
        plot
          .locator(".main-svg")
          .first()
          .evaluate((svg) => svg.getBoundingClientRect().width);
      await plot.evaluate((node) => node.setAttribute("data-mark", "the same"));
      expect(await highest()).toBe("3");

      await lab.runCell(2);
      await expect.poll(highest).toBe("30");
      expect(await plot.getAttribute("data-mark")).toBe("the same");

      const light = await ink();
      await lab.command("apputils:change-theme", { theme: "JupyterLab Dark" });
      await expect.poll(ink).not.toBe(light);
      const [red] = ((await ink()).match(/\d+/g) ?? []).map(Number);
      expect(red).toBeGreaterThan(200);
      await screenshot("dark", 900);

      const narrow = await width();
      await lab.command("application:toggle-left-area");
      await expect.poll(width).toBeGreaterThan(narrow + 100);
      await lab.command("application:toggle-left-area");
      await expect.poll(width).toBe(narrow);
      await lab.command("apputils:change-theme", { theme: "JupyterLab Light" });
      await expect.poll(ink).toBe(light);
      expect(await plot.getAttribute("data-mark")).toBe("the same");
    });

    test("an explorable's slider answers the keyboard, after it is loaded again too", async () => {
      const path = writeCells(server, "explorable.ipynb", [
        'import { explore } from "surprisal/jupyter";\nawait explore("surprisal", { p: 0.2 });',
        "1 + 1",
      ]);
      await lab.open(path);
      await lab.runCell(0);
      for (const time of ["run", "loaded again"]) {
        await untilDrawn(1);
        const sentence = outputOf(0).locator(".surprisal-explorable p");
        expect(await sentence.textContent(), time).toContain("p = 0.2: a surprise of -log p = 1.609 nats = 2.322 bits");
        const slider = outputOf(0).locator('input[type="range"]');
        await slider.focus();
        for (let i = 0; i < 30; i++) await slider.press("ArrowRight");
        expect(await sentence.textContent(), time).toContain("p = 0.5: a surprise of -log p = 0.6931 nats = 1 bit.");
        expect(await outputOf(0).locator("output").textContent()).toBe("0.5");
        await expect.poll(() => outputOf(0).locator(".annotation-text").textContent()).toBe("0.693 nats = 1 bit");
        expect(await slider.evaluate((node) => node === document.activeElement)).toBe(true);
        await screenshot("explorable", 900);
        await lab.save();
        await lab.open(path);
      }
    });

    test("an error shows in its cell and stops those after it; a restart forgets everything", async () => {
      const path = writeCells(server, "error.ipynb", [
        "const kept = 1;",
        'function fall(): never {\n  throw new RangeError("too high: " + kept);\n}\nfall();',
        'console.log("not reached");',
        "kept + 1",
      ]);
      await lab.open(path);
      await lab.runAll();
      expect(errors(await lab.notebook())).toEqual(["RangeError: too high: 1"]);
      const shown = await outputOf(1).innerText();
      expect(shown).toContain("too high: 1");
      expect(shown).not.toContain(root);
      expect(await outputOf(2).innerText()).not.toContain("not reached");
      await screenshot("error", 900);

      await lab.runCell(3);
      expect(await outputOf(3).innerText()).toContain("2");
      await lab.command("notebook:restart-kernel");
      await lab.page.locator(".jp-Dialog .jp-mod-accept").click();
      await lab.page.locator(".jp-Dialog").waitFor({ state: "detached" });
      await expect.poll(() => lab.kernelStatus(), { timeout: 20_000 }).toBe("idle");
      await lab.runCell(3);
      await expect.poll(() => outputOf(3).innerText()).toMatch(/Cannot find name 'kept'/);
      await lab.runCell(0);
      await lab.runCell(3);
      await expect.poll(() => outputOf(3).innerText()).toMatch(/^\D*\d*\D*2\s*$/);
    });

    test.each([
      ["a loop", 'console.log("begun");\nwhile (true) {}'],
      ["a wait", 'console.log("begun");\nawait new Promise(() => {});'],
    ])("an interrupt ends %s, and the kernel goes on", async (name, endless) => {
      const path = writeCells(server, `endless-${name.split(" ")[1]}.ipynb`, ["const kept = 41;", endless, "kept + 1"]);
      await lab.open(path);
      await lab.runCell(0);
      await lab.runCell(1, { wait: false });
      await expect.poll(() => outputOf(1).innerText()).toContain("begun");
      expect(await lab.kernelStatus()).toBe("busy");
      await lab.command("notebook:interrupt-kernel");
      await lab.untilIdle();
      expect(errors(await lab.notebook())).toHaveLength(1);
      await lab.runCell(2);
      expect(await outputOf(2).innerText()).toContain("42");
    });
  });

  test("Ctrl-C ends the server and every kernel", async () => {
    expect(server.kernels().length).toBeGreaterThan(0);
    expect(await server.interrupt()).toBe(0);
    expect(server.kernels()).toEqual([]);
    await expect(fetch(`${server.url}/api`)).rejects.toThrow();
  });
});
