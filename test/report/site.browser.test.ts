import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderSite, serveSite, writeSite } from "../../src/report/index.js";
import { canBrowse, launchChromium } from "../chromium.js";
import { hostile } from "./fixtures/hostile.js";
import { chapters, options } from "./fixtures/sample-site.js";
import { graveFindings, readThrough, textsOutside, visit } from "./visit.js";

const pages = ["index.html", "01-theory.html", "04-training.html", "99-hostile.html"];

describe.skipIf(!canBrowse("the pages of the site"))("the site in Chromium", () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "surprisal-pages-"));
    writeSite(renderSite([...chapters, { name: "99-hostile", notebook: hostile }], options), join(folder, "site"));
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const address = (path: string) => pathToFileURL(join(folder, "site", path)).href;

  const open = (url: string, more?: BrowserContextOptions) => visit(browser, url, more);

  describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
    test.each(pages.slice(0, 3))(
      "%s: every request is a file of the site, nothing is complained of, axe finds nothing serious",
      async (path) => {
        const { page, requests, complaints, close } = await open(address(path), { colorScheme });
        await readThrough(page);
        await page.evaluate(() => document.fonts.ready);
        expect(requests.filter((url) => !url.startsWith(address("")) && !url.startsWith("data:"))).toEqual([]);
        expect(complaints).toEqual([]);
        expect(await graveFindings(page)).toEqual([]);
        const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        expect(background).toBe(colorScheme === "dark" ? "rgb(21, 23, 26)" : "rgb(255, 254, 251)");
        await close();
      },
    );
  });

  test("plotly is not asked for before a figure is near, and draws in place of the drawing", async () => {
    const { page, requests, close } = await open(address("01-theory.html"), {
      viewport: { width: 1200, height: 300 },
    });
    await page.waitForTimeout(300);
    expect(requests.filter((url) => url.includes("plotly"))).toEqual([]);
    const figure = page.locator("#figure-1");
    expect(await figure.locator(".drawing svg").isVisible()).toBe(true);
    await readThrough(page);
    expect(requests.filter((url) => url.includes("plotly"))).toHaveLength(1);
    expect(await figure.locator(".drawing").isVisible()).toBe(false);
    expect(await figure.locator("figcaption").isVisible()).toBe(true);
    await close();
  });

  test("a figure follows when the page turns dark, and is a drawing on paper", async () => {
    const { page, close } = await open(address("01-theory.html"), { colorScheme: "light" });
    await readThrough(page);
    const color = () => page.locator(".plot .xtitle").evaluate((title) => getComputedStyle(title).fill);
    expect(await color()).toBe("rgb(28, 29, 33)");
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(color).toBe("rgb(232, 230, 225)");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.locator(".plot").isVisible()).toBe(false);
    expect(await page.locator(".drawing svg").isVisible()).toBe(true);
    expect(await page.locator(".bar").isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
    await close();
  });

  test("a figure is laid out anew when the box turns narrow, and as before when it turns wide", async () => {
    const { page, close } = await open(address("01-theory.html"));
    await readThrough(page);
    const beside = page.locator(".plot .ytitle");
    const plot = page.locator(".plot").first();
    const height = await plot.evaluate((box) => box.getBoundingClientRect().height);
    expect(await beside.count()).toBe(1);
    await page.setViewportSize({ width: 360, height: 740 });
    await expect.poll(() => beside.count()).toBe(0);
    await expect.poll(() => textsOutside(page)).toEqual([]);
    await page.setViewportSize({ width: 1200, height: 900 });
    await expect.poll(() => beside.count()).toBe(1);
    await expect.poll(() => plot.evaluate((box) => box.getBoundingClientRect().height)).toBe(height);
    await close();
  });

  test("without scripts the drawing, the text, the formulas and the menus are there", async () => {
    const { page, complaints, close } = await open(address("01-theory.html"), { javaScriptEnabled: false });
    expect(await page.locator("#figure-1 .drawing svg").isVisible()).toBe(true);
    expect(await page.locator(".plot").isVisible()).toBe(false);
    expect(await page.getByRole("img", { name: "Surprise against probability" }).isVisible()).toBe(true);
    expect(await page.locator(".katex-html").first().isVisible()).toBe(true);
    await page.getByText("Chapters", { exact: true }).click();
    await page.getByRole("link", { name: "Training, step by step" }).first().click();
    expect(page.url()).toBe(address("04-training.html"));
    expect(complaints).toEqual([]);
    await close();
  });

  describe.each([true, false])("320 px wide, scripts %s", (javaScriptEnabled) => {
    test.each(pages)("%s does not scroll sideways", async (path) => {
      const { page, close } = await open(address(path), { viewport: { width: 320, height: 640 }, javaScriptEnabled });
      if (javaScriptEnabled && path !== "99-hostile.html") await readThrough(page);
      const size = await page.locator("html").evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
      expect(size).toEqual([320, 320]);
      await close();
    });
  });

  test("the keyboard reaches the text at once, and boxes that scroll, but not those that do not", async () => {
    const { page, close } = await open(address("01-theory.html"));
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the text");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    const boxes = page.locator("pre, .scroll, .display");
    const wrong = await boxes.evaluateAll((all) =>
      all
        .filter((box) => box.scrollWidth > box.clientWidth !== (box.getAttribute("tabindex") === "0"))
        .map((box) => box.outerHTML.slice(0, 80)),
    );
    expect(wrong).toEqual([]);
    await close();
  });

  test("the contents mark the section that is read", async () => {
    const { page, close } = await open(address("01-theory.html"));
    await page.locator("#your-turn").evaluate((heading) => heading.scrollIntoView());
    await expect.poll(() => page.locator(".contents [aria-current]").allTextContents()).toEqual(["Your turn"]);
    await close();
  });

  test("served on loopback the same pages work", async () => {
    const served = await serveSite(join(folder, "site"));
    const { page, requests, complaints, close } = await open(`${served.url}01-theory.html`);
    await readThrough(page);
    expect(requests.filter((url) => !url.startsWith(served.url) && !url.startsWith("data:"))).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
    await served.close();
  });

  describe("a hostile notebook", () => {
    /** Opens everything, hovers and clicks every bait, and says what has happened. */
    async function provoke(
      url: string,
    ): Promise<{ ran: unknown; requests: string[]; complaints: string[]; end: string }> {
      const { page, requests, complaints, close } = await open(url);
      for (const figure of await page.locator("figure:has(> .plot)").all()) await figure.scrollIntoViewIfNeeded();
      await page.waitForTimeout(1500);
      for (const plot of await page.locator(".plot .nsewdrag").all()) await plot.hover({ force: true });
      await page.evaluate(() => {
        for (const element of document.querySelectorAll("main *:not(.plot *)")) {
          for (const type of ["mouseover", "focus", "toggle", "load", "error", "click"]) {
            if (type === "click" && element.closest("a[href*='.html'], a[href^='http']")) continue;
            element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
          }
        }
      });
      await page.waitForTimeout(300);
      const ran = await page.evaluate(() => [
        (window as { pwned?: unknown }).pwned,
        ({} as { polluted?: unknown }).polluted,
      ]);
      const end = page.url();
      await close();
      return { ran, requests, complaints, end };
    }

    test("runs nothing, opens nothing, asks nobody", async () => {
      const { ran, requests, complaints, end } = await provoke(address("99-hostile.html"));
      expect(ran).toEqual([undefined, undefined]);
      expect(requests.filter((url) => !url.startsWith(address("")) && !url.startsWith("data:"))).toEqual([]);
      // The policy had nothing to stop: sanitising comes first. A figure of no known type is the one thing to warn of.
      expect(complaints.filter((text) => !/^WARN|figure stays a drawing/.test(text))).toEqual([]);
      expect(end.split("#")[0]).toBe(address("99-hostile.html"));
    });

    test("nor does the index that quotes its title and question", async () => {
      const { ran, requests, complaints } = await provoke(address("index.html"));
      expect(ran).toEqual([undefined, undefined]);
      expect(requests.every((url) => url.startsWith(address("")) || url.startsWith("data:"))).toBe(true);
      expect(complaints).toEqual([]);
    });

    test("leaves no script, handler or foreign address in the page", async () => {
      const { page, close } = await open(address("99-hostile.html"), { javaScriptEnabled: false });
      const html = await page.content();
      await close();
      const { JSDOM } = await import("jsdom");
      const { document } = new JSDOM(html).window;
      const elements = [...document.querySelectorAll("*")];
      expect(document.querySelectorAll("script:not([type='application/json'])")).toHaveLength(1);
      expect(
        document.querySelectorAll("iframe, object, embed, form, input, base, foreignObject, animate, set, use, image"),
      ).toHaveLength(0);
      for (const { name, value } of elements.flatMap((element) => [...element.attributes])) {
        expect(name).not.toMatch(/^on/);
        if (/href|src|action|data$/.test(name)) expect(value).not.toMatch(/^\s*javascript:|^https?:/i);
        if (name === "style") expect(value).not.toMatch(/url|fixed/);
      }
    });

    test("should sanitising fail one day, the policy stops scripts and requests", async () => {
      const path = join(folder, "site", "99-hostile.html");
      const { writeFileSync } = await import("node:fs");
      const broken = readFileSync(path, "utf8").replace(
        "<main",
        `<script>window.pwned=1</script><img src="https://evil.example/a.png" onerror="window.pwned=2"><script src="assets/plotly-cartesian.min.js"></script><style>body{background:red}</style><main`,
      );
      writeFileSync(join(folder, "site", "broken.html"), broken);
      const { page, complaints, close } = await open(address("broken.html"));
      await page.waitForTimeout(300);
      expect(await page.evaluate(() => (window as { pwned?: unknown }).pwned)).toBeUndefined();
      expect(complaints.filter((text) => text.includes("Content Security Policy")).length).toBeGreaterThanOrEqual(4);
      await close();
    });
  });
});
