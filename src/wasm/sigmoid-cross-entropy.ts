import { type Instance, wasmInstance } from "./instance.js";
import { type LossSums, lossSumsAt, SUMS } from "./loss-sums.js";
import { MemoryParts } from "./memory.js";

/** Rows of a block. */
const ROWS = 256;

/** What a loss does with its rows, a block at a time. */
export interface SigmoidCrossEntropyWork {
  /** N logits. */
  readonly z: Float32Array;
  /** N numbers: where the gradient goes, if it is wanted. */
  readonly gradient?: Float32Array;
  /** Writes the targets, 0 or 1, of `count` rows from `first` on; false leaves the block to the caller. */
  stage(first: number, count: number, targets: Int32Array): boolean;
  /** Takes the losses of these rows, float32 numbers. Their gradient is sigmoid(z) - target. */
  take(first: number, count: number, losses: Float64Array, sums: LossSums): void;
  /** Does these rows itself: they have other targets, an infinite logit, or one that is right and beyond 59. */
  leave(first: number, count: number): void;
}

/**
 * The sigmoid cross-entropy of one logit a row, by SIMD: losses within 2 units in the last place of float32, gradients within
 * 4. There must be WebAssembly with SIMD (`wasmInstance`).
 */
export function simdSigmoidCrossEntropy({ z, gradient, stage, take, leave }: SigmoidCrossEntropyWork): void {
  const instance = wasmInstance() as Instance;
  const { at, logits, targets, losses, sums } = viewsOf(instance);
  for (let first = 0; first < z.length; first += ROWS) {
    const count = Math.min(ROWS, z.length - first);
    for (let i = 0; i < count; i++) logits[i] = z[first + i];
    if (stage(first, count, targets) && instance.routines.sigmoidRows(at.logits, at.targets, count, at.losses) === 1) {
      if (gradient) for (let i = 0; i < count; i++) gradient[first + i] = logits[i];
      instance.routines.lossSums(at.losses, count, at.sums);
      take(first, count, losses, sums);
    } else leave(first, count);
  }
}

type Views = ReturnType<typeof makeViews>;
let views: Views | undefined;

/** Made anew only when the memory has grown. */
function viewsOf({ memory }: Instance): Views {
  if (views?.buffer !== memory.buffer) views = makeViews(memory);
  return views;
}

function makeViews(memory: WebAssembly.Memory) {
  const parts = new MemoryParts();
  // Rows are worked on in fours.
  const at = {
    ...{ logits: parts.take(4 * ROWS), targets: parts.take(4 * ROWS) },
    ...{ losses: parts.take(8 * ROWS), sums: parts.take(SUMS) },
  };
  parts.reserve(memory);
  const { buffer } = memory;
  return {
    at,
    buffer,
    logits: new Float32Array(buffer, at.logits, ROWS),
    targets: new Int32Array(buffer, at.targets, ROWS),
    losses: new Float64Array(buffer, at.losses, ROWS),
    sums: lossSumsAt(buffer, at.sums),
  };
}
