import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { page } from "./places-page.js";

test("its explanation is what the built package says in Node", () => {
  const code = /```ts\n([\s\S]*?)```/.exec(page())![1];
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", code], { encoding: "utf8" });
  expect(page()).toContain(`\n> ${said}`);
});

// `npm run docs` writes the page anew.
test("docs/where-your-number-comes-from.md is what the places say", async () => {
  await expect(page()).toMatchFileSnapshot("../../../docs/where-your-number-comes-from.md");
});
