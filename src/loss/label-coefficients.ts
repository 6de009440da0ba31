import { checkLength, checkWeights, isArrayLike, isShare } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Logits, MatrixOf, Probabilities } from "../numerics/kinds.js";
import { checkedRows, isMatrix, type NestedRows } from "../numerics/matrix.js";
import { simdAllFinite } from "../wasm/all-finite.js";
import { checkTargetKind, type LossOptions, ORDER } from "./options.js";
import { checkWeightProduct } from "./weight-product.js";

/** N or N x K numbers from 0 to 1: row after row, a matrix, or nested rows. */
export type LabelTargets = ArrayLike<number> | MatrixOf<"probabilities"> | NestedRows;

/** What says how much the yes and the no of every entry count. */
export interface LabelCoefficientOptions extends Pick<LossOptions, "sampleWeights" | "labelSmoothing"> {
  /** How much a "yes" counts against a "no", 0 or more: one number, or one a column. Default 1. */
  posWeight?: number | ArrayLike<number>;
  /** For two columns or more, K numbers, 0 or more: how much a column counts. Default 1. */
  classWeights?: ArrayLike<number>;
  /**
   * N flags, or one an entry (N x K, row after row), true or 1, false or 0: what has a false flag has loss 0, gradient 0,
   * weight 0. A row counts as ignored when nothing of it is left.
   */
  mask?: ArrayLike<boolean | number>;
}

/**
 * The coefficients of all losses over labels that do not exclude each other, the one place where their options meet. An
 * entry with target y, smoothed to t = (1 - labelSmoothing) y + labelSmoothing / 2, costs yes times the surprise of a yes
 * and no times that of a no:
 *
 * yes = sampleWeight * classWeight_k * posWeight_k * t, no = sampleWeight * classWeight_k * (1 - t).
 *
 * @throws TypeError, RangeError when targets or options do not fit the logits, naming the row and the value
 */
export class LabelCoefficients {
  /** Of the entry that was read. */
  yes = 0;
  no = 0;
  /** yes + no. */
  weight = 0;
  private readonly targets: ArrayLike<number>;
  private readonly cols: number;
  /** What labelSmoothing leaves of a target, the digits that the difference from 1 has lost, and what it adds. */
  private readonly kept: number;
  private readonly keptLost: number;
  private readonly spread: number;
  private readonly posWeights?: ArrayLike<number>;
  private readonly posWeight: number;
  private readonly perEntry: boolean;
  // Not read from the options each time: those of every caller are objects of another shape, which takes three times as long.
  private readonly sampleWeights?: ArrayLike<number>;
  private readonly classWeights?: ArrayLike<number>;
  private readonly mask?: ArrayLike<boolean | number>;

  constructor(name: string, targets: LabelTargets, options: LabelCoefficientOptions, z: Logits | Probabilities) {
    const { rows, cols } = z;
    const { posWeight = 1, classWeights, sampleWeights, mask, labelSmoothing = 0 } = options;
    this.sampleWeights = sampleWeights;
    this.classWeights = classWeights;
    this.mask = mask;
    this.cols = cols;
    this.kept = 1 - labelSmoothing;
    this.keptLost = 1 - this.kept - labelSmoothing;
    this.spread = labelSmoothing / 2;
    this.posWeights = typeof posWeight === "number" ? undefined : posWeight;
    this.posWeight = typeof posWeight === "number" ? posWeight : 1;
    this.perEntry = mask !== undefined && mask.length === rows * cols && cols !== 1;
    checkPosWeight(name, posWeight, cols);
    if (classWeights !== undefined) {
      if (cols === 1) {
        throw new RangeError(`${name}: classWeights is ${describeValue(classWeights)}; expected none for one column`);
      }
      checkLength(`${name}: classWeights`, classWeights, cols, "weights, one a column");
      checkWeights(`${name}: classWeights`, classWeights);
    }
    const posWeights = this.posWeights ?? [Math.max(1, this.posWeight)];
    checkWeightProduct(name, { sampleWeights, classWeights, posWeight: posWeights });
    this.targets = this.checkedTargets(name, targets, z);
  }

  /** Whether the mask leaves out entry k of the row. */
  leavesOut(row: number, k = 0): boolean {
    const { mask } = this;
    return mask !== undefined && !mask[this.perEntry ? row * this.cols + k : row];
  }

  /** What happened, as it was given: a number from 0 to 1, unless the entry is left out. */
  target(row: number, k: number): number {
    return this.targets[row * this.cols + k];
  }

  /** What an entry with target 1 or 0 counts, without smoothing: its surprise times this is its loss. */
  ofHard(row: number, k: number, isYes: boolean): number {
    const { sampleWeights, classWeights } = this;
    const weight = (sampleWeights?.[row] ?? 1) * (classWeights?.[k] ?? 1);
    return isYes ? weight * (this.posWeights?.[k] ?? this.posWeight) : weight;
  }

  /** Goes to entry k of a row: gives yes, no and weight their values. */
  read(row: number, k: number): void {
    const { kept, keptLost, spread } = this;
    const y = this.targets[row * this.cols + k];
    const weight = (this.sampleWeights?.[row] ?? 1) * (this.classWeights?.[k] ?? 1);
    const posWeight = this.posWeights?.[k] ?? this.posWeight;
    // 1 - t from 1 - y, so that neither loses digits beside the other.
    const other = 1 - y;
    const otherLost = 1 - other - y;
    const t = kept * y + (spread + keptLost * y);
    const rest = kept * other + (spread + (keptLost * other + kept * otherLost));
    this.yes = weight * (posWeight * t);
    this.no = weight * rest;
    this.weight = posWeight === 1 ? weight : weight * (posWeight * t + rest);
  }

  private checkedTargets(name: string, given: LabelTargets, z: Logits | Probabilities): ArrayLike<number> {
    checkTargetKind(name, given);
    const nested = !isMatrix(given) && isArrayLike(given?.[0]);
    const targets = nested
      ? checkedRows(`${name}: targets`, given as NestedRows)
      : (given as Exclude<LabelTargets, NestedRows>);
    if (isMatrix(targets) && (targets.rows !== z.rows || targets.cols !== z.cols)) {
      const hint = z.cols === 1 && targets.rows === z.rows ? `: ${ORDER}` : "";
      throw new RangeError(
        `${name}: targets are ${targets.rows} x ${targets.cols}; expected the shape of the ${z.kind}, ${z.rows} x ${z.cols}${hint}`,
      );
    }
    const y = isMatrix(targets) ? targets.data : targets;
    checkLength(`${name}: targets`, y, z.data.length, "numbers from 0 to 1, one a prediction");
    for (let i = 0; i < y.length; i++) {
      const row = Math.floor(i / z.cols);
      if (isShare(y[i]) || this.leavesOut(row, i % z.cols)) continue;
      const place = z.cols === 1 ? `row ${row}` : `row ${row}, column ${i % z.cols}`;
      throw new RangeError(`${name}: targets: ${place} is ${describeValue(y[i])}; expected a number from 0 to 1`);
    }
    return y;
  }
}

function checkPosWeight(name: string, posWeight: number | ArrayLike<number>, cols: number): void {
  if (typeof posWeight === "object") {
    checkLength(`${name}: posWeight`, posWeight, cols, "weights, one a column");
    checkWeights(`${name}: posWeight`, posWeight);
  } else if (!(Number.isFinite(posWeight) && posWeight >= 0)) {
    throw new RangeError(`${name}: posWeight is ${describeValue(posWeight)}; expected a finite number, 0 or more`);
  }
}

/** Throws for a logit that is NaN, naming its row and column; what the mask leaves out may be anything. */
export function checkLabelLogits(name: string, { data, cols }: Logits, coefficients: LabelCoefficients): void {
  if (simdAllFinite(data)) return;
  for (let i = 0; i < data.length; i++) {
    const [row, k] = [Math.floor(i / cols), i % cols];
    if (Number.isNaN(data[i]) && !coefficients.leavesOut(row, k)) {
      throw new RangeError(`${name}: logits: row ${row}, column ${k} is NaN; expected a number`);
    }
  }
}
