import { ADDED, type LossSums, lossSumsAt, MOST_LOSSES, SUMS } from "./loss-sums.js";
import type { MemoryParts } from "./memory.js";
import type { Call } from "./threads.js";

/** What a loss does with its rows. */
export interface LogLossWork {
  /** N probabilities of the event. */
  readonly p: Float32Array;
  /** Writes the targets of `count` rows from `first` on, as bytes; false gives the work up. */
  stage(first: number, count: number, targets: Uint8Array): boolean;
  /** Takes the losses of these rows, float32 numbers. NaN is one left to the caller: of an outcome called less likely than 2^-126. */
  take(first: number, count: number, losses: Float64Array, sums: LossSums): void;
}

/** Where so many blocks of rows are in the routines' memory. */
export interface LogLossPlaces {
  readonly blocks: number;
  readonly probabilities: number;
  readonly targets: number;
  readonly losses: number;
  readonly sums: number;
}

export function logLossPlaces(parts: MemoryParts, blocks: number): LogLossPlaces {
  const rows = blocks * MOST_LOSSES;
  // Rows are worked on in eights.
  return {
    blocks,
    ...{ probabilities: parts.take(4 * rows), targets: parts.take(rows) },
    ...{ losses: parts.take(8 * rows), sums: parts.take(SUMS * blocks) },
  };
}

/** Rows of a work that are in the routines' memory: what goes in and what comes out. */
export class StagedLogLoss {
  /** Rows at the most. */
  readonly most: number;
  private readonly probabilities: Float32Array;
  private readonly targets: Uint8Array;
  private readonly blocks: { readonly losses: Float64Array; readonly sums: LossSums }[];

  constructor(
    readonly buffer: ArrayBufferLike,
    private readonly at: LogLossPlaces,
  ) {
    this.most = at.blocks * MOST_LOSSES;
    this.probabilities = new Float32Array(buffer, at.probabilities, this.most);
    this.targets = new Uint8Array(buffer, at.targets, this.most);
    this.blocks = Array.from({ length: at.blocks }, (_, i) => ({
      losses: new Float64Array(buffer, at.losses + 8 * MOST_LOSSES * i, MOST_LOSSES),
      sums: lossSumsAt(buffer, at.sums + SUMS * i),
    }));
  }

  /** Puts in the rows from `first` on; false when the work is given up. */
  stage({ p, stage }: LogLossWork, first: number): boolean {
    const count = Math.min(this.most, p.length - first);
    this.probabilities.set(count === p.length ? p : p.subarray(first, first + count));
    return stage(first, count, this.targets);
  }

  /** What has to be called for `rows` rows from the block `block` on. */
  callFor(block: number, rows: number): Call {
    const { probabilities, targets, losses, sums } = this.at;
    const skipped = block * MOST_LOSSES;
    return [
      "logLosses",
      ...[probabilities + 4 * skipped, targets + skipped, rows, losses + 8 * skipped, sums + SUMS * block],
    ];
  }

  /** Takes the losses of the rows from `first` on; false where there is a probability that is none, or a target. */
  take({ p, take }: LogLossWork, first: number): boolean {
    const end = Math.min(first + this.most, p.length);
    for (let start = first, i = 0; start < end; start += MOST_LOSSES, i++) {
      const { losses, sums } = this.blocks[i];
      if (Number.isNaN(sums[ADDED])) return false;
      take(start, Math.min(MOST_LOSSES, end - start), losses, sums);
    }
    return true;
  }
}
