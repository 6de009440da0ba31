import type { SymbolModel } from "./context-model.js";

/**
 * How surprising a sequence is to a model that predicts each symbol from those before it: the sum of -log p, in nats.
 * It is the number of nats a code built on the model needs. Divided by the length it is the model's cross-entropy.
 *
 * @param sequence N whole numbers, 0 to K - 1
 * @param model what predicts; it begins without a context
 * @param options learn: whether the model learns on the way, default true; false judges a model on text it never saw
 * @throws RangeError when an entry is no symbol of the model
 * @example
 * const model = contextModel({ symbols: 2, order: 0 });
 * codeLength([0, 0, 0, 0, 0, 1], model); // nats
 * @see Cover and Thomas: Elements of information theory (2006), section 5.4
 */
export function codeLength(sequence: ArrayLike<number>, model: SymbolModel, options: { learn?: boolean } = {}): number {
  model.restart();
  let nats = 0;
  for (let i = 0; i < sequence.length; i++) {
    const { weights, total } = model.weights();
    const weight = weights[sequence[i]];
    model.see(sequence[i], options);
    nats += Math.log(total / weight);
  }
  return nats;
}
