import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Dataset } from "../../../src/data/dataset.js";
import { softmaxCrossEntropy } from "../../../src/loss/index.js";
import { dense, sequential } from "../../../src/model/index.js";
import { createRandom, matrix } from "../../../src/numerics/index.js";
import { checkpointFolder } from "../../../src/training/files/index.js";
import { adam, type FitOptions, fit } from "../../../src/training/index.js";

/** A function that names a new folder for each run; all are gone after the tests of the file that asks. */
export function runFolders(): () => string {
  const root = mkdtempSync(join(tmpdir(), "surprisal-runs-"));
  afterAll(() => rmSync(root, { recursive: true }));
  let folders = 0;
  return () => join(root, `run-${++folders}`);
}

/** Examples with nothing to learn in them. */
export function data(rows: number, seed: number): Dataset {
  const random = createRandom(seed);
  return {
    features: matrix(
      rows,
      3,
      Float64Array.from({ length: 3 * rows }, () => random.normal()),
    ),
    targets: Int32Array.from({ length: rows }, () => random.integer(4)),
    featureNames: ["a", "b", "c"],
    classNames: ["w", "x", "y", "z"],
    rowNumbers: Int32Array.from({ length: rows }, (_, i) => i + 1),
  };
}
export const train = data(50, 1);
export const validation = data(30, 2);
export const newModel = (dtype: "float32" | "float64" = "float64", seed = 4) =>
  sequential([dense(6, "relu"), dense(4)], { inputs: 3, seed, dtype });
export const base = { loss: softmaxCrossEntropy, epochs: 8, batchSize: 16, seed: 1 };
export const simple = { ...base, optimizer: adam(0.05) };

/** Trains in a folder and stops after some epochs, as often as there are numbers; then to the end. */
export async function inParts(folder: string, options: FitOptions, stops: number[], dtype?: "float32" | "float64") {
  for (const last of stops) {
    const run = fit(newModel(dtype), train, { ...options, checkpoint: checkpointFolder(folder) });
    for await (const { epoch } of run) if (epoch === last) break;
  }
  const model = newModel(dtype);
  const run = fit(model, train, { ...options, checkpoint: checkpointFolder(folder) });
  const yielded: number[] = [];
  for await (const { epoch } of run) yielded.push(epoch);
  return { parameters: model.parameters, history: run.history, yielded };
}
/** The same without a folder. */
export async function atOnce(options: FitOptions, dtype?: "float32" | "float64") {
  const model = newModel(dtype);
  const history = await fit(model, train, options).toEnd();
  return { parameters: model.parameters, history };
}
