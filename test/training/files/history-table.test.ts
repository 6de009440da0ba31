import { expect, test } from "vitest";
import { historyTable } from "../../../src/training/files/index.js";
import { type Epoch, earlyStopping, fit } from "../../../src/training/index.js";
import { newModel, simple, train, validation } from "./runs.js";

test("an epoch a row, the losses to the last bit", async () => {
  const stop = earlyStopping({ patience: 9, watch: "refinement" });
  const history = await fit(newModel(), train, { ...simple, validation, stop }).toEnd();
  const frame = await historyTable(history);
  expect(frame.columns).toEqual(["epoch", "train", "validation", "refinement", "learningRate", "improved"]);
  expect(frame.dtypes).toEqual(["int32", "float32", "float32", "float32", "float32", "boolean"]);
  expect(frame.values).toEqual(
    history.map((epoch) => [
      ...[epoch.epoch, epoch.train.mean, epoch.validation.mean, epoch.refinement?.loss],
      ...[epoch.learningRate, epoch.improved],
    ]),
  );
});

test("has no columns of what there was not", async () => {
  const frame = await historyTable(await fit(newModel(), train, simple).toEnd());
  expect(frame.columns).toEqual(["epoch", "train", "learningRate", "improved"]);
  expect(frame.shape).toEqual([8, 4]);
});

test.each<[string, unknown, string]>([
  ["no array", "history", 'historyTable: history is "history"; expected epochs'],
  ["no epoch", [{ epoch: 1 }], "historyTable: history: entry 0 is an object; expected an epoch"],
])("refused: %s", async (_name, history, message) => {
  await expect(historyTable(history as Epoch[])).rejects.toThrow(message);
});
