import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one plain line, "12 passed, 0 failed, 1 skipped", which other programs can read. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.state() === "failed" && module.errors().length > 0).length;
    const failed = count("failed") + broken + errors.length;
    console.log(`\n${count("passed")} passed, ${failed} failed, ${count("skipped") + count("pending")} skipped`);
  }
}
