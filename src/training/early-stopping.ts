import { checkCount, checkNotNegative } from "../numerics/check-number.js";
import { describeValue } from "../numerics/describe-value.js";
import { made } from "../numerics/made.js";
import { checkOptionNames } from "../numerics/option-names.js";
import { type LossMemory, newLossMemory, watchLoss } from "./watch-loss.js";

/** What a stop rule judges of the validation data. */
export type Watched = "loss" | "refinement";

/**
 * Decides after every epoch whether to go on. The rule itself holds only its settings: what it remembers of a run is in the
 * memory, plain data.
 */
export interface StopRule<Memory = unknown> {
  /** The memory before the first epoch. */
  start(): Memory;
  /** What it judges: the validation loss (default), or what is left of it at the best temperature. */
  readonly watches?: Watched;
  /** Takes the validation loss of the next epoch, or what else it watches, into the memory, and decides. */
  judge(memory: Memory, validationLoss: number): { readonly improved: boolean; readonly stop: boolean };
}

/**
 * Stops when the validation loss has not improved for `patience` epochs. `fit` then puts back the weights of the best
 * epoch.
 *
 * A validation loss has two parts: what calibration mends, and the refinement, which it does not. A network becomes
 * overconfident while it still learns to tell the classes apart, and by its loss is stopped too early. With
 * `watch: "refinement"` its loss at the best temperature for the validation data is judged, min over T of loss(z / T); every
 * epoch then tells `refinement`: that loss, and the temperature to divide the logits by afterwards.
 *
 * @param options patience: epochs to wait, 1 or more; minDelta: nats by which a loss must be lower to count, default 0;
 * watch: "loss" (default) or "refinement", for a loss on logits that is convex in their scale, as cross-entropies are
 * @throws RangeError when a setting is outside its range
 * @example
 * const options = { loss: sigmoidCrossEntropy, optimizer: adam(1e-3), epochs: 50, seed: 1 };
 * const run = fit(model, train, { ...options, validation, stop: earlyStopping({ patience: 5 }) });
 * const refined = earlyStopping({ patience: 5, watch: "refinement" });
 * @see Prechelt: Early stopping, but when? (1998); Berta, Holzmüller, Jordan, Bach: Rethinking early stopping: refine, then
 * calibrate (2025)
 */
export function earlyStopping(options: { patience: number; minDelta?: number; watch?: Watched }): StopRule<LossMemory> {
  checkOptionNames("earlyStopping", options, { patience: true, minDelta: true, watch: true });
  const { patience, minDelta = 0, watch = "loss" } = options;
  checkCount("earlyStopping: patience", patience, 1);
  checkNotNegative("earlyStopping: minDelta", minDelta);
  if (watch !== "loss" && watch !== "refinement") {
    throw new RangeError(`earlyStopping: watch is ${describeValue(watch)}; expected "loss" or "refinement"`);
  }
  return made("earlyStopping", [options], {
    start: newLossMemory,
    watches: watch,
    judge(memory, loss) {
      const improved = watchLoss(memory, loss, minDelta);
      return { improved, stop: memory.waited >= patience };
    },
  });
}
