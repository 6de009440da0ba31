import { rootOfQuotient } from "../numerics/exact-quotient.js";
import { ExactSum, UNIT_BITS } from "../numerics/exact-sum.js";
import { fromHexFloat, toHexFloat } from "../numerics/hex-float.js";
import { roundedQuotient, roundedSum } from "../numerics/rounded-sum.js";
import { ADDED, LEAST, LOSSES, type LossSums, SQUARES } from "../wasm/loss-sums.js";

/** Sums over rows, in units of 2^-UNIT_BITS. */
const NAMES = ["loss", "weight", "lossSquared", "lossTimesWeight", "weightSquared"] as const;
type Units = Record<(typeof NAMES)[number], bigint>;
const ONE = 1n << BigInt(UNIT_BITS);

/** As `ExactMoments` are written to JSON. */
export type MomentsJson = Readonly<Record<keyof Units, string> & { rows: number }>;

/** Sums over the rows whose weight is not 1. */
class OtherSums {
  /** How many had a weight above 0; NaN when only the sums are known. */
  rows = 0;
  readonly loss: ExactSum = new ExactSum();
  readonly weight: ExactSum = new ExactSum();
  readonly lossTimesWeight: ExactSum = new ExactSum();
  readonly weightSquared: ExactSum = new ExactSum();
}

/** Adds up rows. Those of weight 1, the most, need two sums; the others need four more. */
export class MomentsBuilder {
  readonly ones = { rows: 0, loss: new ExactSum() };
  readonly lossSquared: ExactSum = new ExactSum();
  others?: OtherSums;

  /** How many rows had a weight above 0; NaN when that is not known. */
  get rows(): number {
    return this.ones.rows + (this.others?.rows ?? 0);
  }

  /** The sums of rows whose weight is not 1, made when there is the first of them. */
  withOthers(): OtherSums {
    this.others ??= new OtherSums();
    return this.others;
  }

  /** Adds a row with a finite loss and a finite weight. */
  add(loss: number, weight: number): void {
    this.lossSquared.addProduct(loss, loss);
    if (weight === 1) {
      this.ones.rows++;
      this.ones.loss.add(loss);
      return;
    }
    const others = this.withOthers();
    if (weight !== 0) others.rows++;
    others.loss.add(loss);
    others.weight.add(weight);
    others.lossTimesWeight.addProduct(loss, weight);
    others.weightSquared.addProduct(weight, weight);
  }

  /** Adds the rows of another builder. */
  addAll({ ones, lossSquared, others }: MomentsBuilder): void {
    this.ones.rows += ones.rows;
    this.ones.loss.addSum(ones.loss);
    this.lossSquared.addSum(lossSquared);
    if (!others) return;
    const mine = this.withOthers();
    mine.rows += others.rows;
    mine.loss.addSum(others.loss);
    mine.weight.addSum(others.weight);
    mine.lossTimesWeight.addSum(others.lossTimesWeight);
    mine.weightSquared.addSum(others.weightSquared);
  }

  /** Adds losses of weight 1, NaN and Infinity left out, whose sums are known: a block of rows costs what one costs in `add`. */
  addOnes(losses: Float64Array, count: number, sums: LossSums): void {
    this.ones.rows += sums[ADDED];
    for (let i = LOSSES; i < SQUARES; i++) this.ones.loss.add(sums[i]);
    for (let i = SQUARES; i < sums.length; i++) this.lossSquared.add(sums[i]);
    if (sums[ADDED] === count) return;
    const least = sums[LEAST];
    for (let i = 0; i < count; i++)
      if (losses[i] < least && losses[i] < Number.POSITIVE_INFINITY && losses[i] > 0) this.add(losses[i], 1);
  }

  /** All sums, in units of 2^-UNIT_BITS. */
  units(): Units {
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

  /** The moments of what was added; nothing more may be. */
  finish(): ExactMoments {
    return new ExactMoments(this);
  }
}

/**
 * What is known of the finite rows of a total, without rounding: the sums of losses s and weights w, and of their squares
 * and products. So sums of parts are the sums of the whole, to the last bit and in any order.
 */
export class ExactMoments {
  /** The sum of the losses, rounded once. */
  readonly loss: number;
  /** The sum of the weights, rounded once. */
  readonly weight: number;

  /** @param sums of the rows; nothing is added to them any more */
  constructor(private readonly sums: MomentsBuilder) {
    const { ones, others } = sums;
    this.loss = roundedSum(losses(sums));
    this.weight = others ? roundedSum([others.weight], ones.rows) : ones.rows;
  }

  static readonly zero: ExactMoments = new ExactMoments(new MomentsBuilder());

  /** Two numbers, about whose rows nothing is known. */
  static ofSums(loss: number, weight: number): ExactMoments {
    if (loss === 0 && weight === 0) return ExactMoments.zero;
    const sums = new MomentsBuilder();
    const others = sums.withOthers();
    others.rows = Number.NaN;
    others.loss.add(loss);
    others.weight.add(weight);
    return new ExactMoments(sums);
  }

  /** The sum of the losses over that of the weights, rounded once; NaN without weight. */
  get mean(): number {
    const { ones, others } = this.sums;
    return roundedQuotient(losses(this.sums), others ? [others.weight] : [], ones.rows);
  }

  /** sqrt(n / (n - 1) * sum (s - m w)^2) / sum w, m the mean; the sum is ss - 2 m sw + m^2 ww, here without rounding. */
  get standardError(): number {
    const { rows } = this.sums;
    if (!(rows >= 2)) return Number.NaN;
    const { loss: s, weight: w, lossSquared, lossTimesWeight, weightSquared } = this.sums.units();
    const squares = lossSquared * w * w - 2n * s * w * lossTimesWeight + s * s * weightSquared;
    return rootOfQuotient(BigInt(rows) * squares * ONE, BigInt(rows - 1) * w ** 4n);
  }

  /** The moments of both parts. */
  plus(other: ExactMoments): ExactMoments {
    const sums = new MomentsBuilder();
    sums.addAll(this.sums);
    sums.addAll(other.sums);
    return new ExactMoments(sums);
  }

  toJSON(): MomentsJson {
    const units = this.sums.units();
    const texts = NAMES.map((name) => [name, toHexFloat(units[name], UNIT_BITS)]);
    return { rows: this.sums.rows, ...(Object.fromEntries(texts) as Record<keyof Units, string>) };
  }

  /** @throws RangeError when a sum is not as `toJSON` writes it */
  static from(name: string, json: MomentsJson): ExactMoments {
    const sums = new MomentsBuilder();
    const others = sums.withOthers();
    others.rows = json?.rows ?? Number.NaN;
    for (const key of NAMES) {
      const sum = key === "lossSquared" ? sums.lossSquared : others[key];
      sum.addUnits(fromHexFloat(`${name}.${key}`, json?.[key], UNIT_BITS));
    }
    return new ExactMoments(sums);
  }
}

function losses({ ones, others }: MomentsBuilder): ExactSum[] {
  return others ? [ones.loss, others.loss] : [ones.loss];
}
