import { type Instance, wasmInstance } from "./instance.js";
import { MemoryParts } from "./memory.js";

/** Numbers of each array that are copied into the routines' memory at once. */
const STAGED = 8192;

/**
 * Has a routine change float32 numbers in place, a block at a time.
 *
 * @param run calls the routine for n numbers, with the address of the numbers and that of the others
 * @param data is changed
 * @param other as many numbers that it goes by
 * @returns false, and nothing is done, where there is no WebAssembly
 */
export function entrywise(
  run: (routines: Instance["routines"], n: number, at: number, atOther: number) => void,
  data: Float32Array,
  other?: Float32Array,
): boolean {
  const instance = wasmInstance();
  if (!instance) return false;
  const { routines, memory } = instance;
  const parts = new MemoryParts();
  const [at, atOther] = [parts.take(4 * STAGED), parts.take(other ? 4 * STAGED : 0)];
  parts.reserve(memory);
  const staged = new Float32Array(memory.buffer);
  for (let start = 0; start < data.length; start += STAGED) {
    const block = data.subarray(start, start + STAGED);
    staged.set(block, at / 4);
    if (other) staged.set(other.subarray(start, start + STAGED), atOther / 4);
    run(routines, block.length, at, atOther);
    block.set(staged.subarray(at / 4, at / 4 + block.length));
  }
  return true;
}
