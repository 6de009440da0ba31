import type { Parameters } from "../../model/layer.js";
import { checkPositive } from "../../numerics/check-number.js";
import { largestSize } from "../../numerics/largest-size.js";
import { made } from "../../numerics/made.js";
import type { Optimizer } from "./optimizer.js";
import { withGradients } from "./with-gradients.js";

/**
 * The same optimizer with gradients that are scaled to a norm of `maxNorm` where theirs, the root of the sum of the
 * squares of all entries of all parameters, is larger. The direction stays.
 *
 * The scale is exactly maxNorm / norm, as in optax; PyTorch's `clip_grad_norm_` divides by norm + 1e-6.
 *
 * @param maxNorm above 0
 * @param optimizer any
 * @returns an optimizer with the state of the one given
 * @throws TypeError, RangeError when an argument is none of these; in a step, when a gradient is not finite
 * @example
 * const optimizer = clipByGlobalNorm(1, adam(1e-3));
 * const run = fit(model, train, { optimizer, loss: sigmoidCrossEntropy, epochs: 5, seed: 1 });
 * @see Pascanu, Mikolov, Bengio: On the difficulty of training recurrent neural networks (2013), algorithm 1
 */
export function clipByGlobalNorm<State>(maxNorm: number, optimizer: Optimizer<State>): Optimizer<State> {
  checkPositive("clipByGlobalNorm: maxNorm", maxNorm);
  return made(
    "clipByGlobalNorm",
    [maxNorm, optimizer],
    withGradients("clipByGlobalNorm", optimizer, (gradients) => {
      const norm = globalNorm(gradients);
      if (!Number.isFinite(norm)) {
        throw new RangeError(`clipByGlobalNorm: the norm of the gradients is ${norm}; expected a finite number`);
      }
      return norm > maxNorm ? (g) => (g / norm) * maxNorm : undefined;
    }),
  );
}

/** Entries are divided by the largest before they are squared: squares could overflow, or vanish. */
function globalNorm(gradients: Parameters): number {
  const all = Object.values(gradients).map(({ data }) => data);
  const largest = Math.max(0, ...all.map(largestSize)) || 1;
  let sum = 0;
  for (const data of all) for (let i = 0; i < data.length; i++) sum += (data[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}
