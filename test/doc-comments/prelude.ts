/** What an example may use without defining it: twelve days, a model of them, a training. */
import { createRequire } from "node:module";
import type * as Surprisal from "../../dist/index.js";

const { adam, datasetFromTable, dense, fit, parseCsv, sequential, sigmoidCrossEntropy, splitAt }: typeof Surprisal =
  createRequire(import.meta.url)("../../dist/index.js");

const days = Array.from({ length: 12 }, (_, i) => `${i % 5},${(7 * i) % 11},${i % 3 === 0 ? "rain" : "dry"}`);
const table = parseCsv(["wind,cloud,weather", ...days].join("\n"));

export const dataset: Surprisal.Dataset = datasetFromTable(table, { target: "weather" });
export const [train, validation, test]: Surprisal.Dataset[] = splitAt(dataset, 6, 9);
export const model: Surprisal.Model = sequential([dense(2, "relu"), dense(1)], { inputs: 2, seed: 1 });
export const options: Surprisal.FitOptions = {
  loss: sigmoidCrossEntropy,
  optimizer: adam(0.01),
  epochs: 2,
  seed: 1,
  validation,
};
export const run: Surprisal.Run = fit(model, train, options);
await run.toEnd();
