import { checkMatrix, type Matrix } from "../numerics/matrix.js";
import type { Random } from "../numerics/random.js";

/**
 * Makes other features of those of a batch: shifted pictures, noise. It must depend on nothing but the features and the random
 * numbers, and give as many rows and columns.
 */
export type Augmentation = (features: Matrix, random: Random) => Matrix;

/** An augmentation that draws from a stream, and throws when it gives no matrix of the same shape. */
export function augmenting(augment: Augmentation, random: Random): (features: Matrix) => Matrix {
  return (features) => {
    const { rows, cols } = features;
    random.seek(random.position()); // Forgets the second normal of a pair: no checkpoint has it.
    const augmented = augment(features, random);
    checkMatrix("augment: what it gave", augmented);
    if (augmented.rows === rows && augmented.cols === cols) return augmented;
    throw new RangeError(
      `augment gave ${augmented.rows} x ${augmented.cols}; expected ${rows} x ${cols}, as it was given`,
    );
  };
}
