import { checkCount, checkNotNegative } from "../numerics/check-number.js";
import { made } from "../numerics/made.js";
import { checkOptionNames } from "../numerics/option-names.js";
import { type LossMemory, newLossMemory, watchLoss } from "./watch-loss.js";

/**
 * Decides after every epoch whether to go on. The rule itself holds only its settings: what it remembers of a run is in the
 * memory, plain data.
 */
export interface StopRule<Memory = unknown> {
  /** The memory before the first epoch. */
  start(): Memory;
  /** Takes the validation loss of the next epoch into the memory, and decides. */
  judge(memory: Memory, validationLoss: number): { readonly improved: boolean; readonly stop: boolean };
}

/**
 * Stops when the validation loss has not improved for `patience` epochs. `fit` then puts back the weights of the best
 * epoch.
 *
 * @param options patience: epochs to wait, 1 or more; minDelta: nats by which a loss must be lower to count, default 0
 * @throws RangeError when a setting is outside its range
 * @example
 * const options = { loss: sigmoidCrossEntropy, optimizer: adam(1e-3), epochs: 50, seed: 1 };
 * const run = fit(model, train, { ...options, validation, stop: earlyStopping({ patience: 5 }) });
 * @see Prechelt: Early stopping, but when? (1998)
 */
export function earlyStopping(options: { patience: number; minDelta?: number }): StopRule<LossMemory> {
  checkOptionNames("earlyStopping", options, { patience: true, minDelta: true });
  const { patience, minDelta = 0 } = options;
  checkCount("earlyStopping: patience", patience, 1);
  checkNotNegative("earlyStopping: minDelta", minDelta);
  return made("earlyStopping", [options], {
    start: newLossMemory,
    judge(memory, validationLoss) {
      const improved = watchLoss(memory, validationLoss, minDelta);
      return { improved, stop: memory.waited >= patience };
    },
  });
}
