// As in routines/block.ts: what is kept of a block of rows between the routines.
export const ROWS = 256;
export const N = 0;
export const Z: number = 4 * ROWS;
export const S: number = 12 * ROWS;
export const LOSS: number = 20 * ROWS;
export const SHARE: number = 36 * ROWS;
export const GAPS: number = 44 * ROWS;
export const REST: number = 52 * ROWS;
export const LARGEST: number = 60 * ROWS;
export const ARGMAX: number = 64 * ROWS;
export const BLOCK: number = 68 * ROWS;

/** Logits staged at once: a block of rows fits the second-level cache. */
export const STAGED: number = 32 * 1024;
/** Below this a row's S could miss terms that float32 has made 0 (those under e^-88). */
export const LEAST_SUM = 1e-26;

/**
 * Whether the penalty zLoss (log Z)^2 of a row does not make the error of its log Z, which is that of `surprise` = -log p of
 * some class, more than half as much again in the row's loss; `loss` is without weights, penalty and all.
 *
 * The error of log Z is at most min(1, surprise) units; the penalty has it 2 zLoss |log Z| times. Where that class is far from likely,
 * log Z is a small difference of large numbers, and has lost as many digits of float64 as they are larger.
 */
export function isPenaltyExact(zLoss: number, logZ: number, surprise: number, loss: number): boolean {
  const slope = 2 * zLoss * Math.abs(logZ);
  return slope < 2 ** 20 && zLoss * surprise < 2 ** 20 && (1 + slope) * Math.min(1, surprise) <= 1.5 * loss;
}
