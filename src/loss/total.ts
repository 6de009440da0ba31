import { checkObject } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Matrix } from "../numerics/matrix.js";
import { ExactMoments, type MomentsJson } from "./exact-moments.js";

/** How many of the rows with an infinite loss are named. */
export const NAMED_ROWS = 10;

/** What a total counts, in the order in which it is checked. */
const COUNTS = ["count", "ignored", "infinite", "clipped", "normalised", "zeroed"] as const;
export type Counts = { readonly [name in (typeof COUNTS)[number]]: number };

/** What a total is made of; the field names are those of `Total`. */
export interface TotalParts extends Partial<Counts> {
  readonly sum: number;
  readonly weight: number;
  readonly count: number;
  readonly infiniteRows?: readonly number[];
  readonly gradient?: Matrix;
  readonly rowLosses?: Float64Array;
}

/** A total as JSON, for a file, a worker or another machine: `exact` has the sums as hexadecimal numbers, unrounded. */
export interface TotalJson extends Counts {
  /** For the reader; null stands for Infinity. */
  readonly sum: number | null;
  readonly weight: number | null;
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
 * `mean` and `standardError` are computed when they are read, so that `console.log` of a total does not show them.
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
  /** Rows that were left out: by the mask, `ignoreIndex` or `zeroInfinity`. */
  readonly ignored: number;
  /** Rows whose loss is Infinity: the prediction had called impossible what happened. */
  readonly infinite: number;
  /** Rows whose loss was changed by `clip` of `logLoss`. */
  readonly clipped: number;
  /** Rows that did not sum to 1, within the square root of the type's epsilon, before `normalise` of `logLoss`. */
  readonly normalised: number;
  /** Sequences that `zeroInfinity` of `ctcLoss` left out. */
  readonly zeroed: number;
  /** The first ten rows with an infinite loss, as numbered in the call that made this total; see `merge`. */
  readonly infiniteRows: readonly number[];
  /** Where asked for: the derivative of `sum` by every logit, in nats per unit of logit, in the shape of the logits. */
  declare readonly gradient?: Matrix;
  /** Where asked for: N losses, row by row, in nats; 0 where the mask left a row out. */
  declare readonly rowLosses?: Float64Array;
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
    this.clipped = parts.clipped ?? 0;
    this.normalised = parts.normalised ?? 0;
    this.zeroed = parts.zeroed ?? 0;
    this.infiniteRows = parts.infiniteRows?.slice(0, NAMED_ROWS) ?? [];
    if (parts.gradient) this.gradient = parts.gradient;
    if (parts.rowLosses) this.rowLosses = parts.rowLosses;
  }

  /** The total of nothing: merging with it changes nothing of what `toJSON` writes. */
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
    for (const name of COUNTS) {
      const number = json?.[name];
      if (!Number.isSafeInteger(number) || number < 0) {
        throw new RangeError(`Total.from: ${name} is ${describeValue(number)}; expected a whole number, 0 or more`);
      }
    }
    return totalOf(json, ExactMoments.from("Total.from: exact", json.exact));
  }

  /**
   * Nats per unit of weight, sum / weight. NaN when `weight` is 0: no row took part (`count` is 0), or those that did weigh
   * nothing.
   */
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
   * The total of both parts: sums and counts add up. Rows are numbered call by call, so `infiniteRows` is kept only when
   * the other total has no rows, neither counted nor ignored; else none is named. `gradient` and `rowLosses` are of one
   * call and not merged.
   *
   * @throws TypeError when other is no total
   * @example
   * softmaxCrossEntropy([[2, 1]], [0]).merge(softmaxCrossEntropy([[0, 3]], [1])).count; // 2
   */
  merge(other: Total): Total {
    if (!(other instanceof Total)) {
      throw new TypeError(`Total.merge: other is ${describeValue(other)}; expected a total`);
    }
    const infiniteRows = hasNoRows(other) ? this.infiniteRows : hasNoRows(this) ? other.infiniteRows : [];
    const counts = countsOf((name) => this[name] + other[name]);
    return totalOf({ ...counts, infiniteRows }, this.#moments.plus(other.#moments));
  }

  /** What `Total.from` reads: all but the gradient and the losses of the rows. */
  toJSON(): TotalJson {
    const { sum, weight, infiniteRows } = this;
    const finite = (x: number) => (Number.isFinite(x) ? x : null);
    const counts = countsOf((name) => this[name]);
    return { sum: finite(sum), weight: finite(weight), ...counts, infiniteRows, exact: this.#moments.toJSON() };
  }
}

function countsOf(count: (name: keyof Counts) => number): Counts {
  return Object.fromEntries(COUNTS.map((name) => [name, count(name)])) as Counts;
}

function hasNoRows({ count, ignored }: Total): boolean {
  return count + ignored === 0;
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
  for (const name of COUNTS) {
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
