import { addressOf } from "./allocate.js";
import { type Instance, type Routines, sharedInstance } from "./instance.js";

/** Where the routines' memory is free for a copy of a part of the data, and how many bytes of the first page are. */
const STAGED_AT = 2048;
const STAGED = 60 * 1024;

/**
 * Shows data to the routines: a part at a time is copied into their memory, so that a large matrix is never copied whole; what was
 * allocated there already is not copied.
 *
 * @param visit what is to be done with a part, of `count` numbers at an address; false is enough
 * @returns whether it was true of all parts
 */
export function everyPart(
  data: Float32Array | Float64Array,
  { routines, memory }: Instance,
  visit: (routines: Routines, at: number, count: number) => boolean,
): boolean {
  const at = addressOf(data);
  const inPlace = at === undefined ? undefined : sharedInstance();
  if (inPlace && at !== undefined) return visit(inPlace.routines, at, data.length);
  const size = STAGED / data.BYTES_PER_ELEMENT;
  if (views?.buffer !== memory.buffer) views = makeViews(memory.buffer);
  const staged = data instanceof Float32Array ? views.singles : views.doubles;
  for (let start = 0; start < data.length; start += size) {
    const count = Math.min(size, data.length - start);
    staged.set(count === data.length ? data : data.subarray(start, start + count));
    if (!visit(routines, STAGED_AT, count)) return false;
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
