import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/numerics/index.js";
import { runFolders } from "./runs.js";

const newFolder = runFolders();

describe("killed at any moment", () => {
  const script = fileURLToPath(new URL("interrupted.mjs", import.meta.url));
  const kills = process.env.CI === "true" ? 100 : 3;
  const run = promisify(execFile);

  test.each([
    ["float32", ""],
    ["float64", ""],
    ["float32", "2"],
    ["float64", "4"],
  ])(`${kills} times, it ends with the same bits, of %s, kept every steps: %s`, async (dtype, everySteps) => {
    const { stdout: expected } = await run(process.execPath, [script, newFolder(), dtype]);
    const random = createRandom(dtype === "float32" ? 1 : 2);
    let done = 0;
    while (done < kills) {
      const folder = newFolder();
      for (let ended = false; !ended && done < kills; ) {
        const child = spawn(process.execPath, [script, folder, dtype, everySteps], { stdio: "ignore" });
        const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
        // From its first checkpoint on, anywhere.
        while (!existsSync(join(folder, "recipe.json")) && child.exitCode === null) await setTimeout(1);
        await setTimeout(random.integer(60));
        child.kill("SIGKILL");
        ended = (await exit) === 0;
        if (!ended) done++;
      }
      const { stdout } = await run(process.execPath, [script, folder, dtype, everySteps]);
      expect(stdout).toBe(expected);
      expect(readdirSync(folder).filter((name) => name.startsWith("epoch"))).toHaveLength(2);
    }
  });
});
