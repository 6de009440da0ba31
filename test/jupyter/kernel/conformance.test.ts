import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { kernelMain } from "./test-kernel.js";

/** A Python that has jupyter_kernel_test: `python3 -m venv DIR && DIR/bin/pip install -r requirements.txt`. */
const python = process.env.JUPYTER_KERNEL_TEST_PYTHON ?? resolve(".venv/bin/python");
const isThere = spawnSync(python, ["-c", "import jupyter_kernel_test"]).status === 0;
if (!isThere) console.log("jupyter_kernel_test is not run: set JUPYTER_KERNEL_TEST_PYTHON to a Python that has it");

// Twice: who subscribes in the moment before the kernel says that it is starting may hear that before its greeting. ZeroMQ has a mode
// without that race, in which JupyterLab complains of requests without an end.
const again = { retry: 1 };
test.runIf(isThere || process.env.CI === "true")("jupyter_kernel_test finds nothing wrong", again, () => {
  const root = mkdtempSync(join(tmpdir(), "conformance-"));
  try {
    const folder = join(root, "data/kernels/tslab");
    mkdirSync(folder, { recursive: true });
    const argv = [process.execPath, kernelMain, "{connection_file}"];
    writeFileSync(
      join(folder, "kernel.json"),
      JSON.stringify({ argv, display_name: "TypeScript", language: "typescript" }),
    );
    const env = {
      ...process.env,
      JUPYTER_PATH: join(root, "data"),
      JUPYTER_RUNTIME_DIR: join(root, "runtime"),
      JUPYTER_CONFIG_DIR: join(root, "config"),
      IPYTHONDIR: join(root, "ipython"),
    };
    const run = spawnSync(python, [resolve("test/jupyter/kernel/conformance.py"), "-v"], {
      cwd: root,
      env,
      encoding: "utf8",
    });
    expect(run.stderr).toMatch(/\nOK \(skipped=1\)\n$/);
    expect(run.stderr.match(/^test_\w+ .*skipped.*$/gm)).toEqual([expect.stringMatching(/^test_pager /)]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
