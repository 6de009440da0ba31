import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bench = fileURLToPath(new URL("../../bench", import.meta.url));
const peer = (name: string) => import(join(bench, "peers", name));

test("the table in bench/README.md is that of the results beside it", async () => {
  const { tableOf } = await peer("table.mjs");
  const run = JSON.parse(readFileSync(join(bench, "results", "beside-peers.json"), "utf8"));
  expect(readFileSync(join(bench, "README.md"), "utf8")).toContain(
    `<!-- beside-peers -->\n\n${tableOf(run)}\n<!-- end -->`,
  );
});

test("a worker does every work that is measured, each with the loss that it names", { timeout: 60_000 }, async () => {
  const { works } = await peer("works.mjs");
  const { writeData } = await peer("data.mjs");
  const { Worker } = await peer("worker.mjs");
  const worker = new Worker("Surprisal", [process.execPath, join(bench, "peers", "surprisal.mjs")], 2);
  const folder = mkdtempSync(join(tmpdir(), "surprisal-bench-"));
  try {
    for (const { name, ...work } of works) {
      // Small: it is not the speed that is tested.
      const sizes = { rows: 64, ...(work.classes ? { classes: 10 } : {}), ...(work.layers ? { batch: 16 } : {}) };
      const small = { ...work, ...sizes, units: 64 };
      const asked = { ...small, files: writeData(small, folder) };
      const { subjects } = await worker.ask({ list: asked });
      expect(subjects, name).toHaveLength(work.kind === "softmax" ? 2 : 1);
      for (const subject of subjects) {
        const { seconds, value } = await worker.ask({ work: asked, subject, seconds: 0.001 });
        expect(seconds, name).toBeGreaterThan(0);
        expect(value, name).toBeGreaterThan(0);
      }
      await worker.ask({ drop: true });
    }
    await expect(worker.ask({ work: { kind: "softmax" }, subject: "of nobody", seconds: 0 })).rejects.toThrow(
      "Surprisal: TypeError",
    );
  } finally {
    worker.end();
    rmSync(folder, { recursive: true });
  }
});
