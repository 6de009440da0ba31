// What is kept of a block of rows between the routines: arrays of ROWS entries one after the other, from the block's address.
//
//   N        float32   the whole number that the row's exponentials are measured from: e^(z - N ln 2)
//   Z        float32   the target's logit
//   E        float32   e^(Z - N ln 2)
//   S        float64   the sum of the exponentials of all other classes
//   LOSS     float64   the row's loss
//   INVERSE  float64   1 / (S + E)
//   SHARE    float64   S / (S + E): what the model gives to the other classes
//
// Of rows whose targets are spread over the classes (spread-rows.ts) the class that Z, E and S speak of is the most likely one:
//
//   GAPS     float64   the sum of c_k (largest logit - z_k), c_k being what class k counts
//   REST     float64   the sum of c_k over all other classes
//   LARGEST  float32   the largest logit
//   ARGMAX   int32     its class

/** Rows of a block, at most. */
export const ROWS: usize = 256;

export const N: usize = 0;
export const Z: usize = N + 4 * ROWS;
export const E: usize = Z + 4 * ROWS;
export const S: usize = E + 4 * ROWS;
export const LOSS: usize = S + 8 * ROWS;
export const INVERSE: usize = LOSS + 8 * ROWS;
export const SHARE: usize = INVERSE + 8 * ROWS;
export const GAPS: usize = SHARE + 8 * ROWS;
export const REST: usize = GAPS + 8 * ROWS;
export const LARGEST: usize = REST + 8 * ROWS;
export const ARGMAX: usize = LARGEST + 4 * ROWS;
/** Bytes of a block. */
export const BLOCK: usize = ARGMAX + 4 * ROWS;
