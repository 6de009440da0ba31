import { checkObject } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Matrix } from "../numerics/matrix.js";
import { ExactMoments, MomentsBuilder, type MomentsJson } from "./exact-moments.js";

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

/** A total as JSON, for a file, a worker or another machine: `exact` has the sums as hexadecimal numbers, unrounded. */
export interface TotalJson {
  /** For the reader; null stands for Infinity. */
  readonly sum: number | null;
  readonly weight: number | null;
  readonly count: number;
  readonly ignored: number;
  readonly infinite: number;
  readonly infiniteRows: readonly number[];
  readonly exact: MomentsJson;
}

/**
 * A loss over some rows, kept as a sum and a weight, so that totals of parts merge into the total of the whole: the mean
 * of a mean is never taken.
 *
 * The sums are exact and rounded once, when they are read. So `merge` is associative and commutative to the last bit:
 * neither the order of the rows nor how they were divided among batches, workers or machines changes any number.
 *
 * @example
 * softmaxCrossEntropy([[0, 0]], [1]).mean; // ln 2 = 0.6931471805599453
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
  /** Where asked for: the derivative of `sum` by every logit, in nats per unit of logit, in the shape of the logits. */
  readonly gradient?: Matrix;
  /** Where asked for: N losses, row by row, in nats; 0 where the mask left a row out. */
  readonly rowLosses?: Float64Array;
  readonly #moments: ExactMoments;

  /** @param moments the exact sums over the rows, where they are known; only then is there a `standardError` */
  constructor(parts: TotalParts, moments?: ExactMoments) {
    if (!moments) checkParts(parts);
    const infiniteSum = parts.sum === Number.POSITIVE_INFINITY;
    this.#moments = moments ?? ExactMoments.ofSums(infiniteSum ? 0 : parts.sum, parts.weight);
    this.sum = parts.sum;
    this.weight = parts.weight;
    this.count = parts.count;
    this.ignored = parts.ignored ?? 0;
    this.infinite = parts.infinite ?? (infiniteSum && !moments ? 1 : 0);
    this.infiniteRows = (parts.infiniteRows ?? []).slice(0, NAMED_ROWS);
    if (parts.gradient) this.gradient = parts.gradient;
    if (parts.rowLosses) this.rowLosses = parts.rowLosses;
  }

  /** The total of nothing: merging with it changes nothing. */
  static readonly zero: Total = new Total({ sum: 0, weight: 0, count: 0 });

  /**
   * The total that `toJSON` wrote, bit by bit.
   *
   * @throws RangeError when a count or an exact sum is missing or not as `toJSON` writes it
   * @example
   * const total = softmaxCrossEntropy([[2, 1]], [0]);
   * Total.from(JSON.parse(JSON.stringify(total))).sum === total.sum; // true
   */
  static from(json: TotalJson): Total {
    for (const name of ["count", "ignored", "infinite"] as const) {
      const number = json?.[name];
      if (!Number.isSafeInteger(number) || number < 0) {
        throw new RangeError(`Total.from: ${name} is ${describeValue(number)}; expected a whole number, 0 or more`);
      }
    }
    return totalOf(json, ExactMoments.from("Total.from: exact", json.exact));
  }

  /** Nats per unit of weight, sum / weight; NaN when there is nothing to average (`count` and `ignored` say why). */
  get mean(): number {
    return this.infinite > 0 ? Number.POSITIVE_INFINITY : this.#moments.mean;
  }

  /**
   * The standard error of `mean` over rows drawn independently, in nats: sqrt(n / (n - 1) * sum_i (s_i - mean * w_i)^2) /
   * weight, for n rows with losses s_i and weights w_i above 0. With equal weights it is the sample standard deviation of
   * the losses over sqrt(n). NaN for fewer than two such rows, when a loss is Infinity, and when the total was made of
   * sums alone.
   *
   * @see Cochran: Sampling Techniques (1977), section 6.3: the ratio estimator
   */
  get standardError(): number {
    return this.infinite > 0 ? Number.NaN : this.#moments.standardError;
  }

  /**
   * The total of both parts.
   *
   * @example
   * softmaxCrossEntropy([[2, 1]], [0]).merge(softmaxCrossEntropy([[0, 3]], [1])).count; // 2
   */
  merge(other: Total): Total {
    return totalOf(
      {
        count: this.count + other.count,
        ignored: this.ignored + other.ignored,
        infinite: this.infinite + other.infinite,
      },
      this.#moments.plus(other.#moments),
    );
  }

  /** What `Total.from` reads: all but the gradient and the losses of the rows. */
  toJSON(): TotalJson {
    const { sum, weight, count, ignored, infinite, infiniteRows } = this;
    const finite = (x: number) => (Number.isFinite(x) ? x : null);
    const exact = this.#moments.toJSON();
    return { sum: finite(sum), weight: finite(weight), count, ignored, infinite, infiniteRows, exact };
  }
}

function checkParts(parts: TotalParts): void {
  checkObject("Total: parts", parts);
  const { sum, weight } = parts;
  if (!(Number.isFinite(sum) || sum === Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Total: sum is ${describeValue(sum)}; expected a number or Infinity`);
  }
  if (!(Number.isFinite(weight) && weight >= 0)) {
    throw new RangeError(`Total: weight is ${describeValue(weight)}; expected a finite number, 0 or more`);
  }
  for (const name of ["count", "ignored", "infinite"] as const) {
    const number = parts[name] ?? 0;
    if (!Number.isSafeInteger(number) || number < 0) {
      throw new RangeError(`Total: ${name} is ${describeValue(number)}; expected a whole number, 0 or more`);
    }
  }
}

/** A total of a call that asked for the gradient. */
export type TotalWithGradient = Total & { readonly gradient: Matrix };

function totalOf(parts: Omit<TotalParts, "sum" | "weight">, moments: ExactMoments): Total {
  const sum = (parts.infinite ?? 0) > 0 ? Number.POSITIVE_INFINITY : moments.loss;
  return new Total({ ...parts, sum, weight: moments.weight }, moments);
}

/** Adds up rows into a total: the loops of all losses share it. */
export class TotalBuilder {
  private readonly moments = new MomentsBuilder();
  private count = 0;
  private ignored = 0;
  private infinite = 0;
  private readonly infiniteRows: number[] = [];

  constructor(private readonly outputs: { readonly gradient?: Matrix; readonly rowLosses?: Float64Array }) {}

  /**
   * Adds a row.
   *
   * @param loss a number or Infinity, in nats
   * @param weight the sum of the row's coefficients, a finite number, 0 or more
   */
  add(row: number, loss: number, weight: number): void {
    this.count++;
    if (this.outputs.rowLosses) this.outputs.rowLosses[row] = loss;
    if (loss === Number.POSITIVE_INFINITY) {
      this.infinite++;
      if (this.infiniteRows.length < NAMED_ROWS) this.infiniteRows.push(row);
    }
    this.moments.add(loss === Number.POSITIVE_INFINITY ? 0 : loss, weight);
  }

  /** Counts a row that the mask leaves out, and writes zeros for it. */
  ignore(row: number): void {
    const { gradient, rowLosses } = this.outputs;
    this.ignored++;
    if (rowLosses) rowLosses[row] = 0;
    gradient?.data.fill(0, row * gradient.cols, (row + 1) * gradient.cols);
  }

  finish(): Total {
    const { count, ignored, infinite, infiniteRows } = this;
    return totalOf({ count, ignored, infinite, infiniteRows, ...this.outputs }, this.moments.finish());
  }
}
