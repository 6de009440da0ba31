/** Losses that are added up at once, at the most. */
export const MOST_LOSSES = 1024;

/**
 * What `lossSums` of the routines leaves: how many losses were added, the least that would be (smaller ones but 0, NaN and Infinity
 * are not), and sums that were not rounded: two numbers for that of the losses, three for that of their squares.
 */
export type LossSums = Float64Array;
export const ADDED = 0;
export const LEAST = 1;
export const LOSSES = 2;
export const SQUARES = 4;
const END = 7;
/** Bytes of the sums. */
export const SUMS: number = 8 * END;

/** A view of the sums at this address. */
export function lossSumsAt(buffer: ArrayBufferLike, at: number): LossSums {
  return new Float64Array(buffer, at, END);
}
