/** What is remembered of a loss that is to fall. Plain data: it can be saved, and goes on from there. */
export interface LossMemory {
  /** The lowest so far. */
  best: number;
  /** How many there have been since the last improvement. */
  waited: number;
}

/** Before the first loss. */
export function newLossMemory(): LossMemory {
  return { best: Number.POSITIVE_INFINITY, waited: 0 };
}

/** Takes a loss into the memory; whether it is an improvement, that is lower than the best by more than `minDelta`. */
export function watchLoss(memory: LossMemory, loss: number, minDelta: number): boolean {
  const improved = loss < memory.best - minDelta;
  if (improved) memory.best = loss;
  memory.waited = improved ? 0 : memory.waited + 1;
  return improved;
}
