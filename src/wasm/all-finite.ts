import { allFinite } from "../numerics/all-finite.js";
import { addressOf } from "./allocate.js";
import { sharedInstance, wasmInstance } from "./instance.js";

/** Where the routines' memory is free for a copy of a part of the data, and how many bytes of the first page are. */
const STAGED_AT = 2048;
const STAGED = 60 * 1024;
/** Fewer numbers are checked before a view of the memory is made. */
const FEW = 256;

/**
 * As `allFinite` of numerics, by SIMD: the check before a loss reads good data, more quickly.
 *
 * A part at a time is copied into the routines' memory, so that a large matrix is never copied whole; what was
 * allocated there already is not copied.
 */
export function simdAllFinite(data: Float32Array | Float64Array): boolean {
  const instance = data.length < FEW ? undefined : wasmInstance();
  if (!instance) return allFinite(data);
  const at = addressOf(data);
  const inPlace = at === undefined ? undefined : sharedInstance();
  if (inPlace && at !== undefined) return inPlace.routines.allFinite32(at, data.length) === 1;
  const { routines, memory } = instance;
  const size = STAGED / data.BYTES_PER_ELEMENT;
  if (views?.buffer !== memory.buffer) views = makeViews(memory.buffer);
  const isSingle = data instanceof Float32Array;
  const staged = isSingle ? views.singles : views.doubles;
  const check = isSingle ? routines.allFinite32 : routines.allFinite64;
  for (let start = 0; start < data.length; start += size) {
    const count = Math.min(size, data.length - start);
    staged.set(count === data.length ? data : data.subarray(start, start + count));
    if (check(STAGED_AT, count) === 0) return false;
  }
  return true;
}

let views: ReturnType<typeof makeViews> | undefined;

/** Made anew only when the memory has grown. */
function makeViews(buffer: ArrayBuffer) {
  return {
    buffer,
    singles: new Float32Array(buffer, STAGED_AT, STAGED / 4),
    doubles: new Float64Array(buffer, STAGED_AT, STAGED / 8),
  };
}
