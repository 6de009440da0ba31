import type { Logits } from "../../numerics/kinds.js";
import type { NestedRows } from "../../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import type { SoftmaxRows } from "../../numerics/softmax-rows.js";
import type { ClassCoefficients } from "../class-coefficients.js";
import { checkOwnMemory } from "../options.js";
import {
  checkedSoftmaxInputs,
  SOFTMAX_VALUE_OPTIONS,
  type SoftmaxLossOptions,
  type SoftmaxTargets,
} from "../softmax-inputs.js";
import { classDerivative } from "../softmax-loss.js";
import type { HessianOptions } from "./hessian-options.js";

const OPTIONS: OptionNames<HessianOptions<SoftmaxLossOptions>> = { ...SOFTMAX_VALUE_OPTIONS, out: true };

/**
 * What the Hessian of softmax cross-entropy is made of, row by row. With s_k = dx_k / dz_k of the shaped logits x it is
 *
 * diag(s) (spread (diag(p) - p p^T) + common p p^T) diag(s) + diag(bend).
 *
 * spread is C (1 + 2 zLoss log Z), C the sum of the coefficients, common is 2 C zLoss, and bend, the derivative by x_k
 * times the second one of the cap, is 0 without a softcap.
 */
export class SoftmaxCurvature {
  readonly logits: Logits;
  spread = 0;
  common = 0;
  private row = 0;
  private readonly softmax: SoftmaxRows;
  private readonly coefficients: ClassCoefficients;

  constructor(
    name: string,
    z: Logits | NestedRows,
    targets: SoftmaxTargets,
    private readonly options: HessianOptions<SoftmaxLossOptions>,
  ) {
    checkOptionNames(name, options, OPTIONS);
    const { logits, softmax, coefficients } = checkedSoftmaxInputs(name, z, targets, options);
    checkOwnMemory(name, options, { logits: z, targets });
    this.logits = logits;
    this.softmax = softmax;
    this.coefficients = coefficients;
  }

  /**
   * Throws when a number on the way to a second derivative, or to its product with a direction whose entries are up to
   * `largest`, could be beyond the largest one: the sum of two such numbers may have no value.
   */
  checkSize(name: string, largest = 1): void {
    const { temperature = 1, softcap = Number.POSITIVE_INFINITY } = this.options;
    const slope = Math.max(1, 1 / temperature);
    for (let row = 0; row < this.logits.rows; row++) {
      if (!this.read(row)) continue;
      const derivative = Math.max(1, this.coefficients.weight, Math.abs(this.spread)) + this.common;
      if (16 * derivative * slope * (slope + 2 / softcap) * Math.max(1, largest) < Number.POSITIVE_INFINITY) continue;
      throw new RangeError(
        `${name}: row ${row} is such that its second derivative could overflow; expected a larger temperature or softcap, or smaller weights, zLoss or direction`,
      );
    }
  }

  /** Goes to a row; false when it is left out. */
  read(row: number): boolean {
    const { softmax, coefficients } = this;
    if (coefficients.leavesOut(row)) return false;
    this.row = row;
    softmax.read(row);
    coefficients.read(row);
    const { zLoss = 0 } = this.options;
    const logZ = softmax.largest / softmax.temperature + Math.log1p(softmax.others);
    this.common = 2 * coefficients.weight * zLoss;
    this.spread = coefficients.weight + (this.common === 0 || logZ === 0 ? 0 : this.common * logZ);
    return true;
  }

  get argmax(): number {
    return this.softmax.argmax;
  }

  p(k: number): number {
    return this.softmax.probability(k);
  }

  /** 1 - p_k. */
  rest(k: number): number {
    return this.softmax.complement(k);
  }

  slope(k: number): number {
    return this.softmax.slope(k);
  }

  bend(k: number): number {
    const { softcap } = this.options;
    if (softcap === undefined) return 0;
    const capped = Math.tanh(this.logits.data[this.row * this.logits.cols + k] / softcap);
    const extra = this.spread - this.coefficients.weight;
    const derivative = classDerivative(this.softmax, this.coefficients, k, extra);
    return ((-2 * capped) / softcap) * this.slope(k) * derivative;
  }
}
