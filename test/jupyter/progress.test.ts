import { afterEach, expect, test, vi } from "vitest";
import { progress, progressBundle } from "../../src/jupyter/progress.js";
import { Total } from "../../src/loss/total.js";
import { fakeKernel } from "./fake-kernel.js";
import { epochOf, runOf } from "./run-of.js";

afterEach(() => vi.restoreAllMocks());

test("shows one display that changes, and ends with the last epoch", async () => {
  const sent = fakeKernel();
  const history = await progress(runOf(2000)).toEnd();
  expect(history).toHaveLength(2000);
  expect(sent.map(({ update }) => update)).toEqual([false, ...Array(sent.length - 1).fill(true)]);
  expect(new Set(sent.map(({ transient }) => transient.display_id)).size).toBe(1);
  expect(sent.at(-1)?.data["text/plain"]).toBe(
    "epoch 2000 of 2000 · training 0.0005 nats per row · validation 0.001 nats per row",
  );
});

test("sends far fewer messages than there are epochs", async () => {
  const sent = fakeKernel();
  vi.spyOn(performance, "now").mockReturnValue(1000);
  await progress(runOf(2000)).toEnd();
  // The first epoch and the end; the clock stands still between.
  expect(sent).toHaveLength(2);
});

test("two runs have two displays", async () => {
  const sent = fakeKernel();
  await progress(runOf(1)).toEnd();
  await progress(runOf(1)).toEnd();
  expect(new Set(sent.map(({ transient }) => transient.display_id)).size).toBe(2);
});

test("is the run itself: epochs can be looked at and broken out of", async () => {
  const sent = fakeKernel();
  const run = progress(runOf(50));
  const seen: number[] = [];
  for await (const { epoch } of run) {
    seen.push(epoch);
    if (epoch === 3) break;
  }
  expect(seen).toEqual([1, 2, 3]);
  expect(run.history).toHaveLength(3);
  expect(sent.at(-1)?.data["text/plain"]).toMatch(/^stopped after epoch 3 of 50 · /);
});

test("a failing run shows how far it came, and fails", async () => {
  const sent = fakeKernel();
  await expect(progress(runOf(9, 4)).toEnd()).rejects.toThrow("fit: the loss is NaN");
  expect(sent.at(-1)?.data["text/plain"]).toMatch(/^stopped after epoch 4 of 9 · /);
});

test("a plain script prints the last line only", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await progress(runOf(3)).toEnd();
  expect(log.mock.calls).toEqual([["epoch 3 of 3 · training 0.3333 nats per row · validation 0.6667 nats per row"]]);
});

test("names the best epoch, and no validation loss where none was measured", () => {
  const history = [epochOf(1, 9, true), epochOf(2, 9, true), epochOf(3, 9)];
  expect(progressBundle(history, false)["text/plain"]).toBe(
    "epoch 3 of 9 · training 0.3333 nats per row · validation 0.6667 nats per row · best epoch 2: 1",
  );
  const bundle = progressBundle([{ ...epochOf(1, 4), validation: Total.zero }], false);
  expect(bundle["text/plain"]).toBe("epoch 1 of 4 · training 1 nats per row");
  expect(bundle["text/html"]).toContain('<progress max="4" value="1" aria-label="training"></progress>');
});
