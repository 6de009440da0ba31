import { expect, test } from "vitest";
import { page } from "./places-page.js";

// `npm run docs` writes the page anew.
test("docs/where-your-number-comes-from.md is what the places say", async () => {
  await expect(page()).toMatchFileSnapshot("../../../docs/where-your-number-comes-from.md");
});
