import type { SimdRule } from "../../wasm/update.js";
import type { Schedule } from "./learning-rate.js";
import type { Optimizer } from "./optimizer.js";

/** An optimizer's update as the routines of ../../wasm do it. */
export interface SimdUpdate {
  readonly rule: SimdRule;
  /** The names of what it remembers, in the routine's order. */
  readonly memories: readonly string[];
  readonly rateOf: Schedule;
}

/** By the update function, with the state that it changes, so that a changed one of either is not mistaken for it. */
const known = new WeakMap<Optimizer["update"], { readonly init: Optimizer["init"]; readonly simd: SimdUpdate }>();

/** Says what an optimizer's update function does; gives the optimizer. */
export function asSimdOptimizer<State>(optimizer: Optimizer<State>, simd: SimdUpdate | undefined): Optimizer<State> {
  if (simd) known.set(optimizer.update as Optimizer["update"], { init: optimizer.init, simd });
  return optimizer;
}

/** Undefined where the routines do not know it. */
export function simdUpdateOf({ init, update }: Optimizer): SimdUpdate | undefined {
  const found = known.get(update);
  return found?.init === init ? found?.simd : undefined;
}
