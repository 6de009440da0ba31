import type { Parameters } from "../model/layer.js";
import { checkObject, isShare } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkLearningRate, type Optimizer, zerosLike } from "./optimizer.js";

/**
 * Stochastic gradient descent with momentum: v = momentum * v + g, then w = w - learningRate * v.
 *
 * @param learningRate above 0
 * @param options momentum, 0 to less than 1; default 0
 * @throws RangeError when a setting is outside its range
 * @example
 * const optimizer = sgd(0.1, { momentum: 0.9 });
 * const run = fit(model, train, { optimizer, loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Polyak (1964); the form is PyTorch's, torch.optim.SGD
 */
export function sgd(learningRate: number, options: { momentum?: number } = {}): Optimizer<Parameters> {
  checkObject("sgd: options", options);
  const { momentum = 0 } = options;
  checkLearningRate("sgd", learningRate);
  if (!(isShare(momentum) && momentum < 1)) {
    throw new RangeError(`sgd: momentum is ${describeValue(momentum)}; expected a number from 0 to less than 1`);
  }
  return {
    name: "sgd",
    init: zerosLike,
    update(parameters, gradients, velocity) {
      for (const name of Object.keys(parameters)) {
        const w = parameters[name].data;
        const g = gradients[name].data;
        const v = velocity[name].data;
        for (let i = 0; i < w.length; i++) {
          v[i] = momentum * v[i] + g[i];
          w[i] -= learningRate * v[i];
        }
      }
    },
  };
}
