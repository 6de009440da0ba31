import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shell, workingCopy } from "./working-copy.js";

// The README, read by a newcomer: a fresh folder, its commands in their order, its code as it stands there.

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
const commands = blocks
  .filter(({ language }) => language === "sh")
  .flatMap(({ text }) => text.split("\n"))
  .map((line) => line.replace(/\s+#.*$/, "").trim())
  .filter(Boolean);
const scripts = blocks.filter(({ language }) => language === "ts").map(({ text }) => text);

let folder: ReturnType<typeof workingCopy>;
beforeAll(() => {
  folder = workingCopy();
});
afterAll(() => folder.remove());

describe("README", () => {
  test("every block is of a language that is tried here", () => {
    expect(blocks.map(({ language }) => language).filter((language) => !["sh", "ts"].includes(language))).toEqual([]);
    expect(commands.length).toBeGreaterThan(3);
    expect(scripts.length).toBeGreaterThan(1);
  });

  test.each(commands)("%s", (command) => {
    const printed = shell(command, folder.path);
    const warnings = printed.split("\n").filter((line) => /^npm warn/i.test(line) && !/Unknown .* config/.test(line));
    expect(warnings).toEqual([]);
  });

  test("a second npm start runs no notebook", () => {
    expect(shell("npm start", folder.path)).toMatch(/(\d+) of \1 notebooks have not changed/);
    expect(existsSync(join(folder.path, "site/index.html"))).toBe(true);
  });

  test.each(scripts)("script %#", (script) => {
    // In test/, where a new file is no reason to run the notebooks again.
    writeFileSync(join(folder.path, "test/readme.mts"), script);
    const options = "--ignoreConfig --strict --module nodenext --target es2023";
    shell(`node node_modules/typescript/bin/tsc ${options} test/readme.mts`, folder.path);
    expect(shell("node test/readme.mjs", folder.path)).toMatch(/\d/);
  });

  test("npm start -- --open serves the site until it is interrupted", async () => {
    const child = spawn("npm", ["start", "--", "--open"], {
      cwd: folder.path,
      detached: true,
      env: { ...process.env, BROWSER: "true" },
    });
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += chunk;
    });
    const ended = once(child, "exit");
    let url = "";
    try {
      url = await waitFor(() => printed.match(/http:\/\/127\.0\.0\.1:\d+\/?/)?.[0]);
      expect(await (await fetch(url)).text()).toContain("<title>");
    } finally {
      process.kill(-(child.pid as number), "SIGINT");
      await ended;
    }
    await expect(fetch(url)).rejects.toThrow();
  });
});

async function waitFor<Found>(look: () => Found | undefined): Promise<Found> {
  for (let i = 0; i < 3000; i++) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it did not come within five minutes");
}
