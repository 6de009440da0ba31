import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// `npm test` runs all but two kinds, which take minutes: those of a fresh clone, which install packages
// (`npm run test:fresh`), and those in JupyterLab, which need .venv (`npm run test:lab`).
export default defineConfig(({ mode }) => {
  const kind = mode === "fresh" || mode === "lab" ? mode : "test";
  const patience = kind === "fresh" ? 1_200_000 : kind === "lab" ? 240_000 : 60_000;
  return {
    test: {
      include: [`test/**/*.${kind}.ts`],
      reporters: ["default", "./test/summary-reporter.ts"],
      // Two at once even on two cores, where vitest would keep one free: most tests wait for a kernel or a browser.
      maxWorkers: kind === "test" ? Math.max(2, availableParallelism() - 1) : 1,
      testTimeout: patience,
      hookTimeout: patience,
    },
  };
});
