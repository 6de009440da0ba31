import type { Place } from "./allocate.js";
import { BLOCK, LOSS, ROWS, STAGED } from "./block.js";
import { type LossSums, lossSumsAt, SUMS } from "./loss-sums.js";
import type { MemoryParts } from "./memory.js";
import { layoutShared } from "./shared-memory.js";
import type { SoftmaxCrossEntropyWork } from "./softmax-cross-entropy.js";
import { type Call, MOST_JOBS, type Threads } from "./threads.js";

/** What of a block of rows goes in and comes out: where it is, and views of it. */
interface Block {
  readonly at: { block: number; targets: number; weights: number; sums: number };
  readonly targets: Int32Array;
  readonly weights: Float64Array;
  readonly losses: Float64Array;
  readonly sums: LossSums;
}

/**
 * `simdSoftmaxCrossEntropy` on several threads: of allocated logits and gradient, 33 classes or more, without zLoss. A block of
 * rows is a job. The blocks are those of one thread and are taken in order, so that the bits do not tell how many threads there were.
 *
 * Matrices that are not allocated have one thread: it would have to copy all for the others, and their reading what it has just
 * written takes longer than their help saves (1024 x 32000 on two busy cores: 2.8 ns a logit on one thread, 3.0 on two).
 */
export function softmaxOnThreads(work: SoftmaxCrossEntropyWork, place: Place, threads: Threads): void {
  const { rows, classes } = work;
  const { memory } = threads.instance;
  const most = Math.max(4, Math.min(ROWS, Math.floor(STAGED / classes / 4) * 4));
  const count = Math.min(MOST_JOBS, Math.ceil(rows / most));
  const places = layoutShared((parts) => Array.from({ length: count }, () => placesOf(parts)), memory);
  const blocks = places.map((at) => blockAt(memory.buffer, at));

  for (let first = 0; first < rows; first += most * count) {
    const round = blocks.flatMap((block, i) => {
      const start = first + i * most;
      return start < rows ? [{ block, start, rows: Math.min(most, rows - start) }] : [];
    });
    for (const { block, start, rows } of round) work.stage(start, rows, block.targets, block.weights);
    threads.run(round.map(({ block, start, rows }) => callsFor(block.at, start, rows)));
    for (const { block, start, rows } of round) work.take(start, rows, block.losses, block.sums);
  }

  function callsFor({ block, targets, weights, sums }: Block["at"], start: number, rows: number): Call[] {
    const z = place.z + 4 * start * classes;
    const gradient = place.gradient + 4 * start * classes;
    return [
      ["wideExps", z, gradient, targets, rows, classes, block],
      ["restoreTargets", z, targets, rows, classes, block],
      ["rowLosses", block, rows],
      ["wideGradients", gradient, targets, rows, classes, block, weights],
      ["plainLosses", block, rows, weights],
      ["lossSums", block + LOSS, rows, sums],
    ];
  }
}

function placesOf(parts: MemoryParts): Block["at"] {
  return {
    ...{ block: parts.take(BLOCK), targets: parts.take(4 * ROWS) },
    ...{ weights: parts.take(8 * ROWS), sums: parts.take(SUMS) },
  };
}

function blockAt(buffer: ArrayBufferLike, at: Block["at"]): Block {
  return {
    at,
    targets: new Int32Array(buffer, at.targets, ROWS),
    weights: new Float64Array(buffer, at.weights, ROWS),
    losses: new Float64Array(buffer, at.block + LOSS, ROWS),
    sums: lossSumsAt(buffer, at.sums),
  };
}
