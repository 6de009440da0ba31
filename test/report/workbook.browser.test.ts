import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readNotebook } from "../../src/jupyter/client/index.js";
import type { Notebook } from "../../src/jupyter/notebook.js";
import { renderSite, writeSite } from "../../src/report/index.js";
import { canBrowse, launchChromium } from "../chromium.js";
import { graveFindings, readThrough, textsOutside, visit } from "./visit.js";

// The workbook as it is committed, page by page, as readers meet it.

const notebooks = fileURLToPath(new URL("../../notebooks", import.meta.url));
const chapters = readdirSync(notebooks)
  .filter((name) => name.endsWith(".ipynb"))
  .sort()
  .map((name) => ({ name: basename(name, ".ipynb"), notebook: readNotebook(join(notebooks, name)) }));

const figures = (notebook: Notebook) =>
  notebook.cells
    .flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []))
    .filter((output) => "data" in output && "application/vnd.plotly.v1+json" in output.data).length;

describe.skipIf(!canBrowse("the workbook's pages"))("the workbook in Chromium", () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "surprisal-workbook-"));
    writeSite(renderSite(chapters, { title: "Surprisal", description: "The workbook." }), join(folder, "site"));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const address = (name: string) => pathToFileURL(join(folder, "site", `${name}.html`)).href;

  describe.each(chapters)("$name", ({ name, notebook }) => {
    test("draws every figure, asks nobody, complains of nothing, and axe finds nothing serious", async () => {
      expect(figures(notebook)).toBeGreaterThan(0);
      const { page, requests, complaints, close } = await visit(browser, address(name), { colorScheme: "dark" });
      await readThrough(page);
      expect(await page.locator(".plot .main-svg").first().isVisible()).toBe(true);
      expect(await page.locator("figure:has(.main-svg)").count()).toBe(figures(notebook));
      expect(requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
      expect(complaints).toEqual([]);
      expect(await graveFindings(page)).toEqual([]);
      await close();
    });

    test("keeps every figure's text in its box, and dates and numbers in one line, on a phone of 360 px", async () => {
      const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
      const { page, complaints, close } = await visit(browser, address(name), phone);
      await readThrough(page);
      await expect.poll(() => textsOutside(page)).toEqual([]);
      const broken = await page.locator("td").evaluateAll((cells) =>
        cells
          .map((cell) => ({ text: cell.textContent?.trim() ?? "", cell }))
          .filter(({ text, cell }) => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            return /^[\d.-]{1,12}$/.test(text) && range.getBoundingClientRect().height > 30;
          })
          .map(({ text }) => text),
      );
      expect(broken).toEqual([]);
      const sizes = await page.locator("html").evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
      expect(sizes).toEqual([360, 360]);
      expect(complaints).toEqual([]);
      await close();
    });

    test("is whole without scripts on a phone of 320 px, and does not scroll sideways", async () => {
      const phone = { viewport: { width: 320, height: 700 }, javaScriptEnabled: false };
      const { page, complaints, close } = await visit(browser, address(name), phone);
      expect(await page.locator("figure .drawing svg").count()).toBe(figures(notebook));
      expect(await page.locator("figure .drawing svg").first().isVisible()).toBe(true);
      const [width, visible] = await Promise.all([
        page.locator("html").evaluate((html) => html.scrollWidth),
        page.locator("html").evaluate((html) => html.clientWidth),
      ]);
      expect(width).toBe(visible);
      expect(complaints).toEqual([]);
      await close();
    });
  });
});
