import { stdout } from "node:process";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
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

test("a plain script without a terminal prints a line every ten seconds too", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  let seconds = 0;
  vi.spyOn(performance, "now").mockImplementation(() => 1000 * seconds++);
  await progress(runOf(25)).toEnd();
  expect(log.mock.calls.map(([line]) => /epoch \d+ of 25/.exec(line)?.[0])).toEqual([
    "epoch 10 of 25",
    "epoch 20 of 25",
    "epoch 25 of 25",
  ]);
});

test("in a terminal a line changes below what the reader prints, and the last one stays", async () => {
  const screen = terminal(60);
  for await (const { epoch } of progress(runOf(3))) console.log(`my ${epoch}`);
  const line = /epoch \d of 3 · training [\d.]+ nats per row · validation/;
  expect(
    screen.written
      .join("")
      .split("\r\x1b[K")
      .map((part) => part.replace(line, "LINE")),
  ).toEqual([
    "my 1\n",
    "LINE 2 nats…",
    "my 2\n",
    "LINE 2 nats…",
    "my 3\n",
    "LINE 2 nats…",
    "LINE 0.6667 nats per row\n",
  ]);
});

/** Makes this process look as if it wrote to a terminal, and keeps what it writes. */
function terminal(columns: number): { written: string[] } {
  const written: string[] = [];
  const own = { isTTY: stdout.isTTY, columns: stdout.columns };
  Object.assign(stdout, { isTTY: true, columns });
  onTestFinished(() => void Object.assign(stdout, own));
  vi.spyOn(stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  vi.spyOn(console, "log").mockImplementation((text) => void written.push(`${text}\n`));
  return { written };
}

test("tells the steps where the run is iterated by them", async () => {
  const sent = fakeKernel();
  vi.spyOn(performance, "now").mockImplementation(() => 1000 * sent.length);
  for await (const { epoch, step } of progress(runOf(9)).steps()) if (epoch === 2 && step === 1) break;
  expect(sent.map(({ data }) => data["text/plain"])).toEqual([
    "epoch 1 of 9, step 1 of 2 · batch 0.5 nats per row",
    "epoch 1 of 9, step 2 of 2 · batch 0.5 nats per row",
    "epoch 2 of 9, step 1 of 2 · batch 0.5 nats per row",
    "stopped in epoch 2 of 9, step 1 of 2 · batch 0.5 nats per row",
  ]);
  expect(sent[1].data["text/html"]).toContain('<progress max="9" value="1"');
  expect(new Set(sent.map(({ transient }) => transient.display_id)).size).toBe(1);
});

test("by its steps too it ends with the last epoch", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  for await (const _ of progress(runOf(2)).steps());
  expect(log.mock.calls).toEqual([["epoch 2 of 2 · training 0.5 nats per row · validation 1 nats per row"]]);
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
