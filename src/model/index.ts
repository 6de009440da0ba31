export { type ActivationName, gelu, relu, tanh } from "./activation.js";
export { type DenseOptions, dense } from "./dense.js";
export type { Initializer } from "./initializer.js";
export type { Layer, LayerSpec, Parameters } from "./layer.js";
export { modelFromJson, modelToJson } from "./model-json.js";
export { predict } from "./predict.js";
export { fromSafetensors, type Safetensors, toSafetensors } from "./safetensors.js";
export { type Model, type SequentialOptions, sequential } from "./sequential.js";
