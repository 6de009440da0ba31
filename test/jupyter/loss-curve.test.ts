import { afterEach, expect, test, vi } from "vitest";
import { historyFigure } from "../../src/figures/history-figure.js";
import { lossCurve } from "../../src/jupyter/loss-curve.js";
import { figureBundle } from "../../src/jupyter/show.js";
import { fakeKernel } from "./fake-kernel.js";
import { epochOf, runOf } from "./run-of.js";

const plotlyType = "application/vnd.plotly.v1+json";

afterEach(() => vi.restoreAllMocks());

test("grows in one display, and leaves the whole curve with its drawing", async () => {
  const sent = fakeKernel();
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    now += 50;
    return now;
  });
  const history = await lossCurve(runOf(12)).toEnd();
  const points = sent.map(({ data }) => (data[plotlyType] as { data: { x: number[] }[] }).data[0].x.length);
  expect(points.length).toBeGreaterThan(3);
  expect(points.length).toBeLessThan(12);
  expect(points).toEqual([...points].sort((a, b) => a - b));
  expect(sent.map(({ update }) => update)).toEqual([false, ...Array(sent.length - 1).fill(true)]);
  expect(new Set(sent.map(({ transient }) => transient.display_id)).size).toBe(1);
  for (const { data } of sent.slice(0, -1)) expect(Object.keys(data)).toEqual([plotlyType, "text/plain"]);
  expect(sent.at(-1)?.data).toEqual(await figureBundle(historyFigure(history)));
});

test("a plain script prints the sentence of the whole curve only", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await lossCurve(runOf(4)).toEnd();
  expect(log.mock.calls).toEqual([
    [
      "In 4 epochs the training loss fell from 1 to 0.25 nats per row; " +
        "the validation loss was best after epoch 4, 0.5 nats per row.",
    ],
  ]);
});

test("a step changes nothing, and its epoch does", async () => {
  const sent = fakeKernel();
  for await (const _ of lossCurve(runOf(3)).steps());
  expect(sent).toHaveLength(1);
  expect(sent[0].data).toEqual(await figureBundle(historyFigure([1, 2, 3].map((n) => epochOf(n, 3)))));
});
