import { giveBack, type Instance, ownInstance, sharedInstance } from "./instance.js";
import { MemoryParts } from "./memory.js";
import { giveShared, takeShared } from "./shared-memory.js";

/** Parts of a memory of the routines for a work of many calls, its own until `end`. */
export interface Workspace<Parts> {
  readonly instance: Instance;
  readonly at: Parts;
  /** All of the memory, as float32 numbers. */
  readonly numbers: Float32Array;
  end(): void;
}

/**
 * Deals out the parts that a work needs: in the memory of `sharedInstance`, else in one that is nobody's else. There must be
 * WebAssembly with SIMD.
 *
 * @throws RangeError when there is no room, saying for how much
 */
export function takeWorkspace<Parts>(layout: (parts: MemoryParts) => Parts): Workspace<Parts> {
  const needed = new MemoryParts();
  layout(needed);
  const shared = sharedInstance();
  if (shared) {
    const span = takeShared(needed.bytes, shared.memory);
    const numbers = new Float32Array(shared.memory.buffer);
    return { instance: shared, at: layout(new MemoryParts(span.at)), numbers, end: () => giveShared(span) };
  }
  const own = ownInstance(needed.pages);
  if (!own)
    throw new RangeError(`there are no ${needed.pages} x 64 KiB left for WebAssembly; expected room for a block`);
  const numbers = new Float32Array(own.memory.buffer);
  return { instance: own, at: layout(new MemoryParts()), numbers, end: () => giveBack(own) };
}
