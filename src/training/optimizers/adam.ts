import { made } from "../../numerics/made.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { type AdamOptions, type AdamState, adamRule } from "./adam-rule.js";
import { entrywise } from "./entrywise.js";
import type { LearningRate } from "./learning-rate.js";
import type { Optimizer } from "./optimizer.js";

const OPTIONS: OptionNames<AdamOptions> = { beta1: true, beta2: true, epsilon: true };

/**
 * Adam: m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, then
 * w = w - learningRate * m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon).
 *
 * @param learningRate above 0, or a schedule; default 1e-3
 * @param options beta1 (0.9), beta2 (0.999), epsilon (1e-8)
 * @throws TypeError, RangeError when a setting is outside its range
 * @example
 * const run = fit(model, train, { optimizer: adam(1e-3), loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Kingma and Ba (2015), algorithm 1; epsilon stands where the paper, PyTorch and optax have it, outside the root
 */
export function adam(learningRate: LearningRate = 1e-3, options: AdamOptions = {}): Optimizer<AdamState> {
  checkOptionNames("adam", options, OPTIONS);
  const { rule, simd } = adamRule("adam", options);
  return made("adam", [learningRate, options], entrywise("adam", learningRate, { mean: 0, square: 0 }, rule, simd));
}
