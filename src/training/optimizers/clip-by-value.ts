import { checkPositive } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import type { Optimizer } from "./optimizer.js";
import { withGradients } from "./with-gradients.js";

/**
 * The same optimizer with every entry of the gradients moved into [-limit, limit]. The direction changes: see
 * `clipByGlobalNorm` for one that stays.
 *
 * @param limit above 0
 * @param optimizer any
 * @returns an optimizer with the state of the one given
 * @throws TypeError, RangeError when an argument is none of these
 * @example
 * const optimizer = clipByValue(0.5, sgd(0.1));
 * const run = fit(model, train, { optimizer, loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see optax's clip and PyTorch's clip_grad_value_, which do the same
 */
export function clipByValue<State>(limit: number, optimizer: Optimizer<State>): Optimizer<State> {
  checkPositive("clipByValue: limit", limit);
  const clipped = (g: number) => Math.max(-limit, Math.min(limit, g));
  return made(
    "clipByValue",
    [limit, optimizer],
    withGradients("clipByValue", optimizer, () => clipped),
  );
}
