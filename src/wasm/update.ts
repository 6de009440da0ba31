import { wasmInstance } from "./instance.js";
import { MemoryParts } from "./memory.js";

/** Numbers of a parameter that are copied into the routines' memory at once. */
const STAGED = 8192;

/** An optimizer's rule as one of the routines of routines/update.ts does it. */
export interface SimdRule {
  readonly routine: "adam" | "sgd";
  /** What that routine calls its constants, at a step (from 1) of this rate. */
  constants(rate: number, step: number): readonly number[];
}

/**
 * One step of a rule on the entries of one parameter, in place, by SIMD.
 *
 * @param memories what the optimizer remembers of the parameter, in the routine's order
 * @returns whether it was done: where there is no WebAssembly, or an array is not of float32, nothing is
 */
export function simdUpdate(
  { routine, constants }: SimdRule,
  w: Float32Array | Float64Array,
  g: Float32Array | Float64Array,
  memories: readonly (Float32Array | Float64Array)[],
  rate: number,
  step: number,
): boolean {
  const arrays = [w, g, ...memories];
  const instance = arrays.every((array) => array instanceof Float32Array) ? wasmInstance() : undefined;
  if (!instance) return false;
  const { routines, memory } = instance;
  const parts = new MemoryParts();
  const ats = arrays.map(() => parts.take(4 * STAGED));
  const numbers = constants(rate, step);
  const atConstants = parts.take(4 * numbers.length);
  parts.reserve(memory);
  new Float32Array(memory.buffer, atConstants, numbers.length).set(numbers);
  const staged = ats.map((at) => new Float32Array(memory.buffer, at, STAGED));
  for (let start = 0; start < w.length; start += STAGED) {
    const count = Math.min(STAGED, w.length - start);
    for (const [i, array] of arrays.entries()) staged[i].set(array.subarray(start, start + count));
    const [atW, atG, first, second] = ats;
    if (routine === "adam") routines.adam(atW, atG, first, second, count, atConstants);
    else routines.sgd(atW, atG, first, count, atConstants);
    for (const [i, array] of arrays.entries()) {
      if (array !== g) array.set(staged[i].subarray(0, count), start);
    }
  }
  return true;
}
