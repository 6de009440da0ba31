import { checkBetween, checkCount, checkNotNegative } from "../numerics/check-number.js";
import { made } from "../numerics/made.js";
import { checkOptionNames } from "../numerics/option-names.js";
import { type LossMemory, newLossMemory, watchLoss } from "./watch-loss.js";

/**
 * Lowers the learning rate where the validation loss gets no better. The rule itself holds only its settings: what it
 * remembers of a run is in the memory, plain data.
 */
export interface PlateauRule<Memory = unknown> {
  /** The memory before the first epoch. */
  start(): Memory;
  /** Takes the validation loss of the next epoch into the memory, and gives the factor of the learning rate from then on. */
  factorAfter(memory: Memory, validationLoss: number): number;
}

/** What `reduceOnPlateau` remembers. */
export interface PlateauMemory extends LossMemory {
  factor: number;
}

/**
 * Multiplies the learning rate by `factor` whenever the validation loss has not improved for `patience` epochs. `fit` does
 * it to any optimizer, with a number or a schedule as its learning rate.
 *
 * Patience is counted as in `earlyStopping`, Keras and optax. PyTorch waits one epoch more, and asks for an improvement by
 * a share of the loss.
 *
 * @param options patience: epochs to wait, 1 or more; factor: above 0 and below 1, default 0.1; minDelta: nats by which a
 * loss must be lower to count, default 0
 * @throws TypeError, RangeError when a setting is outside its range
 * @example
 * const plateau = reduceOnPlateau({ patience: 2, factor: 0.5 });
 * const memory = plateau.start();
 * [0.7, 0.6, 0.6, 0.6, 0.5].map((loss) => plateau.factorAfter(memory, loss)); // [1, 1, 1, 0.5, 0.5]
 * const run = fit(model, train, { loss: sigmoidCrossEntropy, optimizer: adam(0.01), epochs: 9, seed: 1, validation, plateau });
 * @see Keras's ReduceLROnPlateau
 */
export function reduceOnPlateau(options: {
  patience: number;
  factor?: number;
  minDelta?: number;
}): PlateauRule<PlateauMemory> {
  checkOptionNames("reduceOnPlateau", options, { patience: true, factor: true, minDelta: true });
  const { patience, factor = 0.1, minDelta = 0 } = options;
  checkCount("reduceOnPlateau: patience", patience, 1);
  checkBetween("reduceOnPlateau: factor", factor);
  checkNotNegative("reduceOnPlateau: minDelta", minDelta);
  return made("reduceOnPlateau", [options], {
    start: () => ({ ...newLossMemory(), factor: 1 }),
    factorAfter(memory, validationLoss) {
      watchLoss(memory, validationLoss, minDelta);
      if (memory.waited > 0 && memory.waited % patience === 0) memory.factor *= factor;
      return memory.factor;
    },
  });
}
