import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page as somebody looks at it, and what it did meanwhile. */
export interface Visit {
  page: Page;
  /** Addresses asked for. */
  requests: string[];
  /** Console messages from warnings upwards, errors, dialogs, popups. */
  complaints: string[];
  close: () => Promise<void>;
}

export async function visit(browser: Browser, url: string, more: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 900 },
    reducedMotion: "reduce",
    ...more,
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", () => complaints.push("popup"));
  await page.goto(url);
  return { page, requests, complaints, close: () => context.close() };
}

/** Goes down the page as a reader does, until every figure has been drawn. */
export async function readThrough(page: Page): Promise<void> {
  for (const figure of await page.locator("figure:has(> .plot)").all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator(".plot .main-svg").first().waitFor({ timeout: 20_000 });
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe calls serious or critical, each with the first element it is about. */
export async function graveFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (
      window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

/** Texts of drawn figures that stand out of their figure's box, each with the pixels it does so by. */
export async function textsOutside(page: Page): Promise<string[]> {
  return page.locator("figure .plot").evaluateAll((plots) =>
    plots.flatMap((plot) => {
      const box = plot.getBoundingClientRect();
      return [...plot.querySelectorAll(".main-svg text")].flatMap((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const out = Math.max(box.left - left, right - box.right, box.top - top, bottom - box.bottom);
        return out > 0.5 && text.textContent ? [`${text.textContent}: ${Math.round(out)}`] : [];
      });
    }),
  );
}
