import { MOST_LOSSES } from "./loss-sums.js";
import { layoutShared } from "./shared-memory.js";
import { type LogLossWork, logLossPlaces, StagedLogLoss } from "./staged-log-loss.js";
import { type Call, MOST_JOBS, type Threads } from "./threads.js";

/** Blocks of a job: enough that it takes much longer than the waking of a thread for it. */
const BLOCKS = 4;

/**
 * `simdLogLoss` on several threads. Some blocks of rows are a job. While the others work on what is staged, this thread takes what was
 * done before and stages what comes next, and then helps. The blocks are those of one thread and are taken in order, so that the bits do
 * not tell how many threads there were.
 */
export function logLossOnThreads(work: LogLossWork, threads: Threads): boolean {
  const { memory } = threads.instance;
  const { length } = work.p;
  const blocks = BLOCKS * MOST_JOBS;
  const places = layoutShared((parts) => [logLossPlaces(parts, blocks), logLossPlaces(parts, blocks)], memory);
  let [staged, other] = places.map((at) => new StagedLogLoss(memory.buffer, at));
  const { most } = staged;

  let isGood = staged.stage(work, 0);
  let first = 0;
  for (; isGood && first < length; first += most) {
    threads.run(jobsFor(staged, Math.min(most, length - first)), () => {
      if (first > 0) isGood = other.take(work, first - most);
      if (isGood && first + most < length) isGood = other.stage(work, first + most);
    });
    [staged, other] = [other, staged];
  }
  return isGood && other.take(work, first - most);
}

function jobsFor(staged: StagedLogLoss, rows: number): Call[][] {
  const jobs: Call[][] = [];
  for (let block = 0; block * MOST_LOSSES < rows; block += BLOCKS) {
    jobs.push([staged.callFor(block, Math.min(BLOCKS * MOST_LOSSES, rows - block * MOST_LOSSES))]);
  }
  return jobs;
}
