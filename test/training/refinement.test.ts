import { describe, expect, test } from "vitest";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { earlyStopping } from "../../src/training/early-stopping.js";
import { fit } from "../../src/training/fit.js";
import { adam } from "../../src/training/optimizers/adam.js";
import { refinement } from "../../src/training/refinement.js";
import { golden } from "../golden.js";
import { inParts, runFolders, simple, train, validation } from "./files/runs.js";
import { torchData, torchModel } from "./torch-run.js";
import "../within-ulps.js";

const { cases } = golden<{
  cases: {
    name: string;
    logits: number[][];
    targets: number[];
    weights?: number[];
    loss: number;
    inverse: number;
  }[];
}>("training/refinement");
const newFolder = runFolders();

describe("refinement", () => {
  test.each(cases)("of $name, as mpmath finds it with 30 digits", ({ logits: z, targets, weights, loss, inverse }) => {
    const of = z[0].length === 1 ? sigmoidCrossEntropy : softmaxCrossEntropy;
    const found = refinement(of, logits(z), targets, weights);
    expect(found.loss).toBeRelativelyClose(loss, 1e-13);
    expect(1 / found.temperature).toBeRelativelyClose(inverse, 2e-7);
  });

  test("does not change with the scale of the logits", () => {
    const [{ logits: z, targets }] = cases;
    const scaled = z.map((row) => row.map((entry) => 1024 * entry));
    const [one, other] = [z, scaled].map((rows) => refinement(sigmoidCrossEntropy, logits(rows), targets));
    expect(other.loss).toBeRelativelyClose(one.loss, 1e-13);
    expect(other.temperature).toBeRelativelyClose(1024 * one.temperature, 2e-7);
  });

  test("of classes told apart is 0", () => {
    const z = logits([
      [1, 0],
      [0, 2],
    ]);
    expect(refinement(softmaxCrossEntropy, z, [0, 1]).loss).toBe(0);
  });

  test("a class that is excluded stays so", () => {
    const z = [
      [2, 0, Number.NEGATIVE_INFINITY],
      [1, 0, Number.NEGATIVE_INFINITY],
      [3, 0, Number.NEGATIVE_INFINITY],
    ];
    const two = refinement(softmaxCrossEntropy, logits(z.map((row) => row.slice(0, 2))), [0, 1, 0]);
    expect(refinement(softmaxCrossEntropy, logits(z), [0, 1, 0])).toEqual(two);
  });
});

describe("stopping by refinement", () => {
  test("puts back the weights whose loss is the least at their best temperature, later than by the loss", async () => {
    const overfit = { loss: softmaxCrossEntropy, optimizer: adam(0.1), epochs: 60, batchSize: 12, seed: 1, validation };
    const by = async (watch: "loss" | "refinement") => {
      const model = (await import("./files/runs.js")).newModel();
      const stop = earlyStopping({ patience: 60, watch });
      const history = await fit(model, train, { ...overfit, stop }).toEnd();
      return { model, history, best: history.findLastIndex(({ improved }) => improved) };
    };
    const [loss, refined] = [await by("loss"), await by("refinement")];
    expect(loss.history.every((epoch) => !("refinement" in epoch))).toBe(true);
    const losses = refined.history.map((epoch) => epoch.refinement?.loss ?? Number.NaN);
    expect(refined.best).toBe(losses.indexOf(Math.min(...losses)));
    expect(refined.best).not.toBe(loss.best);
    for (const [i, { validation }] of refined.history.entries()) expect(losses[i]).toBeLessThanOrEqual(validation.mean);
    const { logits: z } = refined.model.forward(validation.features);
    expect(refinement(softmaxCrossEntropy, z, validation.targets).loss).toBe(losses[refined.best]);
  });

  test("heeds weights, and goes on from a checkpoint with the same bits", async () => {
    const weights = Float64Array.from(torchData.targets, (_, i) => i % 3);
    const stop = earlyStopping({ patience: 9, watch: "refinement" });
    const options = { loss: softmaxCrossEntropy, optimizer: adam(0.05), epochs: 1, batchSize: 5, seed: 1, stop };
    const model = torchModel();
    const [epoch] = await fit(model, torchData, { ...options, validation: { ...torchData, weights } }).toEnd();
    expect(epoch.refinement).toEqual(
      refinement(softmaxCrossEntropy, model.logits(torchData.features), torchData.targets, weights),
    );
    const given = { ...simple, validation, stop };
    const [whole, parts] = [await inParts(newFolder(), given, []), await inParts(newFolder(), given, [2, 5])];
    expect(parts.parameters).toEqual(whole.parameters);
    expect(parts.history).toEqual(whole.history);
  });

  test("something else to watch is refused", () => {
    expect(() => earlyStopping({ patience: 1, watch: "accuracy" as "loss" })).toThrow(
      'earlyStopping: watch is "accuracy"; expected "loss" or "refinement"',
    );
  });
});
