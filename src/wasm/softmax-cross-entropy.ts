import type { Instance } from "./instance.js";
import { wasmInstance } from "./instance.js";

// As in routines/block.ts.
const ROWS = 64;
const N = 0;
const S = 12 * ROWS;
const LOSS = 20 * ROWS;
const BLOCK = 44 * ROWS;

/** Addresses in the routines' memory: a block, its targets and weights, the columns of narrow rows, the logits. */
const BLOCK_AT = 2048;
const TARGETS_AT = BLOCK_AT + BLOCK;
const WEIGHTS_AT = TARGETS_AT + 4 * ROWS;
const COLUMNS_AT = WEIGHTS_AT + 8 * ROWS;
const LOGITS_AT = COLUMNS_AT + 4 * 32 * ROWS;
/** Logits staged at once: a block fits the second-level cache. */
const STAGED = 32 * 1024;

/** Beyond this the error of ln 2 in two parts, N times, is more than a tenth of a unit in the last place. */
const LARGEST_POWER = 1024;
/** Below this, terms that float32 has made 0 (those under e^-88) could be missed. */
const LEAST_SUM = 1e-26;

/** What a loss does with its rows, a block at a time. */
export interface SoftmaxCrossEntropyWork {
  /** N x K logits. */
  readonly z: Float32Array;
  readonly rows: number;
  /** K */
  readonly classes: number;
  /** N x K: where the gradient goes, if it is wanted. */
  readonly gradient?: Float32Array;
  /**
   * Writes the class of each of `count` rows from `first` on, checked, and what its gradient is multiplied by, 2^-60 to
   * 2^60 in size; a weight of 0 leaves the row to the caller.
   */
  stage(first: number, count: number, targets: Int32Array, weights: Float64Array): void;
  /**
   * Takes the unweighted losses of these rows, float32 numbers. NaN is a row left to the caller, whose gradient is not
   * written yet: of weight 0, or with NaN, a logit beyond 700, or a loss of less than 1e-26.
   */
  take(first: number, count: number, losses: Float64Array): void;
}

/**
 * The softmax cross-entropy of rows with one class for a target, by SIMD: each row's loss, and its gradient
 * weight * (softmax(z) - one-hot).
 *
 * A block of rows at a time is copied into the routines' memory, so that a large matrix is never copied whole. Losses are
 * within 2 units in the last place of float32, gradients within 4; a probability of less than e^-87 may become 0.
 * There must be WebAssembly with SIMD (`wasmInstance`), and 4 classes or more.
 */
export function simdSoftmaxCrossEntropy(work: SoftmaxCrossEntropyWork): void {
  const { z, rows, classes, gradient } = work;
  const instance = wasmInstance() as Instance;
  const { routines } = instance;
  const narrow = classes <= 32;
  const most = Math.max(1, Math.min(ROWS, Math.floor(STAGED / classes)));
  const { logits, targets, weights, powers, sums, losses } = staging(instance, classes * Math.max(4, most));

  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    const from = first * classes;
    const to = from + count * classes;
    logits.set(z.subarray(from, to));
    work.stage(first, count, targets, weights);
    if (narrow) routines.narrowExps(LOGITS_AT, TARGETS_AT, count, classes, COLUMNS_AT, BLOCK_AT);
    else routines.wideExps(LOGITS_AT, TARGETS_AT, count, classes, BLOCK_AT);
    routines.rowLosses(BLOCK_AT, count);
    if (gradient) {
      if (narrow) routines.narrowGradients(LOGITS_AT, TARGETS_AT, count, classes, COLUMNS_AT, BLOCK_AT, WEIGHTS_AT);
      else routines.wideGradients(LOGITS_AT, TARGETS_AT, count, classes, BLOCK_AT, WEIGHTS_AT);
      gradient.set(logits.subarray(0, to - from), from);
    }
    for (let r = 0; r < count; r++) {
      const isOdd = weights[r] === 0 || !(Math.abs(powers[r]) < LARGEST_POWER && sums[r] > LEAST_SUM);
      losses[r] = isOdd ? Number.NaN : Math.fround(losses[r]);
    }
    work.take(first, count, losses);
  }
}

interface Staging {
  readonly buffer: ArrayBufferLike;
  readonly logits: Float32Array;
  readonly targets: Int32Array;
  readonly weights: Float64Array;
  readonly powers: Float32Array;
  readonly sums: Float64Array;
  readonly losses: Float64Array;
}

let views: Staging | undefined;

/** Views of the routines' memory with room for so many logits; made anew only when the memory has grown. */
function staging({ memory }: Instance, logits: number): Staging {
  const missing = LOGITS_AT + 4 * logits - memory.buffer.byteLength;
  if (missing > 0) grow(memory, Math.ceil(missing / 65536));
  const { buffer } = memory;
  if (views?.buffer !== buffer) {
    views = {
      buffer,
      logits: new Float32Array(buffer, LOGITS_AT),
      targets: new Int32Array(buffer, TARGETS_AT, ROWS),
      weights: new Float64Array(buffer, WEIGHTS_AT, ROWS),
      powers: new Float32Array(buffer, BLOCK_AT + N, ROWS),
      sums: new Float64Array(buffer, BLOCK_AT + S, ROWS),
      losses: new Float64Array(buffer, BLOCK_AT + LOSS, ROWS),
    };
  }
  return views;
}

function grow(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages);
  } catch (error) {
    throw new RangeError(`there are no ${pages} x 64 KiB left for WebAssembly; expected room for one block of rows`, {
      cause: error,
    });
  }
}
