import { type Instance, wasmInstance } from "./instance.js";
import { type LossSums, lossSumsAt, SUMS } from "./loss-sums.js";
import { MemoryParts } from "./memory.js";

/** Logits of a block; a single row may have more. */
const STAGED = 256;

/** The logits of a block of rows, row after row. */
export interface StagedLabels {
  /** They become their derivatives, sigmoid(z) - target. */
  readonly logits: Float32Array;
  /** 0 or 1. */
  readonly targets: Int32Array;
  /** What each costs, float32 numbers. */
  readonly losses: Float64Array;
  /** Exact sums of the first so many losses, of which there are no more than 256. */
  sumsOf(count: number): LossSums;
}

/** What a loss does with its rows, a block at a time. */
export interface SigmoidCrossEntropyWork {
  /** N x K logits. */
  readonly z: Float32Array;
  readonly rows: number;
  /** K */
  readonly cols: number;
  /**
   * Writes the targets of `count` rows from `first` on; a logit that does not count may become 0. False leaves the block to the
   * caller.
   */
  stage(first: number, count: number, staged: StagedLabels): boolean;
  /** Takes the losses and derivatives of these rows. */
  take(first: number, count: number, staged: StagedLabels): void;
  /** Does these rows itself: they have other targets, an infinite logit, or one that is right and beyond 59. */
  leave(first: number, count: number): void;
}

/**
 * The sigmoid cross-entropy of every logit, without weights, by SIMD: losses within 2 units in the last place of float32,
 * derivatives within 4. There must be WebAssembly with SIMD (`wasmInstance`).
 */
export function simdSigmoidCrossEntropy({ z, rows, cols, stage, take, leave }: SigmoidCrossEntropyWork): void {
  const instance = wasmInstance() as Instance;
  const { routines } = instance;
  const most = Math.max(1, Math.floor(STAGED / cols));
  const staged = viewsOf(instance, most * cols);
  const { at, logits } = staged;
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    const [start, size] = [first * cols, count * cols];
    for (let i = 0; i < size; i++) logits[i] = z[start + i];
    if (stage(first, count, staged) && routines.sigmoidRows(at.logits, at.targets, size, at.losses) === 1) {
      take(first, count, staged);
    } else leave(first, count);
  }
}

type Views = ReturnType<typeof makeViews>;
let views: Views | undefined;

/** Made anew only when the memory has grown, or has to. */
function viewsOf(instance: Instance, room: number): Views {
  const isThere = views?.buffer === instance.memory.buffer && views.logits.length >= room;
  if (!isThere) views = makeViews(instance, Math.max(room, STAGED));
  return views as Views;
}

function makeViews({ memory, routines }: Instance, room: number) {
  const parts = new MemoryParts();
  // Logits are worked on in fours.
  const at = {
    ...{ logits: parts.take(4 * room), targets: parts.take(4 * room) },
    ...{ losses: parts.take(8 * room), sums: parts.take(SUMS) },
  };
  parts.reserve(memory);
  const { buffer } = memory;
  const sums = lossSumsAt(buffer, at.sums);
  return {
    at,
    buffer,
    logits: new Float32Array(buffer, at.logits, room),
    targets: new Int32Array(buffer, at.targets, room),
    losses: new Float64Array(buffer, at.losses, room),
    sumsOf(count: number): LossSums {
      routines.lossSums(at.losses, count, at.sums);
      return sums;
    },
  };
}
