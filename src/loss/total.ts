import type { Matrix } from "../numerics/matrix.js";

/** How many of the rows with an infinite loss are named. */
const NAMED_ROWS = 10;

/** What a total is made of; the field names are those of `Total`. */
export interface TotalParts {
  readonly sum: number;
  readonly weight: number;
  readonly count: number;
  readonly ignored?: number;
  readonly infinite?: number;
  readonly infiniteRows?: readonly number[];
  readonly gradient?: Matrix;
  readonly rowLosses?: Float64Array;
}

/**
 * A loss over some rows, kept as a sum and a weight, so that totals of parts merge into the total of the whole: the mean
 * of a mean is never taken.
 */
export class Total {
  /** The sum over rows of coefficient times -log p, in nats. */
  readonly sum: number;
  /** The sum of the coefficients: what `mean` divides by. */
  readonly weight: number;
  /** Rows that took part. */
  readonly count: number;
  /** Rows that the mask left out. */
  readonly ignored: number;
  /** Rows whose loss is Infinity: the prediction had called impossible what happened. */
  readonly infinite: number;
  /** The first ten of them, as numbered in the call that made this total; a merged total names none. */
  readonly infiniteRows: readonly number[];
  /** Where asked for: the derivative of `sum` with respect to every logit, in the shape of the logits. */
  readonly gradient?: Matrix;
  /** Where asked for: N losses, row by row, in nats; 0 where the mask left a row out. */
  readonly rowLosses?: Float64Array;

  constructor(parts: TotalParts) {
    this.sum = parts.sum;
    this.weight = parts.weight;
    this.count = parts.count;
    this.ignored = parts.ignored ?? 0;
    this.infinite = parts.infinite ?? 0;
    this.infiniteRows = (parts.infiniteRows ?? []).slice(0, NAMED_ROWS);
    if (parts.gradient) this.gradient = parts.gradient;
    if (parts.rowLosses) this.rowLosses = parts.rowLosses;
  }

  /** The total of nothing: merging with it changes nothing. */
  static readonly zero: Total = new Total({ sum: 0, weight: 0, count: 0 });

  /** Nats per unit of weight, sum / weight; NaN when there is nothing to average (`count` and `ignored` say why). */
  get mean(): number {
    return this.sum / this.weight;
  }

  /**
   * The total of both parts.
   *
   * @example
   * softmaxCrossEntropy(z1, y1).merge(softmaxCrossEntropy(z2, y2)).mean; // of all rows
   */
  merge(other: Total): Total {
    return new Total({
      sum: this.sum + other.sum,
      weight: this.weight + other.weight,
      count: this.count + other.count,
      ignored: this.ignored + other.ignored,
      infinite: this.infinite + other.infinite,
    });
  }
}

/** A total of a call that asked for the gradient. */
export type TotalWithGradient = Total & { readonly gradient: Matrix };

/** Adds up rows into a total: the loops of all losses share it. */
export class TotalBuilder {
  private sum = 0;
  private weight = 0;
  private count = 0;
  private ignored = 0;
  private infinite = 0;
  private readonly infiniteRows: number[] = [];

  constructor(private readonly outputs: { readonly gradient?: Matrix; readonly rowLosses?: Float64Array }) {}

  add(row: number, loss: number, weight: number): void {
    this.sum += loss;
    this.weight += weight;
    this.count++;
    if (this.outputs.rowLosses) this.outputs.rowLosses[row] = loss;
    if (loss === Number.POSITIVE_INFINITY) {
      this.infinite++;
      if (this.infiniteRows.length < NAMED_ROWS) this.infiniteRows.push(row);
    }
  }

  /** Counts a row that the mask leaves out, and writes zeros for it. */
  ignore(row: number): void {
    const { gradient, rowLosses } = this.outputs;
    this.ignored++;
    if (rowLosses) rowLosses[row] = 0;
    gradient?.data.fill(0, row * gradient.cols, (row + 1) * gradient.cols);
  }

  finish(): Total {
    const { sum, weight, count, ignored, infinite, infiniteRows } = this;
    return new Total({ sum, weight, count, ignored, infinite, infiniteRows, ...this.outputs });
  }
}
