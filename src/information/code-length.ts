import { checkFlag } from "../numerics/check.js";
import { checkOptionNames } from "../numerics/option-names.js";
import { checkedWeights, checkSequence, type SymbolModel } from "./symbol-model.js";

/**
 * How surprising a sequence is to a model that predicts each symbol from those before it: the sum of -log p, in nats.
 * It is the number of nats a code built on the model needs. Divided by the length it is the model's cross-entropy.
 *
 * @param sequence N whole numbers, 0 to K - 1
 * @param model what predicts; it begins without a context
 * @param options learn: whether the model learns on the way, default true; false judges a model on text it never saw
 * @returns Infinity when the model had called impossible what came
 * @throws TypeError when sequence is no array, model no symbol model, or learn neither true nor false
 * @throws RangeError when an entry is no symbol of the model, or an option is unknown; the model has learned nothing then
 * @example
 * const model = contextModel({ symbols: 2, order: 0 });
 * codeLength([0, 0, 0, 0, 0, 1], model); // 5.84... nats
 * @see Cover and Thomas: Elements of information theory (2006), section 5.4
 */
export function codeLength(sequence: ArrayLike<number>, model: SymbolModel, options: { learn?: boolean } = {}): number {
  checkOptionNames("codeLength", options, { learn: true });
  const { learn = true } = options;
  checkFlag("codeLength: learn", learn);
  checkSequence("codeLength", sequence, model);
  model.restart();
  let nats = 0;
  for (let i = 0; i < sequence.length; i++) {
    const { weights, total } = checkedWeights("codeLength", model);
    const weight = weights[sequence[i]];
    model.see(sequence[i], { learn });
    nats += Math.log(total / weight);
  }
  return nats;
}
