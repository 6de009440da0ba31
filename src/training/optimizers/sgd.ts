import { checkFlag } from "../../numerics/check.js";
import { checkBelowOne } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { entrywise, type OptimizerState, type Rule } from "./entrywise.js";
import type { LearningRate } from "./learning-rate.js";
import type { Optimizer } from "./optimizer.js";

export interface SgdOptions {
  /** What is kept of the velocity, 0 to less than 1. Default 0. */
  momentum?: number;
  /** Whether to look ahead along the velocity. Default false. */
  nesterov?: boolean;
}
const OPTIONS: OptionNames<SgdOptions> = { momentum: true, nesterov: true };

/**
 * Stochastic gradient descent with momentum: v = momentum * v + g, then w = w - learningRate * v; with Nesterov's
 * momentum w = w - learningRate * (g + momentum * v).
 *
 * @param learningRate above 0, or a schedule
 * @param options momentum (0), nesterov (false)
 * @throws TypeError, RangeError when a setting is outside its range
 * @example
 * const optimizer = sgd(0.1, { momentum: 0.9, nesterov: true });
 * const run = fit(model, train, { optimizer, loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Polyak (1964), Sutskever et al. (2013); the forms are those of PyTorch's SGD and optax's sgd, which are the same
 */
export function sgd(learningRate: LearningRate, options: SgdOptions = {}): Optimizer<OptimizerState<"velocity">> {
  checkOptionNames("sgd", options, OPTIONS);
  const { momentum = 0, nesterov = false } = options;
  checkBelowOne("sgd: momentum", momentum);
  checkFlag("sgd: nesterov", nesterov);
  if (nesterov && momentum === 0)
    throw new RangeError("sgd: nesterov is true, momentum is 0; expected momentum above 0");
  const rule: Rule<"velocity"> = (w, g, { velocity: v }, rate) => {
    for (let i = 0; i < w.length; i++) {
      v[i] = momentum * v[i] + g[i];
      w[i] -= rate * (nesterov ? g[i] + momentum * v[i] : v[i]);
    }
  };
  const constants = (rate: number) => [momentum, rate, nesterov ? 1 : 0];
  return made(
    "sgd",
    [learningRate, options],
    entrywise("sgd", learningRate, { velocity: 0 }, rule, { routine: "sgd", constants }),
  );
}
