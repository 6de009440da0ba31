import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Test files that get a process each: they change it (a loaded tslab, a banner that comes once, mocked modules). */
const APART = ["test/*.test.ts", "test/{cli,jupyter,data/files}/**/*.test.ts"];

// `npm test` runs all but two kinds, which take minutes: those of a fresh clone, which install packages
// (`npm run test:fresh`), and those in JupyterLab, which need .venv (`npm run test:lab`).
export default defineConfig(({ mode }) => {
  const kind = mode === "fresh" || mode === "lab" ? mode : "test";
  const patience = kind === "fresh" ? 1_200_000 : kind === "lab" ? 240_000 : 120_000;
  const limits = {
    testTimeout: patience,
    hookTimeout: patience,
    // JupyterLab takes its time on a machine that has other things to do.
    ...(kind === "lab" && { expect: { poll: { timeout: 30_000 } } }),
  };
  const projects =
    kind === "test"
      ? [
          { test: { ...limits, name: "apart", include: APART } },
          // The others share one: it starts once, and loads once what they need.
          { test: { ...limits, name: "together", include: ["test/**/*.test.ts"], exclude: APART, isolate: false } },
        ]
      : [{ test: { ...limits, name: kind, include: [`test/**/*.${kind}.ts`] } }];
  return {
    test: {
      projects,
      reporters: ["default", "./test/summary-reporter.ts"],
      // Two at once even on two cores, where vitest would keep one free: most tests wait for a kernel or a browser.
      maxWorkers: kind === "test" ? Math.max(2, availableParallelism() - 1) : 1,
    },
  };
});
