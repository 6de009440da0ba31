import { type Instance, wasmInstance } from "./instance.js";
import { layoutOwn } from "./memory.js";
import { type LogLossWork, logLossPlaces, StagedLogLoss } from "./staged-log-loss.js";
import { logLossOnThreads } from "./threaded-log-loss.js";
import { runCalls, threadsFor } from "./threads.js";

/** Blocks that are staged at once: they fit the second-level cache. */
const BLOCKS = 8;
/** What a row is worth in multiply-adds: some 2.4 ns. */
const WORK = 40;

/**
 * The log loss of one probability a row, by SIMD: losses within 2 units in the last place of float32. There must be WebAssembly
 * with SIMD (`wasmInstance`).
 *
 * @returns false when there is a probability that is not from 0 to 1, or a target other than 0 and 1: then it was given up
 */
export function simdLogLoss(work: LogLossWork): boolean {
  const { length } = work.p;
  const threads = threadsFor(WORK * length);
  if (threads) return logLossOnThreads(work, threads);
  const instance = wasmInstance() as Instance;
  const staged = stagedIn(instance);
  for (let first = 0; first < length; first += staged.most) {
    if (!staged.stage(work, first)) return false;
    runCalls(instance.routines, [staged.callFor(0, Math.min(staged.most, length - first))]);
    if (!staged.take(work, first)) return false;
  }
  return true;
}

let kept: StagedLogLoss | undefined;

/** Made anew only when the memory has grown. */
function stagedIn({ memory }: Instance): StagedLogLoss {
  if (kept?.buffer !== memory.buffer) {
    const at = layoutOwn((parts) => logLossPlaces(parts, BLOCKS), memory);
    kept = new StagedLogLoss(memory.buffer, at);
  }
  return kept;
}
