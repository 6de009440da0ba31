import { checkNotNegative, checkPositive } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { entrywise, type OptimizerState } from "./entrywise.js";
import type { LearningRate } from "./learning-rate.js";
import type { Optimizer } from "./optimizer.js";

export interface AdagradOptions {
  /** What the sum of squares begins with, 0 or more. Default 0. */
  initialSum?: number;
  /** Above 0. Default 1e-10. */
  epsilon?: number;
}
const OPTIONS: OptionNames<AdagradOptions> = { initialSum: true, epsilon: true };

/**
 * Adagrad: s = s + g^2, then w = w - learningRate * g / (sqrt(s) + epsilon). Its steps only get smaller.
 *
 * Defaults and the place of epsilon are PyTorch's. In optax and Keras s begins with 0.1, and epsilon is 1e-7 inside the root.
 *
 * @param learningRate above 0, or a schedule; default 1e-2
 * @param options initialSum (0), epsilon (1e-10)
 * @throws TypeError, RangeError when a setting is outside its range
 * @example
 * const run = fit(model, train, { optimizer: adagrad(0.1), loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Duchi, Hazan, Singer: Adaptive subgradient methods (2011), figure 1
 */
export function adagrad(
  learningRate: LearningRate = 1e-2,
  options: AdagradOptions = {},
): Optimizer<OptimizerState<"squares">> {
  checkOptionNames("adagrad", options, OPTIONS);
  const { initialSum = 0, epsilon = 1e-10 } = options;
  checkNotNegative("adagrad: initialSum", initialSum);
  checkPositive("adagrad: epsilon", epsilon);
  return made(
    "adagrad",
    [learningRate, options],
    entrywise("adagrad", learningRate, { squares: initialSum }, (w, g, { squares: s }, rate) => {
      for (let i = 0; i < w.length; i++) {
        s[i] += g[i] * g[i];
        w[i] -= (rate * g[i]) / (Math.sqrt(s[i]) + epsilon);
      }
    }),
  );
}
