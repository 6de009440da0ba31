import { checkCount } from "../numerics/check-number.js";
import { checkMatrix, type Matrix, matrix } from "../numerics/matrix.js";
import { type Instance, sharedInstance } from "./instance.js";
import { giveShared, takeShared } from "./shared-memory.js";
import type { Span } from "./spans.js";

/** What may be read and written behind a matrix: three narrow rows. */
const BEHIND = 3 * 32 * 4;
/** 4 GiB: as many as all of the memory could hold. */
const MOST_NUMBERS = 2 ** 30;

/** Where what was allocated is; undefined where there is no shared memory. */
const places = new Map<Float32Array, Span | undefined>();
/** What was given back: its memory may be another matrix by now. */
const freed = new WeakSet<object>();

/**
 * A float32 matrix of zeros in the memory of the SIMD routines. Losses read and write such matrices where they are, without a
 * copy, and `softmaxCrossEntropy` on several threads where logits and gradient are large (docs/speed.md): for those that are used
 * many times. To all else it is a matrix like any other.
 *
 * Its memory is its own until `free` gives it back; it is not collected as garbage. Where there is no shared memory for
 * WebAssembly it is an ordinary matrix.
 *
 * @param rows number of rows, 0 or more
 * @param cols number of columns, 0 or more
 * @returns rows x cols
 * @throws RangeError when a size is no whole number, or there is no room for so many numbers; what is there stays as it is
 * @example
 * const gradient = allocate(1024, 10);
 * softmaxCrossEntropy(logits(allocate(1024, 10)), new Int32Array(1024), { gradient });
 * free(gradient);
 * @see WebAssembly core specification 3.0, section 4.2.8: memory instances
 */
export function allocate(rows: number, cols: number): Matrix & { readonly data: Float32Array } {
  checkCount("allocate: rows", rows, 0);
  checkCount("allocate: cols", cols, 0);
  const count = rows * cols;
  if (count > MOST_NUMBERS) {
    throw new RangeError(`allocate: ${rows} x ${cols} numbers are too many; expected 2^30 at the most`);
  }
  const memory = sharedInstance()?.memory;
  const span = memory && take(4 * count + BEHIND, memory, `${rows} x ${cols}`);
  const data = memory && span ? new Float32Array(memory.buffer, span.at, count).fill(0) : new Float32Array(count);
  places.set(data, span);
  return matrix(rows, cols, data);
}

/**
 * Gives back the memory of a matrix that `allocate` has made. It is filled with NaN, so that what still reads it notices.
 *
 * @param m the matrix, or another that has its data
 * @throws TypeError when m is no matrix
 * @throws RangeError when its sizes do not fit its data, `allocate` has not made it, or it was given back already
 * @example
 * free(allocate(2, 3));
 */
export function free(m: Matrix): void {
  checkMatrix("free: m", m);
  const data = m.data as Float32Array;
  if (!places.has(data)) {
    throw new RangeError("free: m was not made by allocate, or is free already; expected an allocated matrix");
  }
  const span = places.get(data);
  places.delete(data);
  freed.add(data);
  data.fill(Number.NaN);
  if (span) giveShared(span);
}

/** Logits and gradient where the routines can work on them: the addresses, and the routines. */
export interface Place {
  readonly instance: Instance;
  readonly z: number;
  readonly gradient: number;
}

/** Where logits and their gradient are, if both were allocated. */
export function placeOf(z: Float32Array, gradient: Float32Array): Place | undefined {
  if (places.size === 0) return undefined;
  const [from, to] = [addressOf(z), addressOf(gradient)];
  const instance = from && to ? sharedInstance() : undefined;
  return instance && from && to ? { instance, z: from, gradient: to } : undefined;
}

/** Whether `free` has given this back. */
export function isFreed(data: Float32Array | Float64Array): boolean {
  return freed.has(data);
}

/** Where allocated data is in the memory of `sharedInstance`. */
export function addressOf(data: Float32Array | Float64Array): number | undefined {
  return places.get(data as Float32Array)?.at;
}

function take(bytes: number, memory: WebAssembly.Memory, shape: string): Span {
  try {
    return takeShared(bytes, memory);
  } catch (error) {
    throw new RangeError(`allocate: ${shape}: ${(error as Error).message}`, { cause: error });
  }
}
