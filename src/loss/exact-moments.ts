import { nearestQuotient, rootOfQuotient } from "../numerics/exact-quotient.js";
import { ExactSum, roundedSum, UNIT_BITS } from "../numerics/exact-sum.js";
import { fromHexFloat, toHexFloat } from "../numerics/hex-float.js";

/** Exact sums over rows, in units of 2^-UNIT_BITS. */
interface Sums {
  loss: bigint;
  weight: bigint;
  lossSquared: bigint;
  lossTimesWeight: bigint;
  weightSquared: bigint;
}
const NAMES = ["loss", "weight", "lossSquared", "lossTimesWeight", "weightSquared"] as const satisfies (keyof Sums)[];
const ZERO: Sums = { loss: 0n, weight: 0n, lossSquared: 0n, lossTimesWeight: 0n, weightSquared: 0n };
const ONE = 1n << BigInt(UNIT_BITS);

/** As `ExactMoments` are written to JSON. */
export type MomentsJson = Readonly<Record<keyof Sums, string> & { rows: number }>;

/**
 * What is known of the finite rows of a total, without rounding: the sums of losses s and weights w, and of their squares
 * and products. So sums of parts are the sums of the whole, to the last bit and in any order.
 */
export class ExactMoments {
  private known?: Sums;

  /**
   * @param rows how many had a weight above 0; NaN when only the sums are known, and not the squares
   * @param sumsOf called when it is needed, which it often is not
   * @param loss the sum of the losses, rounded once
   * @param weight the sum of the weights, rounded once
   */
  constructor(
    readonly rows: number,
    private readonly sumsOf: () => Sums,
    readonly loss: number = nearestQuotient(sumsOf().loss, ONE),
    readonly weight: number = nearestQuotient(sumsOf().weight, ONE),
  ) {}

  static readonly zero: ExactMoments = new ExactMoments(0, () => ZERO);

  /** Two numbers, about whose rows nothing is known. */
  static ofSums(loss: number, weight: number): ExactMoments {
    if (loss === 0 && weight === 0) return ExactMoments.zero;
    const sums = { ...ZERO, loss: exactly(loss), weight: exactly(weight) };
    return new ExactMoments(Number.NaN, () => sums);
  }

  private get sums(): Sums {
    this.known ??= this.sumsOf();
    return this.known;
  }

  /** The sum of the losses over that of the weights, rounded once; NaN without weight. */
  get mean(): number {
    return this.sums.weight === 0n ? Number.NaN : nearestQuotient(this.sums.loss, this.sums.weight);
  }

  /** sqrt(n / (n - 1) * sum (s - m w)^2) / sum w, m the mean; the sum is ss - 2 m sw + m^2 ww, here without rounding. */
  get standardError(): number {
    const { rows } = this;
    if (!(rows >= 2)) return Number.NaN;
    const { loss: s, weight: w, lossSquared, lossTimesWeight, weightSquared } = this.sums;
    const squares = lossSquared * w * w - 2n * s * w * lossTimesWeight + s * s * weightSquared;
    return rootOfQuotient(BigInt(rows) * squares * ONE, BigInt(rows - 1) * w ** 4n);
  }

  /** The moments of both parts. */
  plus(other: ExactMoments): ExactMoments {
    const sums = { ...ZERO };
    for (const name of NAMES) sums[name] = this.sums[name] + other.sums[name];
    return new ExactMoments(this.rows + other.rows, () => sums);
  }

  toJSON(): MomentsJson {
    const texts = NAMES.map((name) => [name, toHexFloat(this.sums[name], UNIT_BITS)]);
    return { rows: this.rows, ...(Object.fromEntries(texts) as Record<keyof Sums, string>) };
  }

  /** @throws RangeError when a sum is not as `toJSON` writes it */
  static from(name: string, json: MomentsJson): ExactMoments {
    const sums = { ...ZERO };
    for (const key of NAMES) sums[key] = fromHexFloat(`${name}.${key}`, json?.[key], UNIT_BITS);
    return new ExactMoments(json.rows ?? Number.NaN, () => sums);
  }
}

/** Adds up rows. Those of weight 1, the most, need two sums; the others need four more. */
export class MomentsBuilder {
  private readonly ones = { rows: 0, loss: new ExactSum() };
  private readonly lossSquared = new ExactSum();
  private others?: {
    rows: number;
    loss: ExactSum;
    weight: ExactSum;
    lossTimesWeight: ExactSum;
    weightSquared: ExactSum;
  };

  /** Adds a row with a finite loss and a finite weight. */
  add(loss: number, weight: number): void {
    this.lossSquared.addProduct(loss, loss);
    if (weight === 1) {
      this.ones.rows++;
      this.ones.loss.add(loss);
      return;
    }
    this.others ??= {
      rows: 0,
      loss: new ExactSum(),
      weight: new ExactSum(),
      lossTimesWeight: new ExactSum(),
      weightSquared: new ExactSum(),
    };
    const { others } = this;
    if (weight !== 0) others.rows++;
    others.loss.add(loss);
    others.weight.add(weight);
    others.lossTimesWeight.addProduct(loss, weight);
    others.weightSquared.addProduct(weight, weight);
  }

  /**
   * Adds losses of weight 1 that are float32 numbers, 64 at the most, NaN and Infinity left out.
   *
   * Rounded to multiples of one power of 2 they are added without rounding, and so are the rests; of the squares, which are
   * exact, there are two such roundings and a rest. So a row costs a few additions, and only the block those of `add`.
   */
  addOnes(losses: Float64Array, count: number): void {
    let largest = 0;
    for (let i = 0; i < count; i++)
      if (losses[i] > largest && losses[i] < Number.POSITIVE_INFINITY) largest = losses[i];
    // All are below 2^exponent. Adding a splitter, and taking it away, leaves multiples of its last digit.
    const exponent = Math.ceil(Math.log2(largest)) + 1;
    const least = 2 ** (exponent - 30);
    const splitter = 1.5 * 2 ** (exponent + 32);
    const ofSquares = 1.5 * 2 ** (2 * exponent + 28);
    const ofRests = 1.5 * 2 ** (2 * exponent - 12);
    let [high, low, squareHigh, squareMiddle, squareLow] = [0, 0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const loss = losses[i];
      if (!(loss >= least && loss < Number.POSITIVE_INFINITY)) {
        // Too small beside the others, or nothing.
        if (loss < Number.POSITIVE_INFINITY) this.add(loss, 1);
        continue;
      }
      this.ones.rows++;
      const rounded = loss + splitter - splitter;
      high += rounded;
      low += loss - rounded;
      const square = loss * loss;
      const upper = square + ofSquares - ofSquares;
      const rest = square - upper;
      const middle = rest + ofRests - ofRests;
      squareHigh += upper;
      squareMiddle += middle;
      squareLow += rest - middle;
    }
    this.ones.loss.add(high);
    this.ones.loss.add(low);
    for (const part of [squareHigh, squareMiddle, squareLow]) this.lossSquared.add(part);
  }

  finish(): ExactMoments {
    const { ones, others } = this;
    const loss = roundedSum(others ? [ones.loss, others.loss] : [ones.loss]);
    const weight = others ? roundedSum([others.weight], ones.rows) : ones.rows;
    return new ExactMoments(ones.rows + (others?.rows ?? 0), () => this.sums(), loss, weight);
  }

  private sums(): Sums {
    const { ones, others } = this;
    const rows = BigInt(ones.rows) * ONE;
    const loss = ones.loss.total();
    return {
      loss: loss + (others?.loss.total() ?? 0n),
      weight: rows + (others?.weight.total() ?? 0n),
      lossSquared: this.lossSquared.total(),
      lossTimesWeight: loss + (others?.lossTimesWeight.total() ?? 0n),
      weightSquared: rows + (others?.weightSquared.total() ?? 0n),
    };
  }
}

function exactly(x: number): bigint {
  const sum = new ExactSum();
  sum.add(x);
  return sum.total();
}
