import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import type { DatasetStream } from "../../src/data/dataset-stream.js";
import { streamCsv } from "../../src/data/files/stream-csv.js";
import { split } from "../../src/data/split.js";
import { standardize } from "../../src/data/standardize.js";
import { takeExamples } from "../../src/data/take-examples.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { dense } from "../../src/model/dense.js";
import { sequential } from "../../src/model/sequential.js";
import type { Logits } from "../../src/numerics/kinds.js";
import { checkpointFolder, readRecipe, replay } from "../../src/training/files/index.js";
import { type FitOptions, fit } from "../../src/training/fit.js";
import { adam } from "../../src/training/optimizers/adam.js";
import type { TrainingLoss } from "../../src/training/training-loss.js";
import { torchModel, torchData as twelve } from "./torch-run.js";

const rows = 45;
const torchData = {
  ...takeExamples(
    twelve,
    Array.from({ length: rows }, (_, i) => i % twelve.targets.length),
  ),
  rowNumbers: Int32Array.from({ length: rows }, (_, i) => i + 2),
};
const cut = (data: Dataset, ...ends: number[]) =>
  [...ends, rows].map((end, i) => {
    const begin = i === 0 ? 0 : ends[i - 1];
    return takeExamples(
      data,
      Int32Array.from({ length: end - begin }, (_, j) => begin + j),
    );
  });

async function trained(train: Dataset | DatasetStream, more: Partial<FitOptions> = {}) {
  const model = torchModel();
  const given = { loss: softmaxCrossEntropy, optimizer: adam(0.05), epochs: 3, batchSize: 8, seed: 1, ...more };
  const history = await fit(model, train, given).toEnd();
  return { history, parameters: model.parameters };
}

describe("fit on a stream", () => {
  test("of one part has the bits of that dataset, with every option", async () => {
    const weights = Float64Array.from({ length: rows }, (_, i) => i % 3);
    for (const [data, options] of [
      [torchData, {}],
      [
        { ...torchData, weights },
        { classWeights: [1, 2, 0.5], microBatchSize: 3 },
      ],
      [torchData, { stratified: true }],
    ] as [Dataset, Partial<FitOptions>][]) {
      expect(await trained([data], options)).toEqual(await trained(data, options));
    }
  });

  test("fills batches across the borders of parts: every example once, none alone", async () => {
    const sizes: number[] = [];
    const loss = ((z: Logits, targets: Int32Array, options: { gradient: true }) => {
      sizes.push(targets.length);
      return softmaxCrossEntropy(z, targets, options);
    }) as TrainingLoss;
    const { history } = await trained(cut(torchData, 1, 4, 4, 21, rows - 1), { loss, epochs: 1 });
    expect(sizes).toEqual([...Array(Math.floor(rows / 8)).fill(8), ...(rows % 8 ? [rows % 8] : [])]);
    expect(history[0].train.count).toBe(rows);
  });

  test("asks for no groups and times", async () => {
    const groups = Array.from({ length: rows }, (_, i) => i % 5);
    const labelled = { ...torchData, groups, times: Float64Array.from(groups) };
    expect(await trained(cut(labelled, 11, 30))).toEqual(await trained(cut(torchData, 11, 30)));
  });

  test("comes again in every epoch, be it synchronous or not", async () => {
    const parts = cut(torchData, 20);
    const async = {
      async *[Symbol.asyncIterator]() {
        yield* parts;
      },
    };
    expect(await trained(async)).toEqual(await trained(parts));
    await expect(trained(async[Symbol.asyncIterator]())).rejects.toThrow(
      "fit: train has given no rows; expected one or more, each time that it is iterated",
    );
  });

  test("trains by whole steps of SIMD too, to the same bits as the dataset", async () => {
    const two: Dataset = { ...torchData, targets: torchData.targets.map((k) => Math.min(k, 1)) };
    const bits = async (train: Dataset | DatasetStream) => {
      const inputs = torchData.features.cols;
      const model = sequential([dense(8, "relu"), dense(1)], { inputs, seed: 1, dtype: "float32" });
      await fit(model, train, { loss: sigmoidCrossEntropy, optimizer: adam(0.01), epochs: 3, seed: 2 }).toEnd();
      return model.parameters;
    };
    expect(await bits([two])).toEqual(await bits(two));
  });

  test("interrupted within an epoch it ends with the same bits, and can be replayed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stream-"));
    try {
      const train = await streamCsv("data/breast-cancer.csv", {
        target: "diagnosis",
        partRows: 100,
      });
      const run = async (checkpoint?: FitOptions["checkpoint"]) => {
        const model = sequential([dense(4, "tanh"), dense(1)], {
          inputs: 30,
          seed: 1,
          standardization: train.standardization,
        });
        const given = {
          loss: sigmoidCrossEntropy,
          optimizer: adam(0.01),
          epochs: 3,
          batchSize: 32,
          seed: 2,
          checkpoint,
        };
        return { history: await fit(model, train, given).toEnd(), parameters: model.parameters };
      };
      const whole = await run();
      const kept = (name: string) => checkpointFolder(join(folder, name), { everySteps: 2 });
      expect(await run(kept("whole"))).toEqual(whole);
      expect((await replay(await readRecipe(join(folder, "whole")), { train })).same).toBe(true);
      for (const last of [1, 2, 9, 12, 13, 20]) {
        const checkpoint = kept(String(last));
        let saves = 0;
        const killed: FitOptions["checkpoint"] = {
          ...checkpoint,
          async save(recipe, state) {
            await checkpoint.save(recipe, state);
            if (++saves === last) throw new Error("killed");
          },
        };
        await expect(run(killed)).rejects.toThrow("killed");
        expect(await run(checkpoint)).toEqual(whole);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("an array of datasets is kept by a checkpoint too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stream-"));
    try {
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      const parts = cut(torchData, 20);
      const whole = await trained(parts, { checkpoint: checkpointFolder(a) });
      expect(await trained(parts, { checkpoint: checkpointFolder(a) })).toEqual(whole);
      await trained(parts, { epochs: 2, checkpoint: checkpointFolder(b) });
      await expect(trained(cut(torchData, 21), { checkpoint: checkpointFolder(b) })).rejects.toThrow(
        "holds another run",
      );
      await expect(trained(parts, { epochs: 1, checkpoint: checkpointFolder(b) })).rejects.toThrow(
        "fit: epochs is 1, and the checkpoint has done 2; expected as many or more, or another folder",
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("parts, and validation data, whose columns or classes are called otherwise are refused", async () => {
    const [first, second] = cut(torchData, 20);
    const turned = { ...second, classNames: second.classNames.toReversed() };
    await expect(trained([first, turned])).rejects.toThrow(/^fit: a part of train: classNames: 0 is .*; expected /);
    const renamed = { ...second, featureNames: ["other", ...second.featureNames.slice(1)] };
    await expect(trained([first, renamed])).rejects.toThrow(
      'fit: a part of train: featureNames: 0 is "other"; expected',
    );
    await expect(trained([first], { validation: turned })).rejects.toThrow("fit: a part of train: classNames");
    await expect(trained(first, { validation: turned })).rejects.toThrow("fit: validation: classNames: 0");
    const fewer = { ...second, classNames: second.classNames.slice(0, -1) };
    await expect(trained(first, { validation: { ...fewer, targets: new Int32Array(rows - 20) } })).rejects.toThrow(
      /fit: validation: classNames: 2 is missing; expected .*, as train has it: the same names in the same order/,
    );
    expect(() => standardize(first).apply(renamed)).toThrow('standardize: apply: featureNames: 0 is "other"; expected');
    expect(standardize(first.features).apply(renamed).featureNames[0]).toBe("other");
  });

  test("errors name the row in its file", async () => {
    const bad = takeExamples(torchData, [0, 1, 2, 3]);
    const spoilt = { ...bad, rowNumbers: Int32Array.of(900, 901, 902, 903) };
    spoilt.features.data[2 * bad.features.cols + 1] = Number.NaN;
    const name = torchData.featureNames[1];
    await expect(trained([torchData, spoilt])).rejects.toThrow(`fit: a part of train: row 902, ${name} is NaN`);
    const loss = ((z: Logits, targets: Int32Array, options: { gradient: true }) => {
      const total = softmaxCrossEntropy(z, targets, options);
      return total.count === 3 ? Object.assign(total, { sum: Number.POSITIVE_INFINITY, infiniteRows: [1] }) : total;
    }) as TrainingLoss;
    const last = takeExamples({ ...torchData, rowNumbers: torchData.rowNumbers.map((row) => row + 5000) }, [0, 1, 2]);
    const first = takeExamples(
      torchData,
      Int32Array.from({ length: 16 }, (_, i) => i),
    );
    await expect(trained([first, last], { loss })).rejects.toThrow(
      /epoch 1, step 3: .*not so at rows 500\d; the batch is of 3 rows: 500/,
    );
  });

  test("what it cannot be is told", async () => {
    expect(() => split(new Set([torchData]) as unknown as Dataset, { seed: 1 })).toThrow(
      "split: dataset is a stream; expected a dataset: only fit takes streams",
    );
    const promise = Promise.resolve(torchData) as unknown as Dataset;
    await expect(trained(promise)).rejects.toThrow("fit: train is a promise; expected what it promises: await it");
    await expect(trained(torchData, { loss: sigmoidCrossEntropy })).rejects.toThrow(
      "fit: the model has 3 outputs; expected 1 for sigmoidCrossEntropy of two classes",
    );
    await expect(trained([])).rejects.toThrow("fit: train has given no rows");
    const one = takeExamples(
      torchData,
      [...torchData.targets.keys()].filter((row) => torchData.targets[row] === 0),
    );
    await expect(trained([one, one])).rejects.toThrow("fit: train has rows of one class only");
    await expect(trained([torchData, 3 as unknown as Dataset])).rejects.toThrow("fit: a part of train");
    const narrow = { ...torchData, features: { rows, cols: 1, data: new Float64Array(rows) } };
    await expect(trained([torchData, narrow])).rejects.toThrow("fit: a part of train has 1 features");
    expect(() =>
      fit(torchModel(), new Set([torchData]), {
        loss: softmaxCrossEntropy,
        optimizer: adam(1e-3),
        epochs: 1,
        seed: 1,
        checkpoint: checkpointFolder("x"),
      }),
    ).toThrow("fit: train is a stream whose hash is undefined; expected text");
  });
});
