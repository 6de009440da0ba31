import { describeValue } from "../numerics/describe-value.js";
import { makingOf, remake } from "../numerics/made.js";
import { gelu, relu, tanh } from "./activation.js";
import { conv1d, conv2d } from "./convolution.js";
import { dense } from "./dense.js";
import { dropout } from "./dropout.js";
import { embedding } from "./embedding.js";
import { flatten } from "./flatten.js";
import { gru } from "./gru.js";
import { layerNorm } from "./layer-norm.js";
import { averagePool2d, globalAveragePool, maxPool2d } from "./pooling.js";
import { type Model, sequential } from "./sequential.js";

/** What a model may be made of. */
const MAKERS = {
  ...{ sequential, dense, dropout, embedding, flatten, gru, layerNorm, gelu, relu, tanh },
  ...{ conv1d, conv2d, averagePool2d, globalAveragePool, maxPool2d },
};

/**
 * The architecture of a model as JSON: its layers and their settings, without the parameters.
 *
 * @param model made by `sequential`
 * @returns `by` is the name of a function of this package, `with` is what it was given
 * @throws TypeError when model was not made by `sequential`
 * @example
 * const model = sequential([dense(1)], { inputs: 2, seed: 1 });
 * JSON.stringify(modelToJson(model));
 * // '{"by":"sequential","with":[[{"by":"dense","with":[1]}],{"inputs":2,"seed":1}]}'
 * @see saveModel, which keeps it with the parameters
 */
export function modelToJson(model: Model): unknown {
  const making = makingOf(model);
  if ((making as { by?: unknown } | undefined)?.by !== "sequential") {
    throw new TypeError(`modelToJson: model is ${describeValue(model)}; expected one made by sequential`);
  }
  return making;
}

/**
 * The model of an architecture, with the first weights of its seed.
 *
 * @param json what `modelToJson` has given
 * @throws RangeError when json is no architecture, or a setting is outside its range
 * @example
 * modelFromJson(modelToJson(sequential([dense(1)], { inputs: 2, seed: 1 }))).inputs; // 2
 * @see loadModel, which gives it the parameters that were saved
 */
export function modelFromJson(json: unknown): Model {
  if ((json as { by?: unknown } | null)?.by !== "sequential") {
    throw new RangeError(`modelFromJson: json is ${describeValue(json)}; expected what modelToJson has given`);
  }
  return remake("modelFromJson", json, MAKERS) as Model;
}
