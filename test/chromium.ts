import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Where Chromium is: what CHROMIUM_PATH says, or one of the usual places; undefined when there is none. */
export const chromiumPath: string | undefined = process.env.CHROMIUM_PATH || usual.find((path) => existsSync(path));

/**
 * Whether the tests of pages can run. Without Chromium they are left out with one line, except in CI, where they fail.
 *
 * @example
 * describe.skipIf(!canBrowse("the site"))("the site", () => { ... });
 */
export function canBrowse(what: string): boolean {
  if (chromiumPath !== undefined) return true;
  if (process.env.CI === "true") throw new Error(`No Chromium found to test ${what}: install it or set CHROMIUM_PATH.`);
  console.log(`Not tested: ${what} (no Chromium found; set CHROMIUM_PATH).`);
  return false;
}

/** Starts Chromium without a window. The sandbox is off because CI runs in containers, on our own pages only. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] });
}
