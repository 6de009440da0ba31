import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import * as library from "../../src/browser.js";
import { canBrowse, launchChromium } from "../chromium.js";
import { TRAINED_BITS, trainedBits } from "./trained-bits.js";

test("a network trained here has the bits that it has everywhere", async () => {
  expect(await trainedBits(library)).toBe(TRAINED_BITS);
});

test.skipIf(!canBrowse("training in a page"))("and those of a page in Chromium", async () => {
  const folder = mkdtempSync(join(tmpdir(), "surprisal-bits-"));
  const contents = `
    import * as library from "./src/browser.js";
    import { trainedBits } from "./test/training/trained-bits.js";
    globalThis.bits = trainedBits(library);`;
  const resolveDir = fileURLToPath(new URL("../..", import.meta.url));
  const { outputFiles } = await build({ stdin: { contents, resolveDir }, bundle: true, write: false, format: "iife" });
  writeFileSync(join(folder, "page.html"), `<meta charset="utf-8"><script>${outputFiles[0].text}</script>`);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, "page.html")).href);
    expect(await page.evaluate(() => (globalThis as unknown as { bits: Promise<string> }).bits)).toBe(TRAINED_BITS);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
