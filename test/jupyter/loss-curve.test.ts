import { createRequire } from "node:module";
import { afterEach, expect, test, vi } from "vitest";
import { historyFigure } from "../../src/figures/history-figure.js";
import { lossCurve } from "../../src/jupyter/loss-curve.js";
import { figureBundle } from "../../src/jupyter/show.js";
import { Total } from "../../src/loss/total.js";
import type { Epoch, Run } from "../../src/training/fit.js";

const total = (mean: number) => new Total({ sum: 10 * mean, weight: 10, count: 10 });

function runOf(epochs: number): Run {
  const history: Epoch[] = [];
  async function* train() {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      history.push({ epoch, epochs, train: total(1 / epoch), validation: Total.zero, improved: false });
      yield history[history.length - 1];
    }
  }
  const iterator = train();
  return {
    history,
    [Symbol.asyncIterator]: () => iterator,
    async toEnd() {
      for await (const _ of iterator);
      return history;
    },
  };
}

type Sent = { data: Record<string, unknown>; transient: { display_id: string }; update: boolean };
const plotlyType = "application/vnd.plotly.v1+json";
const file = "/elsewhere/node_modules/tslab/dist/jupyter.js";
const { cache } = createRequire(import.meta.url);

/** Makes this process look like a tslab kernel, and keeps what is sent. */
function kernel(): Sent[] {
  const sent: Sent[] = [];
  const lastWriteDisplayData = (content: Omit<Sent, "update">, update: boolean) => sent.push({ ...content, update });
  cache[file] = { exports: { lastWriteDisplayData } } as NodeJS.Module;
  return sent;
}

afterEach(() => {
  delete cache[file];
  vi.restoreAllMocks();
});

test("grows in one display, and leaves the whole curve with its drawing", async () => {
  const sent = kernel();
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
  expect(log.mock.calls).toEqual([["In 4 epochs the training loss fell from 1 to 0.25 nats per row."]]);
});
