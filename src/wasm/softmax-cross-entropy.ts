import { BLOCK, isPenaltyExact, LEAST_SUM, LOSS, N, ROWS, S, STAGED, Z } from "./block.js";
import { type Instance, wasmInstance } from "./instance.js";
import { reserveBytes } from "./memory.js";

/** Addresses in the routines' memory: a block, its targets and weights, the columns of narrow rows, the logits. */
const BLOCK_AT = 2048;
const TARGETS_AT = BLOCK_AT + BLOCK;
const WEIGHTS_AT = TARGETS_AT + 4 * ROWS;
const COLUMNS_AT = WEIGHTS_AT + 8 * ROWS;
const LOGITS_AT = COLUMNS_AT + 4 * 32 * ROWS;
/** Beyond this the error of ln 2 in two parts, N times, is more than a tenth of a unit in the last place. */
const LARGEST_POWER = 1024;

/** What a loss does with its rows, a block at a time. */
export interface SoftmaxCrossEntropyWork {
  /** N x K logits. */
  readonly z: Float32Array;
  readonly rows: number;
  /** K */
  readonly classes: number;
  /** N x K: where the gradient goes, if it is wanted. */
  readonly gradient?: Float32Array;
  /** How many times log Z squared is added to the loss. */
  readonly zLoss?: number;
  /**
   * Writes the class of each of `count` rows from `first` on, checked, and what its gradient is multiplied by, 2^-60 to
   * 2^60 in size; a weight of 0 leaves the row to the caller.
   */
  stage(first: number, count: number, targets: Int32Array, weights: Float64Array): void;
  /**
   * Takes the unweighted losses of these rows, float32 numbers. NaN is a row left to the caller, whose gradient is not
   * written yet: of weight 0, or with NaN, a logit beyond 700, a loss of less than 1e-26, or a zLoss that would make it less
   * exact.
   */
  take(first: number, count: number, losses: Float64Array): void;
}

/**
 * The softmax cross-entropy of rows with one class for a target, by SIMD: each row's loss, and its gradient
 * weight * (softmax(z) - one-hot). With zLoss there come zLoss (log Z)^2 and weight * 2 zLoss log Z softmax(z).
 *
 * A block of rows at a time is copied into the routines' memory, so that a large matrix is never copied whole. Losses are
 * within 2 units in the last place of float32, gradients within 4; a probability of less than e^-87 may become 0.
 * There must be WebAssembly with SIMD (`wasmInstance`), and 4 classes or more.
 */
export function simdSoftmaxCrossEntropy(work: SoftmaxCrossEntropyWork): void {
  const { z, rows, classes, gradient, zLoss = 0 } = work;
  const instance = wasmInstance() as Instance;
  const { routines } = instance;
  const narrow = classes <= 32;
  const most = Math.max(1, Math.min(ROWS, Math.floor(STAGED / classes)));
  const { logits, targets, weights, powers, targetLogits, sums, losses } = staging(
    instance,
    classes * Math.max(4, most),
  );

  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    const from = first * classes;
    const to = from + count * classes;
    logits.set(z.subarray(from, to));
    work.stage(first, count, targets, weights);
    if (narrow) routines.narrowExps(LOGITS_AT, TARGETS_AT, count, classes, COLUMNS_AT, BLOCK_AT);
    else routines.wideExps(LOGITS_AT, TARGETS_AT, count, classes, BLOCK_AT);
    routines.rowLosses(BLOCK_AT, count);
    if (zLoss > 0) for (let r = 0; r < count; r++) addPenalty(r);
    if (gradient) {
      if (narrow) routines.narrowGradients(LOGITS_AT, TARGETS_AT, count, classes, COLUMNS_AT, BLOCK_AT, WEIGHTS_AT);
      else routines.wideGradients(LOGITS_AT, TARGETS_AT, count, classes, BLOCK_AT, WEIGHTS_AT);
      if (zLoss > 0) for (let r = 0; r < count; r++) logits[r * classes + targets[r]] += penalties[r];
      gradient.set(logits.subarray(0, to - from), from);
    }
    for (let r = 0; r < count; r++) {
      const isOdd = weights[r] === 0 || !(Math.abs(powers[r]) < LARGEST_POWER && sums[r] > LEAST_SUM);
      losses[r] = isOdd ? Number.NaN : Math.fround(losses[r]);
    }
    work.take(first, count, losses);
  }

  /** The derivative by the target's logit is w ((1 + slope) p - 1) = w slope - w (1 + slope) (1 - p): the routines do the latter. */
  function addPenalty(r: number): void {
    const surprise = losses[r];
    const logZ = targetLogits[r] + surprise;
    losses[r] += zLoss * logZ * logZ;
    if (!isPenaltyExact(zLoss, logZ, surprise, losses[r])) losses[r] = Number.NaN;
    penalties[r] = weights[r] * (2 * zLoss * logZ);
    weights[r] += penalties[r];
  }
}

/** What the penalty adds to the derivative by a target's logit. */
const penalties = new Float64Array(ROWS);

interface Staging {
  readonly buffer: ArrayBufferLike;
  readonly logits: Float32Array;
  readonly targets: Int32Array;
  readonly weights: Float64Array;
  readonly powers: Float32Array;
  readonly targetLogits: Float32Array;
  readonly sums: Float64Array;
  readonly losses: Float64Array;
}

let views: Staging | undefined;

/** Views of the routines' memory with room for so many logits; made anew only when the memory has grown. */
function staging({ memory }: Instance, logits: number): Staging {
  reserveBytes(memory, LOGITS_AT + 4 * logits);
  const { buffer } = memory;
  if (views?.buffer !== buffer) {
    views = {
      buffer,
      logits: new Float32Array(buffer, LOGITS_AT),
      targets: new Int32Array(buffer, TARGETS_AT, ROWS),
      weights: new Float64Array(buffer, WEIGHTS_AT, ROWS),
      powers: new Float32Array(buffer, BLOCK_AT + N, ROWS),
      targetLogits: new Float32Array(buffer, BLOCK_AT + Z, ROWS),
      sums: new Float64Array(buffer, BLOCK_AT + S, ROWS),
      losses: new Float64Array(buffer, BLOCK_AT + LOSS, ROWS),
    };
  }
  return views;
}
