import type { Parameters } from "../model/layer.js";
import { checkObject, isShare } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkLearningRate, type Optimizer, zerosLike } from "./optimizer.js";

/** What Adam remembers: running means of the gradients and of their squares, and the number of steps. */
export interface AdamState {
  readonly mean: Parameters;
  readonly square: Parameters;
  step: number;
}

/**
 * Adam: m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, then
 * w = w - learningRate * m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon).
 *
 * @param learningRate above 0; default 1e-3
 * @param options beta1 (0.9), beta2 (0.999), epsilon (1e-8)
 * @throws RangeError when a setting is outside its range
 * @example
 * const run = fit(model, train, { optimizer: adam(1e-3), loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Kingma and Ba (2015), algorithm 1; epsilon stands where the paper and PyTorch have it, outside the root
 */
export function adam(
  learningRate = 1e-3,
  options: { beta1?: number; beta2?: number; epsilon?: number } = {},
): Optimizer<AdamState> {
  checkObject("adam: options", options);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkLearningRate("adam", learningRate);
  for (const [name, beta] of Object.entries({ beta1, beta2 })) {
    if (!(isShare(beta) && beta < 1)) {
      throw new RangeError(`adam: ${name} is ${describeValue(beta)}; expected a number from 0 to less than 1`);
    }
  }
  if (!(Number.isFinite(epsilon) && epsilon >= 0)) {
    throw new RangeError(`adam: epsilon is ${describeValue(epsilon)}; expected a finite number, 0 or more`);
  }
  return {
    name: "adam",
    init: (parameters) => ({ mean: zerosLike(parameters), square: zerosLike(parameters), step: 0 }),
    update(parameters, gradients, state) {
      state.step++;
      const meanCorrection = 1 - beta1 ** state.step;
      const squareCorrection = 1 - beta2 ** state.step;
      for (const name of Object.keys(parameters)) {
        const w = parameters[name].data;
        const g = gradients[name].data;
        const m = state.mean[name].data;
        const v = state.square[name].data;
        for (let i = 0; i < w.length; i++) {
          m[i] = beta1 * m[i] + (1 - beta1) * g[i];
          v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
          w[i] -= (learningRate * (m[i] / meanCorrection)) / (Math.sqrt(v[i] / squareCorrection) + epsilon);
        }
      }
    },
  };
}
