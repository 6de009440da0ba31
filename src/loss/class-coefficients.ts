import { checkClassIndices, checkLength, checkWeights } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Matrix } from "../numerics/matrix.js";
import { sumError } from "../numerics/rounding-error.js";
import type { LossOptions } from "./options.js";
import { type SoftmaxTargets, softTargets } from "./soft-targets.js";
import { checkWeightProduct } from "./weight-product.js";

/** What says how much every class of every row counts. */
export interface ClassCoefficientOptions extends Pick<LossOptions, "sampleWeights" | "mask" | "labelSmoothing"> {
  /** K numbers, 0 or more: how much a class counts. Default 1. */
  classWeights?: ArrayLike<number>;
  /** With class indices: a row with this target, any whole number, is left out as by the mask (PyTorch's -100). */
  ignoreIndex?: number;
}

/**
 * The coefficients of all losses over K classes, the one place where their options meet:
 *
 * c_k = sampleWeight * classWeight_k * ((1 - labelSmoothing) * t_k + labelSmoothing / K),
 *
 * where t is the row of a soft target, and for an index 1 at its class and 0 elsewhere. A loss is the sum of c_k times
 * what class k costs, its weight the sum of c_k. Nothing is stored but the targets as they were given (nested rows are
 * made a matrix).
 *
 * @throws TypeError, RangeError when targets or options do not fit N x K, naming the row and the value
 */
export class ClassCoefficients {
  /** Whether of every row only the class of the target counts: index targets without smoothing. */
  readonly single: boolean;
  /** The class of the row that was read; -1 for a soft target. */
  target = -1;
  /** The sum of c_k over the classes: (1 - smoothing) of the target's class weight, smoothing of the mean one. */
  weight = 0;
  /** That of the row. */
  sampleWeight = 1;
  private start = 0;
  private readonly soft?: Matrix["data"];
  private readonly indices: ArrayLike<number>;
  private readonly kept: number;
  private readonly spread: number;
  private readonly meanClassWeight: number;

  constructor(
    name: string,
    targets: SoftmaxTargets,
    private readonly options: ClassCoefficientOptions,
    rows: number,
    private readonly cols: number,
  ) {
    const { classWeights, sampleWeights, mask, ignoreIndex, labelSmoothing = 0 } = options;
    if (classWeights !== undefined) {
      checkLength(`${name}: classWeights`, classWeights, cols, "weights, one a class");
      checkWeights(`${name}: classWeights`, classWeights);
    }
    checkWeightProduct(name, { sampleWeights, classWeights });
    const soft = softTargets(name, targets, { rows, cols }, mask);
    if (ignoreIndex !== undefined && (soft || !Number.isInteger(ignoreIndex))) {
      const expected = soft ? "none with soft targets: use mask" : "a whole number";
      throw new RangeError(`${name}: ignoreIndex is ${describeValue(ignoreIndex)}; expected ${expected}`);
    }
    this.soft = soft?.data;
    this.indices = targets as ArrayLike<number>;
    if (!soft) {
      checkLength(`${name}: targets`, this.indices, rows, "class indices, one a row of the logits");
      checkClassIndices(`${name}: targets`, this.indices, cols, mask, ignoreIndex);
    }
    this.single = !soft && labelSmoothing === 0;
    this.kept = 1 - labelSmoothing;
    this.spread = labelSmoothing / cols;
    this.meanClassWeight = classWeights ? meanOf(classWeights) : 1;
  }

  /** The class of every row, where targets are indices and none is left out. */
  get classes(): ArrayLike<number> | undefined {
    const { mask, ignoreIndex } = this.options;
    return this.soft || mask !== undefined || ignoreIndex !== undefined ? undefined : this.indices;
  }

  /** Whether mask or ignoreIndex leave the row out. */
  leavesOut(row: number): boolean {
    const { mask, ignoreIndex } = this.options;
    return (mask !== undefined && !mask[row]) || (ignoreIndex !== undefined && this.indices[row] === ignoreIndex);
  }

  /** The class of a row that is an index or a one-hot row; -1 for any other soft target. */
  onlyClass(row: number): number {
    const { soft, cols } = this;
    if (!soft) return this.indices[row];
    let only = -1;
    for (let k = 0; k < cols; k++) {
      const share = soft[row * cols + k];
      if (share === 1 && only < 0) only = k;
      else if (share !== 0) return -1;
    }
    return only;
  }

  /** Goes to a row, of which the methods below speak. */
  read(row: number): void {
    this.start = row * this.cols;
    this.target = this.soft ? -1 : this.indices[row];
    this.sampleWeight = this.options.sampleWeights?.[row] ?? 1;
    const { meanClassWeight, kept } = this;
    const { labelSmoothing = 0 } = this.options;
    const own = this.soft ? this.softClassWeight(this.soft) : this.classWeight(this.target);
    this.weight = this.sampleWeight * (own === meanClassWeight ? own : kept * own + labelSmoothing * meanClassWeight);
  }

  /** c_k. */
  of(k: number): number {
    const target = this.soft ? this.soft[this.start + k] : this.target === k ? 1 : 0;
    return this.sampleWeight * this.share(k, target);
  }

  /** c_k for a sample weight of 1, if the target gives so much to class k. */
  share(k: number, target: number): number {
    return this.classWeight(k) * (this.kept * target + this.spread);
  }

  /** Whether every row has a soft target. */
  get isSoft(): boolean {
    return this.soft !== undefined;
  }

  /** Writes c_k of a row with a soft target, for a sample weight of 1, to `out[at + k]`. */
  writeShares(row: number, out: Float32Array, at: number): void {
    const { soft = new Float64Array(0), cols } = this;
    if (this.kept === 1 && this.options.classWeights === undefined) {
      out.set(soft.subarray(row * cols, (row + 1) * cols), at);
      return;
    }
    for (let k = 0; k < cols; k++) out[at + k] = this.share(k, soft[row * cols + k]);
  }

  /** The sum of c_j over all classes but k. */
  weightOfOthers(k: number): number {
    const { target, cols } = this;
    if (this.single) return target === k ? 0 : this.weight;
    if (!this.soft && !this.options.classWeights) {
      return this.sampleWeight * ((target === k ? 0 : this.kept) + this.spread * (cols - 1));
    }
    let sum = 0;
    let lost = 0;
    for (let j = 0; j < cols; j++) {
      const term = j === k ? 0 : this.of(j);
      const next = sum + term;
      lost += sumError(sum, term, next);
      sum = next;
    }
    return sum + lost;
  }

  private classWeight(k: number): number {
    return this.options.classWeights?.[k] ?? 1;
  }

  /** The sum of classWeight_k * t_k. */
  private softClassWeight(soft: Matrix["data"]): number {
    let sum = 0;
    let lost = 0;
    for (let k = 0; k < this.cols; k++) {
      const term = this.classWeight(k) * soft[this.start + k];
      const next = sum + term;
      lost += sumError(sum, term, next);
      sum = next;
    }
    return sum + lost;
  }
}

/** The mean, of a compensated sum. */
function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const next = sum + values[i];
    lost += sumError(sum, values[i], next);
    sum = next;
  }
  return (sum + lost) / values.length;
}
