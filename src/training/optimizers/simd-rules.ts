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

/** By the update function, so that a changed one is not mistaken for it. */
const known = new WeakMap<Optimizer["update"], SimdUpdate>();

/** Says what an optimizer's update function does; gives the optimizer. */
export function asSimdOptimizer<Of extends Pick<Optimizer, "update">>(optimizer: Of, simd: SimdUpdate | undefined): Of {
  if (simd) known.set(optimizer.update, simd);
  return optimizer;
}

/** Undefined where the routines do not know it. */
export function simdUpdateOf({ update }: Pick<Optimizer, "update">): SimdUpdate | undefined {
  return known.get(update);
}
