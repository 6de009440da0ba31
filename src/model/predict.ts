import { checkEntries } from "../numerics/check.js";
import type { Probabilities } from "../numerics/kinds.js";
import { checkMatrix, type Matrix } from "../numerics/matrix.js";
import { sigmoid } from "../numerics/sigmoid.js";
import { softmax } from "../numerics/softmax.js";
import { checkModel } from "./check-model.js";
import type { Model } from "./sequential.js";

/**
 * The probabilities a model states: the sigmoid of its logit (one output), or the softmax of its logits.
 *
 * @param model made by `sequential`
 * @param features N x inputs
 * @returns N x 1, the probability of class 1, or N x K
 * @throws TypeError when model is no model, or features are no matrix
 * @throws RangeError when their columns are not the model's inputs, or one is not finite
 * @example
 * predict(model, test.features).data[0]; // the probability of rain on the first day
 * @see Goodfellow, Bengio, Courville: Deep learning (2016), sections 6.2.2.2 and 6.2.2.3
 */
export function predict(model: Model, features: Matrix): Probabilities {
  checkModel("predict: model", model);
  checkMatrix("predict: features", features);
  checkEntries("predict: features", features, Number.isFinite, "a finite number");
  const z = model.logits(features);
  return z.cols === 1 ? sigmoid(z) : softmax(z);
}
