import type { Parameters } from "../../model/layer.js";
import { describeValue } from "../../numerics/describe-value.js";

/**
 * An update rule as a pair of functions. The optimizer itself holds only its settings: what it remembers is in the
 * state, which can be saved, compared and handed to a worker.
 */
export interface Optimizer<State = unknown> {
  readonly name: string;
  /** The state before the first step. */
  init(parameters: Parameters): State;
  /** The learning rate of the next step. */
  learningRate(state: State): number;
  /**
   * One step: changes the parameters and the state, in place. The gradients are those of the mean loss.
   *
   * @param rateFactor multiplies the learning rate of this step; default 1. `reduceOnPlateau` lowers it.
   * @throws TypeError, RangeError when an argument is none of these or a gradient is not finite, naming its row and column;
   * nothing has changed then
   */
  update(parameters: Parameters, gradients: Parameters, state: State, rateFactor?: number): void;
}

/** Throws when something is no optimizer. */
export function checkOptimizer(name: string, optimizer: Optimizer): void {
  const methods = ["init", "learningRate", "update"] as const;
  if (typeof optimizer?.name !== "string" || methods.some((method) => typeof optimizer[method] !== "function")) {
    throw new TypeError(`${name} is ${describeValue(optimizer)}; expected an optimizer, such as adam(1e-3)`);
  }
}
