import { writeBytes } from "../../files/write-bytes.js";
import { modelToJson } from "../model-json.js";
import { toSafetensors } from "../safetensors.js";
import type { Model } from "../sequential.js";

/**
 * Saves a model as one `.safetensors` file: its parameters, and its architecture, what it standardises by among it,
 * as JSON under "model" in the metadata.
 *
 * Python's safetensors reads it: `load_file("rain.safetensors")["dense1.weight"]` is inputs x units, where PyTorch's Linear
 * has it the other way round (`.T`).
 *
 * @param path of the file, which is written whole or not at all; one that is there is replaced
 * @param model made by `sequential`
 * @throws TypeError when model was not made by `sequential`
 * @throws Error when the file cannot be written
 * @example
 * await saveModel("rain.safetensors", model);
 * const again = await loadModel("rain.safetensors");
 */
export async function saveModel(path: string, model: Model): Promise<void> {
  await writeBytes(path, toSafetensors(model.parameters, { model: JSON.stringify(modelToJson(model)) }));
}
