import { type Place, placeOf } from "./allocate.js";
import { BLOCK, isPenaltyExact, LOSS, ROWS, STAGED, Z } from "./block.js";
import { type Instance, wasmInstance } from "./instance.js";
import { type LossSums, lossSumsAt, SUMS } from "./loss-sums.js";
import { MemoryParts } from "./memory.js";
import { softmaxOnThreads } from "./threaded-softmax.js";
import { threadsFor } from "./threads.js";

/** Logits of narrow rows staged at once: with their columns they fit the first-level cache. */
const NARROW_STAGED = 4096;

/** Multiply-adds that take as long as a logit, by which it is judged whether threads are worth it. */
const PER_LOGIT = 32;

/** What a loss does with its rows, a block at a time. */
export interface SoftmaxCrossEntropyWork {
  /** N x K logits. */
  readonly z: Float32Array;
  readonly rows: number;
  /** K */
  readonly classes: number;
  /** N x K: where the gradient goes, if it is wanted. */
  readonly gradient?: Float32Array;
  /** Where both are in the routines' memory, if it is known. */
  readonly place?: Place;
  /** How many times log Z squared is added to the loss. */
  readonly zLoss?: number;
  /**
   * Writes the class of each of `count` rows from `first` on, checked, and what its gradient is multiplied by, 2^-60 to
   * 2^60 in size; a weight of 0 leaves the row to the caller.
   */
  stage(first: number, count: number, targets: Int32Array, weights: Float64Array): void;
  /**
   * Takes the unweighted losses of these rows, float32 numbers. NaN is a row left to the caller, whose gradient is not
   * written yet: of weight 0, or with NaN, a logit beyond 700, a loss of less than 1e-26, or a zLoss that would make it or the
   * gradient less exact. `sums` is of those that are numbers.
   */
  take(first: number, count: number, losses: Float64Array, sums: LossSums): void;
}

/**
 * The softmax cross-entropy of rows with one class for a target, by SIMD: each row's loss, and its gradient
 * weight * (softmax(z) - one-hot). With zLoss there come zLoss (log Z)^2 and weight * 2 zLoss log Z softmax(z).
 *
 * A block of rows at a time is copied into the routines' memory, so that a large matrix is never copied whole; logits and
 * gradient made by `allocate` are there already. Losses are within 2 units in the last place of float32, gradients within 4; a probability of less than e^-87 may become 0.
 * There must be WebAssembly with SIMD (`wasmInstance`), and 2 classes or more.
 */
export function simdSoftmaxCrossEntropy(work: SoftmaxCrossEntropyWork): void {
  const { z, rows, classes, gradient, zLoss = 0 } = work;
  const narrow = classes <= 32;
  const most = Math.max(4, Math.min(ROWS, Math.floor((narrow ? NARROW_STAGED : STAGED) / classes / 4) * 4));
  const place = work.place ?? (gradient && placeOf(z, gradient));
  const threads = place && !narrow && zLoss === 0 ? threadsFor(z.length * PER_LOGIT) : undefined;
  if (place && threads) {
    softmaxOnThreads(work, place, threads);
    return;
  }
  const { routines, memory } = place?.instance ?? (wasmInstance() as Instance);
  const views = viewsOf(memory, place ? 0 : classes * (most + 3));
  const { at, logits, targets, weights, targetLogits, losses, sums, logitsOf } = views;

  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    const from = first * classes;
    const zAt = place ? place.z + 4 * from : at.logits;
    const gradientAt = place ? place.gradient + 4 * from : at.logits;
    if (!place) logits.set(count === rows ? z : z.subarray(from, from + count * classes));
    work.stage(first, count, targets, weights);
    if (narrow) routines.narrowExps(zAt, at.targets, count, classes, at.columns, at.block);
    else routines.wideExps(zAt, gradientAt, at.targets, count, classes, at.block);
    if (place) routines.restoreTargets(zAt, at.targets, count, classes, at.block);
    routines.rowLosses(at.block, count);
    if (zLoss > 0) for (let r = 0; r < count; r++) addPenalty(r);
    if (gradient) {
      if (narrow) routines.narrowGradients(gradientAt, at.targets, count, classes, at.columns, at.block, at.weights);
      else routines.wideGradients(gradientAt, at.targets, count, classes, at.block, at.weights);
      const written = place ? gradient : logits;
      const start = place ? from : 0;
      if (zLoss > 0) for (let r = 0; r < count; r++) written[start + r * classes + targets[r]] += penalties[r];
      if (!place) gradient.set(logitsOf(count * classes), from);
    }
    routines.plainLosses(at.block, count, at.weights);
    routines.lossSums(at.losses, count, at.sums);
    work.take(first, count, losses, sums);
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

type Views = ReturnType<typeof makeViews>;
/** Of the memory of the routines, and of that which they share. */
const made: Views[] = [];

/** Views of the routines' memory with room for so many logits; made anew only when that has grown. */
function viewsOf(memory: WebAssembly.Memory, room: number): Views {
  let i = made.findIndex((views) => views.memory === memory);
  if (i < 0) i = made.length;
  if (!(made[i]?.buffer === memory.buffer && made[i].room >= room)) made[i] = makeViews(memory, room);
  return made[i];
}

function makeViews(memory: WebAssembly.Memory, room: number) {
  const parts = new MemoryParts();
  const block = parts.take(BLOCK);
  const at = {
    ...{ block, losses: block + LOSS, targets: parts.take(4 * ROWS), weights: parts.take(8 * ROWS) },
    ...{ sums: parts.take(SUMS), columns: parts.take(4 * NARROW_STAGED + 4 * 4 * 32), logits: parts.take(4 * room) },
  };
  parts.reserve(memory);
  const { buffer } = memory;
  let part = new Float32Array(0);
  return {
    ...{ at, memory, buffer, room },
    logits: new Float32Array(buffer, at.logits, room),
    /** The first so many logits. */
    logitsOf(count: number): Float32Array {
      if (part.length !== count) part = new Float32Array(buffer, at.logits, count);
      return part;
    },
    targets: new Int32Array(buffer, at.targets, ROWS),
    weights: new Float64Array(buffer, at.weights, ROWS),
    targetLogits: new Float32Array(buffer, block + Z, ROWS),
    losses: new Float64Array(buffer, at.losses, ROWS),
    sums: lossSumsAt(buffer, at.sums),
  };
}
