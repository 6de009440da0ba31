import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openInBrowser } from "../../src/report/index.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "surprisal-open-"));
  vi.stubEnv("PATH", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("gives the address to the program that opens it", async () => {
  for (const name of ["open", "xdg-open"]) {
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\necho "$@" > "${folder}/part"\n/bin/mv "${folder}/part" "${folder}/asked"\n`,
    );
    chmodSync(join(folder, name), 0o755);
  }
  expect(await openInBrowser("http://127.0.0.1:1/a b?x=$(id)")).toBe(true);
  await vi.waitFor(() => expect(existsSync(join(folder, "asked"))).toBe(true), { timeout: 10_000 });
  expect(readFileSync(join(folder, "asked"), "utf8").trim()).toBe("http://127.0.0.1:1/a%20b?x=$(id)");
});

test("without such a program it says no", async () => {
  expect(await openInBrowser("http://127.0.0.1:1/")).toBe(false);
});

test("anything that is no page is refused", () => {
  expect(() => openInBrowser("javascript:alert(1)")).toThrow("expected an http, https or file address");
});
