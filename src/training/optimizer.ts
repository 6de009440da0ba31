import type { Parameters } from "../model/layer.js";
import { describeValue } from "../numerics/describe-value.js";
import { matrix } from "../numerics/matrix.js";

/**
 * An update rule as a pair of functions. The optimizer itself holds only its settings: what it remembers is in the
 * state, which can be saved, compared and handed to a worker.
 */
export interface Optimizer<State = unknown> {
  readonly name: string;
  /** The state before the first step. */
  init(parameters: Parameters): State;
  /** One step: changes the parameters and the state, in place. The gradients are those of the mean loss. */
  update(parameters: Parameters, gradients: Parameters, state: State): void;
}

/** Zeros in the shapes of the parameters: what moments begin with. */
export function zerosLike(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, w]) => [name, matrix(w.rows, w.cols)]));
}

/** Throws when a learning rate is not a finite number above 0. */
export function checkLearningRate(name: string, learningRate: number): void {
  if (!(Number.isFinite(learningRate) && learningRate > 0)) {
    throw new RangeError(`${name}: learningRate is ${describeValue(learningRate)}; expected a finite number above 0`);
  }
}
