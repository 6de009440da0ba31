import { wasmInstance } from "./instance.js";
import { MemoryParts } from "./memory.js";

/** Numbers that are copied into the routines' memory at once. */
const STAGED = 8192;

/** The hyperbolic tangent of every entry, in place, by SIMD where there is WebAssembly: within 1.5 units in the last place. */
export function simdTanh(data: Float32Array): void {
  const instance = wasmInstance();
  if (!instance) {
    for (let i = 0; i < data.length; i++) data[i] = Math.tanh(data[i]);
    return;
  }
  const { routines, memory } = instance;
  const parts = new MemoryParts();
  const at = parts.take(4 * STAGED);
  parts.reserve(memory);
  const staged = new Float32Array(memory.buffer, at, STAGED);
  for (let start = 0; start < data.length; start += STAGED) {
    const block = data.subarray(start, start + STAGED);
    staged.set(block);
    routines.tanh(at, block.length);
    block.set(staged.subarray(0, block.length));
  }
}
