import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { expect } from "vitest";
import type { Notebook } from "../../../src/jupyter/client/index.js";
import { launchChromium } from "../../chromium.js";
import { type LabPage, openLab } from "./lab-page.js";
import { type LabServer, root, startLab } from "./lab-server.js";

/** `npm run lab` as a reader has it: JupyterLab in Chromium, with our kernel and extension. */
export interface Lab extends LabPage {
  server: LabServer;
  /** Writes a notebook of these cells where the server finds it, and opens it. */
  openCells(name: string, sources: readonly string[]): Promise<void>;
  /** The outputs of the cell at this position (from 0). */
  output(index: number): Locator;
  /** Until so many figures are drawn. */
  untilDrawn(count: number): Promise<void>;
  restart(): Promise<void>;
  /** "JupyterLab Light" or "JupyterLab Dark". */
  theme(name: string): Promise<void>;
  /** For people to look at: .cache/screenshots/NAME.png. */
  screenshot(name: string, height?: number): Promise<void>;
  end(): Promise<void>;
}

export async function startWholeLab(): Promise<Lab> {
  const server = await startLab();
  const browser = await launchChromium();
  const lab = await openLab(browser, server);
  const { page } = lab;
  return {
    ...lab,
    server,
    async openCells(name, sources) {
      writeFileSync(join(server.notebooks, name), JSON.stringify(notebookOf(sources)));
      await lab.open(`notebooks/${name}`);
    },
    output: (index) => page.locator(".jp-Cell").nth(index).locator(".jp-Cell-outputArea"),
    untilDrawn: (count) =>
      expect.poll(() => page.locator(".surprisal-output .main-svg:first-child").count()).toBe(count),
    async restart() {
      await lab.command("notebook:restart-kernel");
      await page.locator(".jp-Dialog .jp-mod-accept").click();
      await page.locator(".jp-Dialog").waitFor({ state: "detached" });
      await expect.poll(() => lab.kernelStatus()).toBe("idle");
    },
    async theme(name) {
      await lab.command("apputils:change-theme", { theme: name });
      await page.locator(`body[data-jp-theme-name="${name}"]`).waitFor({ state: "attached" });
    },
    async screenshot(name, height = 900) {
      const folder = join(root, ".cache/screenshots");
      mkdirSync(folder, { recursive: true });
      const { width } = page.viewportSize() ?? { width: 1280 };
      await page.screenshot({ path: join(folder, `${name}.png`), clip: { x: 0, y: 0, width, height } });
    },
    async end() {
      await browser.close();
      await server.remove();
    },
  };
}

function notebookOf(sources: readonly string[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" } },
    cells: sources.map((source, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      metadata: {},
      source,
      execution_count: null,
      outputs: [],
    })),
  };
}

/** The errors in the outputs of a notebook, as "RangeError: too high". */
export function errors({ cells }: Notebook): string[] {
  const outputs = cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  return outputs.flatMap((output) => (output.output_type === "error" ? [`${output.ename}: ${output.evalue}`] : []));
}
