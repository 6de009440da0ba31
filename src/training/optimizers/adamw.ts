import { checkNotNegative } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { type AdamOptions, type AdamState, adamRule } from "./adam-rule.js";
import { entrywise } from "./entrywise.js";
import type { LearningRate } from "./learning-rate.js";
import type { Optimizer } from "./optimizer.js";

export interface AdamwOptions extends AdamOptions {
  /** Decoupled: the share of every parameter that a step of rate 1 would take away, 0 or more. Default 0.01. */
  weightDecay?: number;
}
const OPTIONS: OptionNames<AdamwOptions> = { beta1: true, beta2: true, epsilon: true, weightDecay: true };

/**
 * AdamW: w = w - learningRate * weightDecay * w, then a step of Adam. The decay does not go through Adam's means, as the
 * gradient of `l2Penalty` would; it takes all parameters, biases too.
 *
 * The default decay is PyTorch's; it is 0.0001 in optax and 0.004 in Keras.
 *
 * @param learningRate above 0, or a schedule; default 1e-3
 * @param options beta1 (0.9), beta2 (0.999), epsilon (1e-8), weightDecay (0.01)
 * @throws TypeError, RangeError when a setting is outside its range
 * @example
 * const optimizer = adamw(1e-3, { weightDecay: 0.1 });
 * const run = fit(model, train, { optimizer, loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Loshchilov and Hutter: Decoupled weight decay regularization (2019), algorithm 2
 */
export function adamw(learningRate: LearningRate = 1e-3, options: AdamwOptions = {}): Optimizer<AdamState> {
  checkOptionNames("adamw", options, OPTIONS);
  const { weightDecay = 0.01 } = options;
  checkNotNegative("adamw: weightDecay", weightDecay);
  const { rule, simd } = adamRule("adamw", options, weightDecay);
  const decayed: typeof rule = (w, g, memory, rate, step) => {
    for (let i = 0; i < w.length; i++) w[i] *= 1 - rate * weightDecay;
    rule(w, g, memory, rate, step);
  };
  return made(
    "adamw",
    [learningRate, options],
    entrywise("adamw", learningRate, { mean: 0, square: 0 }, decayed, simd),
  );
}
