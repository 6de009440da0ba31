import { expect, test, vi } from "vitest";
import type { ExplorableName } from "../../src/figures/explorables/registry.js";
import { lineFigure } from "../../src/figures/line-figure.js";
import { explorableType } from "../../src/jupyter/explorable-comm.js";
import { explorableBundle, explore } from "../../src/jupyter/explore.js";

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

const slider = { name: "a", label: "slope", min: 0, max: 2, step: 1, value: 1 };
const figure = ({ a }: Readonly<Record<string, number>>) =>
  lineFigure({ x: [0, 1], series: [{ name: "y", y: [0, a] }], xTitle: "x", yTitle: "y", title: "A line" });

test("a bundle of one's own has its sliders with it, and waits for its figure", async () => {
  const own = { title: "A line", sliders: [slider], figure: async (values: Record<string, number>) => figure(values) };
  const bundle = await explorableBundle(own, { a: 2 });
  expect(bundle[explorableType]).toEqual({ title: "A line", sliders: [slider], values: { a: 2 } });
  expect(bundle["text/plain"]).toContain("y goes from 0 to 2");
  await expect(explorableBundle(own, { a: 3 })).rejects.toThrow("explorable: a is 3; expected 0 to 2");
});

test("one's own is refused when a part is missing", async () => {
  await expect(explore({ title: "A line", sliders: [], figure })).rejects.toThrow("sliders is an Array of 0");
  await expect(explore({ title: "A line", sliders: [slider], figure: 3 as never })).rejects.toThrow(
    "explorable: figure is 3; expected a function",
  );
});
