import { describeValue } from "../numerics/describe-value.js";
import type { Model } from "./sequential.js";

/** Throws when something is no model. */
export function checkModel(name: string, model: Model): void {
  const { layers, parameters, logits, forward } = (model ?? {}) as Partial<Model>;
  const isModel = Array.isArray(layers) && typeof parameters === "object" && parameters !== null;
  if (isModel && typeof logits === "function" && typeof forward === "function") return;
  throw new TypeError(`${name} is ${describeValue(model)}; expected a model, as sequential makes`);
}
