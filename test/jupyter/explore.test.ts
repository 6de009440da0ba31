import { expect, test, vi } from "vitest";
import type { ExplorableName } from "../../src/figures/explorables/registry.js";
import { explorableBundle, explorableType, explore } from "../../src/jupyter/explore.js";

test("a bundle of the explorable, plotly's JSON, a drawing and a sentence", async () => {
  const bundle = await explorableBundle("surprisal", { p: 0.25 });
  expect(Object.keys(bundle)).toEqual([
    explorableType,
    "application/vnd.plotly.v1+json",
    "image/svg+xml",
    "text/plain",
  ]);
  expect(bundle[explorableType]).toEqual({ name: "surprisal", values: { p: 0.25 } });
  expect(bundle["image/svg+xml"]).toContain("2 bits");
});

test("outside of a kernel its sentence is printed", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await explore("surprisal");
  expect(log.mock.calls).toEqual([[expect.stringContaining("p = 0.5")]]);
  log.mockRestore();
});

test("an explorable that is not there is refused by name", async () => {
  for (const name of ["surprise", "toString"]) {
    await expect(explore(name as ExplorableName)).rejects.toThrow(
      `explore: there is no explorable "${name}"; expected one of surprisal`,
    );
  }
});
