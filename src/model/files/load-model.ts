import { readBytes } from "../../files/read-bytes.js";
import { dtypeOf } from "../../numerics/dtype.js";
import { modelFromJson } from "../model-json.js";
import { fromSafetensors } from "../safetensors.js";
import type { Model } from "../sequential.js";

/**
 * The model that `saveModel` has saved, with the same bits.
 *
 * @param path of the file
 * @throws Error when the file cannot be read, is damaged, or is no model of this package; it begins with the path
 * @example
 * await saveModel("rain.safetensors", model);
 * (await loadModel("rain.safetensors")).outputs; // 1
 */
export async function loadModel(path: string): Promise<Model> {
  const bytes = await readBytes(path);
  try {
    const { tensors, metadata } = fromSafetensors(bytes);
    if (metadata.model === undefined) {
      throw new RangeError("its metadata has no model; expected a file of saveModel (fromSafetensors reads others)");
    }
    const model = modelFromJson(parsed(metadata.model));
    for (const [name, { rows, cols, data }] of Object.entries(model.parameters)) {
      const saved = tensors[name];
      const found = saved && `${saved.rows} x ${saved.cols} of ${dtypeOf(saved)}`;
      const expected = `${rows} x ${cols} of ${model.dtype}`;
      if (found !== expected) throw new RangeError(`tensor ${name} is ${found ?? "missing"}; expected ${expected}`);
      data.set(saved.data);
    }
    const foreign = Object.keys(tensors).find((name) => !Object.hasOwn(model.parameters, name));
    if (foreign !== undefined) throw new RangeError(`tensor ${foreign} is of none of the layers; expected no other`);
    return model;
  } catch (error) {
    throw new Error(`loadModel: ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError("its architecture is no JSON; expected what saveModel has written", { cause: error });
  }
}
