import { sumError } from "../numerics/rounding-error.js";
import type { SoftmaxRows } from "../numerics/softmax-rows.js";
import type { ClassCoefficients } from "./class-coefficients.js";

/**
 * What a class of probability p costs where it is not just -log p: f(p) = factor * (-log p) + extra. `rest` is 1 - p,
 * with all its digits also where p is near 1.
 */
export interface ClassTerm {
  factor(p: number, rest: number): number;
  extra(p: number, rest: number): number;
  /** -p f'(p), which is 1 for -log p. */
  slope(p: number, rest: number, surprise: number): number;
}

/**
 * The coefficients c_k slope_k: a cross-entropy with them has the gradient of the loss with the term, since the
 * derivative of f(p_k) with respect to a logit is -slope_k times that of log p_k.
 */
export class SlopedCoefficients {
  readonly single: boolean;
  target = -1;
  weight = 0;
  private readonly values: Float64Array;

  constructor(
    private readonly term: ClassTerm,
    private readonly coefficients: ClassCoefficients,
    private readonly softmax: SoftmaxRows,
    cols: number,
  ) {
    this.single = coefficients.single;
    this.values = new Float64Array(cols);
  }

  /** Computes those of the row that coefficients and softmax have read; `logSum` is log(1 + others). */
  read(logSum: number): void {
    const { term, coefficients, softmax, values } = this;
    this.target = coefficients.target;
    values.fill(0);
    for (let k = 0; k < values.length; k++) {
      if (this.single && k !== this.target) continue;
      const coefficient = this.single ? coefficients.weight : coefficients.of(k);
      if (coefficient === 0) continue;
      const slope = term.slope(softmax.probability(k), softmax.complement(k), softmax.gap(k) + logSum);
      values[k] = coefficient * slope;
    }
    this.weight = this.weightOfOthers(-1);
  }

  of(k: number): number {
    return this.values[k];
  }

  /** The sum over all classes but k. */
  weightOfOthers(k: number): number {
    let sum = 0;
    let lost = 0;
    for (let j = 0; j < this.values.length; j++) {
      if (j === k) continue;
      const next = sum + this.values[j];
      lost += sumError(sum, this.values[j], next);
      sum = next;
    }
    return sum + lost;
  }
}
