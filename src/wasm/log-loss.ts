import { type Instance, wasmInstance } from "./instance.js";
import { ADDED, type LossSums, lossSumsAt, MOST_LOSSES, SUMS } from "./loss-sums.js";
import { MemoryParts } from "./memory.js";

/** What a loss does with its rows, a block at a time. */
export interface LogLossWork {
  /** N probabilities of the event. */
  readonly p: Float32Array;
  /** Writes the targets of `count` rows from `first` on, as bytes. */
  stage(first: number, count: number, targets: Uint8Array): void;
  /** Takes the losses of these rows, float32 numbers. NaN is one left to the caller: of an outcome called less likely than 2^-126. */
  take(first: number, count: number, losses: Float64Array, sums: LossSums): void;
}

/**
 * The log loss of one probability a row, by SIMD: losses within 2 units in the last place of float32. There must be WebAssembly
 * with SIMD (`wasmInstance`).
 *
 * @returns false when there is a probability that is not from 0 to 1, or a target other than 0 and 1: then it was given up
 */
export function simdLogLoss({ p, stage, take }: LogLossWork): boolean {
  const instance = wasmInstance() as Instance;
  const { at, probabilities, targets, losses, sums } = viewsOf(instance);
  for (let first = 0; first < p.length; first += MOST_LOSSES) {
    const count = Math.min(MOST_LOSSES, p.length - first);
    probabilities.set(count === p.length ? p : p.subarray(first, first + count));
    stage(first, count, targets);
    instance.routines.logLosses(at.probabilities, at.targets, count, at.losses, at.sums);
    if (Number.isNaN(sums[ADDED])) return false;
    take(first, count, losses, sums);
  }
  return true;
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
  // Rows are worked on in eights.
  const at = {
    ...{ probabilities: parts.take(4 * MOST_LOSSES), targets: parts.take(MOST_LOSSES) },
    ...{ losses: parts.take(8 * MOST_LOSSES), sums: parts.take(SUMS) },
  };
  parts.reserve(memory);
  const { buffer } = memory;
  return {
    at,
    buffer,
    probabilities: new Float32Array(buffer, at.probabilities, MOST_LOSSES),
    targets: new Uint8Array(buffer, at.targets, MOST_LOSSES),
    losses: new Float64Array(buffer, at.losses, MOST_LOSSES),
    sums: lossSumsAt(buffer, at.sums),
  };
}
