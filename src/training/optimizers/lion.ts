import { checkBelowOne, checkNotNegative } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { entrywise, type OptimizerState } from "./entrywise.js";
import type { LearningRate } from "./learning-rate.js";
import type { Optimizer } from "./optimizer.js";

export interface LionOptions {
  /** How much of the mean gradient there is in a step, 0 to less than 1. Default 0.9. */
  beta1?: number;
  /** What is kept of the mean gradient, 0 to less than 1. Default 0.99. */
  beta2?: number;
  /** Decoupled: the share of every parameter that a step of rate 1 would take away, 0 or more. Default 0.001. */
  weightDecay?: number;
}
const OPTIONS: OptionNames<LionOptions> = { beta1: true, beta2: true, weightDecay: true };

/**
 * Lion: w = w - learningRate * (sign(b1 m + (1 - b1) g) + weightDecay * w), then m = b2 m + (1 - b2) g. Every entry goes
 * by the same amount, so that its learning rate is a third to a tenth of AdamW's and its decay as much larger.
 *
 * The defaults are optax's, and the paper's learning rate for large models; PyTorch has no Lion.
 *
 * @param learningRate above 0, or a schedule; default 1e-4
 * @param options beta1 (0.9), beta2 (0.99), weightDecay (0.001)
 * @throws TypeError, RangeError when a setting is outside its range
 * @example
 * const run = fit(model, train, { optimizer: lion(1e-3), loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Chen et al.: Symbolic discovery of optimization algorithms (2023), algorithm 2
 */
export function lion(learningRate: LearningRate = 1e-4, options: LionOptions = {}): Optimizer<OptimizerState<"mean">> {
  checkOptionNames("lion", options, OPTIONS);
  const { beta1 = 0.9, beta2 = 0.99, weightDecay = 0.001 } = options;
  checkBelowOne("lion: beta1", beta1);
  checkBelowOne("lion: beta2", beta2);
  checkNotNegative("lion: weightDecay", weightDecay);
  return made(
    "lion",
    [learningRate, options],
    entrywise("lion", learningRate, { mean: 0 }, (w, g, { mean: m }, rate) => {
      for (let i = 0; i < w.length; i++) {
        w[i] -= rate * (Math.sign(beta1 * m[i] + (1 - beta1) * g[i]) + weightDecay * w[i]);
        m[i] = beta2 * m[i] + (1 - beta2) * g[i];
      }
    }),
  );
}
