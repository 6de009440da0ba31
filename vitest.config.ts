import { defineConfig } from "vitest/config";

// `npm test` runs all but the tests of a fresh clone, which install packages and take minutes: `npm run test:fresh`.
export default defineConfig(({ mode }) => {
  const fresh = mode === "fresh";
  const patience = fresh ? 600_000 : 60_000;
  return {
    test: {
      include: [fresh ? "test/**/*.fresh.ts" : "test/**/*.test.ts"],
      reporters: ["default", "./test/summary-reporter.ts"],
      testTimeout: patience,
      hookTimeout: patience,
    },
  };
});
