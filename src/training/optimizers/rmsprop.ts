import { checkBelowOne, checkPositive } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { entrywise, type OptimizerState } from "./entrywise.js";
import type { LearningRate } from "./learning-rate.js";
import type { Optimizer } from "./optimizer.js";

export interface RmspropOptions {
  /** What is kept of the mean square, 0 to less than 1. Default 0.99. */
  decay?: number;
  /** Above 0. Default 1e-8. */
  epsilon?: number;
}
const OPTIONS: OptionNames<RmspropOptions> = { decay: true, epsilon: true };

/**
 * RMSprop: s = decay s + (1 - decay) g^2, then w = w - learningRate * g / (sqrt(s) + epsilon).
 *
 * Defaults and the place of epsilon are PyTorch's. optax and Keras decay by 0.9, and optax adds epsilon inside the root.
 *
 * @param learningRate above 0, or a schedule; default 1e-2
 * @param options decay (0.99), epsilon (1e-8)
 * @throws TypeError, RangeError when a setting is outside its range
 * @example
 * const run = fit(model, train, { optimizer: rmsprop(1e-3), loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Tieleman and Hinton: Neural networks for machine learning, lecture 6.5 (2012)
 */
export function rmsprop(
  learningRate: LearningRate = 1e-2,
  options: RmspropOptions = {},
): Optimizer<OptimizerState<"square">> {
  checkOptionNames("rmsprop", options, OPTIONS);
  const { decay = 0.99, epsilon = 1e-8 } = options;
  checkBelowOne("rmsprop: decay", decay);
  checkPositive("rmsprop: epsilon", epsilon);
  return made(
    "rmsprop",
    [learningRate, options],
    entrywise("rmsprop", learningRate, { square: 0 }, (w, g, { square: s }, rate) => {
      for (let i = 0; i < w.length; i++) {
        s[i] = decay * s[i] + (1 - decay) * g[i] * g[i];
        w[i] -= (rate * g[i]) / (Math.sqrt(s[i]) + epsilon);
      }
    }),
  );
}
