import { checkRowSums, isShare, sumTolerance } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Matrix } from "../numerics/matrix.js";
import { sumError } from "../numerics/rounding-error.js";
import type { LossOptions } from "./options.js";

/** What may be done to stated probabilities, in this order: nothing unasked. */
interface Mending {
  normalise: boolean;
  clip: number;
  mask: LossOptions["mask"];
}

/** Rows of stated probabilities and what they make of an outcome: read a row, then ask. Counts what it mends. */
export class StatedProbabilities {
  /** Rows of which `clip` changed a probability that was asked for. */
  clipped = 0;
  /** Rows that were divided by a sum that is not 1 within the tolerance of their type. */
  normalised = 0;
  private row = -1;
  private sum = 1;
  private lastClipped = -1;

  constructor(
    name: string,
    private readonly p: Matrix,
    private readonly mending: Mending,
  ) {
    const { clip, normalise, mask } = mending;
    if (!(isShare(clip) && clip < 0.5)) {
      throw new RangeError(`${name}: clip is ${describeValue(clip)}; expected a number from 0 to less than 0.5`);
    }
    if (p.cols < 2) {
      if (normalise) throw new RangeError(`${name}: normalise is true; expected rows of two or more probabilities`);
    } else if (!normalise) {
      checkRowSums(`${name}: probabilities`, p, mask);
    } else {
      for (let row = 0; row < p.rows; row++) {
        if ((!mask || mask[row]) && !(this.sumBut(row, -1) > 0)) {
          throw new RangeError(`${name}: probabilities: row ${row} sums to 0; expected more, to normalise it`);
        }
      }
    }
  }

  /** Goes to a row, of which the methods below speak. */
  read(row: number): void {
    this.row = row;
    if (!this.mending.normalise) return;
    this.sum = this.sumBut(row, -1);
    if (Math.abs(this.sum - 1) > sumTolerance(this.p.data)) this.normalised++;
  }

  /** -log of the probability of column k. */
  surprise(k: number): number {
    const stated = this.p.data[this.row * this.p.cols + k] / this.sum;
    const probability = this.clip(stated);
    // Near 1 the logarithm would enlarge the rounding of the division.
    if (!this.mending.normalise || stated <= 0.5 || probability !== stated) return 0 - Math.log(probability);
    return 0 - Math.log1p(-this.sumBut(this.row, k) / this.sum);
  }

  /** For a single column: -log(1 - p). */
  surpriseOfNo(): number {
    return 0 - Math.log1p(-this.clip(this.p.data[this.row]));
  }

  private clip(stated: number): number {
    const { clip } = this.mending;
    const probability = Math.min(Math.max(stated, clip), 1 - clip);
    if (probability !== stated && this.lastClipped !== this.row) {
      this.lastClipped = this.row;
      this.clipped++;
    }
    return probability;
  }

  /** The sum of a row without one column, compensated. */
  private sumBut(row: number, left: number): number {
    const { cols, data } = this.p;
    let sum = 0;
    let lost = 0;
    for (let k = 0; k < cols; k++) {
      const term = k === left ? 0 : data[row * cols + k];
      const next = sum + term;
      lost += sumError(sum, term, next);
      sum = next;
    }
    return sum + lost;
  }
}
