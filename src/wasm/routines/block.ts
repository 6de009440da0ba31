// What is kept of a block of rows between the routines: arrays of ROWS entries one after the other, from the block's address.
//
//   N        float32   the whole number that the row's exponentials are measured from: e^(z - N ln 2)
//   Z        float32   the target's logit
//   E        float32   e^(Z - N ln 2)
//   S        float64   the sum of the exponentials of all other classes
//   LOSS     float64   the row's loss
//   INVERSE  float64   1 / (S + E)
//   SHARE    float64   S / (S + E): what the model gives to the other classes

/** Rows of a block, at most. */
export const ROWS: usize = 64;

export const N: usize = 0;
export const Z: usize = N + 4 * ROWS;
export const E: usize = Z + 4 * ROWS;
export const S: usize = E + 4 * ROWS;
export const LOSS: usize = S + 8 * ROWS;
export const INVERSE: usize = LOSS + 8 * ROWS;
export const SHARE: usize = INVERSE + 8 * ROWS;
/** Bytes of a block. */
export const BLOCK: usize = SHARE + 8 * ROWS;
