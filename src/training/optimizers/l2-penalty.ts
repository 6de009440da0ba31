import { checkNotNegative } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import type { Optimizer } from "./optimizer.js";
import { withGradients } from "./with-gradients.js";

/**
 * The same optimizer, of a loss with strength / 2 times the sum of the squares of all parameters added, biases too: every
 * gradient grows by strength * w. The loss that a training reports stays without it.
 *
 * PyTorch's `weight_decay` of SGD, RMSprop, Adagrad and Adam is this. The `weightDecay` of `adamw` and `lion` is not: it does
 * not go through the optimizer's means, which divide a penalty by the size of the gradients.
 *
 * @param strength 0 or more, in nats
 * @param optimizer any
 * @returns an optimizer with the state of the one given
 * @throws TypeError, RangeError when an argument is none of these
 * @example
 * const optimizer = l2Penalty(1e-4, sgd(0.1));
 * const run = fit(model, train, { optimizer, loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Loshchilov and Hutter: Decoupled weight decay regularization (2019), section 2
 */
export function l2Penalty<State>(strength: number, optimizer: Optimizer<State>): Optimizer<State> {
  checkNotNegative("l2Penalty: strength", strength);
  return made(
    "l2Penalty",
    [strength, optimizer],
    withGradients("l2Penalty", optimizer, () => (g, w) => g + strength * w),
  );
}
