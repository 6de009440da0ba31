import { checkObject } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";

/** Decides after every epoch whether to go on. */
export interface StopRule {
  /** A fresh memory for one run: call the function it returns with the validation loss of every epoch. */
  start(): (validationLoss: number) => { readonly improved: boolean; readonly stop: boolean };
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
export function earlyStopping(options: { patience: number; minDelta?: number }): StopRule {
  checkObject("earlyStopping: options", options);
  const { patience, minDelta = 0 } = options;
  if (!Number.isInteger(patience) || patience < 1) {
    throw new RangeError(`earlyStopping: patience is ${describeValue(patience)}; expected a whole number, 1 or more`);
  }
  if (!(Number.isFinite(minDelta) && minDelta >= 0)) {
    throw new RangeError(`earlyStopping: minDelta is ${describeValue(minDelta)}; expected a finite number, 0 or more`);
  }
  return {
    start() {
      let best = Number.POSITIVE_INFINITY;
      let waited = 0;
      return (validationLoss) => {
        const improved = validationLoss < best - minDelta;
        if (improved) best = validationLoss;
        waited = improved ? 0 : waited + 1;
        return { improved, stop: waited >= patience };
      };
    },
  };
}
