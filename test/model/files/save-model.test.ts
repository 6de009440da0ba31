import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadModel, saveModel } from "../../../src/model/files/index.js";
import * as m from "../../../src/model/index.js";
import { dense, modelToJson, sequential, tanh, toSafetensors } from "../../../src/model/index.js";
import { matrix } from "../../../src/numerics/index.js";

const folder = mkdtempSync(join(tmpdir(), "surprisal-models-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const newModel = (dtype: "float32" | "float64" = "float64") =>
  sequential([dense(3, "relu"), tanh(), dense(2)], { inputs: 4, seed: 7, dtype });

describe("a model that was saved", () => {
  test.each(["float32", "float64"] as const)("is loaded with the same bits, of %s", async (dtype) => {
    const model = newModel(dtype);
    model.parameters["dense1.weight"].data.fill(0.1);
    await saveModel(at("model.safetensors"), model);
    const loaded = await loadModel(at("model.safetensors"));
    expect(loaded.parameters).toEqual(model.parameters);
    expect(loaded.dtype).toBe(dtype);
    expect(modelToJson(loaded)).toEqual(modelToJson(model));
    const features = matrix(
      2,
      4,
      Float64Array.from({ length: 8 }, (_, i) => i - 3.5),
    );
    expect(loaded.logits(features)).toEqual(model.logits(features));
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
  });

  const picture = [
    ...[m.conv2d(3, 3, { padding: "same" }), m.relu(), m.maxPool2d(2), m.layerNorm(), m.gelu()],
    ...[m.averagePool2d(2), m.flatten(), m.dropout(0.5), dense(2)],
  ];
  const words = [
    ...[m.embedding(9, 4), m.conv1d(3, 2), tanh(), m.gru(3, { returnSequences: true }), m.globalAveragePool()],
    dense(2),
  ];
  test.each([
    ["pictures", picture, [8, 8, 1]],
    ["words", words, [64]],
  ])("also of %s, with every kind of layer", async (name, layers, inputs) => {
    const model = sequential(layers, { inputs, seed: 5, dtype: "float32" });
    // Not those of the seed.
    for (const { data } of Object.values(model.parameters)) for (let i = 0; i < data.length; i++) data[i] += 0.25;
    await saveModel(at(name), model);
    const loaded = await loadModel(at(name));
    rmSync(at(name));
    expect(loaded.parameters).toEqual(model.parameters);
    expect(loaded.layers.map(({ outputShape }) => outputShape)).toEqual(model.layers.map((of) => of.outputShape));
    const features = matrix(
      2,
      64,
      Float64Array.from({ length: 128 }, (_, i) => i % 9),
    );
    expect(loaded.logits(features)).toEqual(model.logits(features));
  });

  test("stays as it was when its file cannot be written again", async () => {
    await saveModel(at("kept.safetensors"), newModel());
    const before = readFileSync(at("kept.safetensors"));
    await expect(saveModel(at("kept.safetensors/model"), newModel())).rejects.toThrow(
      `cannot write ${at("kept.safetensors/model")}: a part of the path is not a folder`,
    );
    await expect(saveModel(at("nowhere/model"), newModel())).rejects.toThrow("there is no such folder");
    expect(readFileSync(at("kept.safetensors"))).toEqual(before);
  });
});

describe("no model of ours is refused, with the path and the reason", () => {
  const parts = { ...newModel().parameters };
  const json = JSON.stringify(modelToJson(newModel()));
  const { "dense3.bias": _, ...without } = parts;
  test.each([
    ["another's file", toSafetensors(parts), "its metadata has no model; expected a file of saveModel"],
    [
      "a lost tensor",
      toSafetensors(without, { model: json }),
      "tensor dense3.bias is missing; expected 1 x 2 of float64",
    ],
    [
      "a tensor of another shape",
      toSafetensors({ ...parts, "dense1.bias": matrix(3, 1) }, { model: json }),
      "tensor dense1.bias is 3 x 1 of float64; expected 1 x 3 of float64",
    ],
    ["one more", toSafetensors({ ...parts, b: matrix(1, 1) }, { model: json }), "tensor b is of none of the layers"],
    ["a damaged text", toSafetensors(parts, { model: json.slice(1) }), "its architecture is no JSON; expected what"],
    [
      "another layer",
      toSafetensors(parts, { model: json.replace("tanh", "eval") }),
      'there is no "eval"; expected one of',
    ],
    ["no architecture", toSafetensors(parts, { model: "[]" }), "modelFromJson: json is an Array of 0; expected what"],
  ])("%s", async (_, bytes, message) => {
    writeFileSync(at("bad"), bytes);
    const loading = loadModel(at("bad"));
    await expect(loading).rejects.toThrow(`loadModel: ${at("bad")}: `);
    await expect(loading).rejects.toThrow(message);
  });

  test("a file that is cut off, and one that is not there", async () => {
    await saveModel(at("cut"), newModel());
    truncateSync(at("cut"), 200);
    await expect(loadModel(at("cut"))).rejects.toThrow(`loadModel: ${at("cut")}: fromSafetensors: the header ends`);
    await expect(loadModel(at("gone"))).rejects.toThrow(`cannot read ${at("gone")}: there is no such file`);
  });
});
