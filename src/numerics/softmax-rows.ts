import { checkPositive } from "./check-number.js";
import type { Matrix } from "./matrix.js";
import { productError, sumError } from "./rounding-error.js";
import { steadyQuotient } from "./steady-quotient.js";

/** What may be done to logits before the softmax, in this order. */
export interface LogitShape {
  /** A number above 0, c: logits become c tanh(z / c), so that none is beyond c. -Infinity stays -Infinity. */
  softcap?: number;
  /** A number above 0: then the logits are divided by it. Default 1. */
  temperature?: number;
}

const NONE = new Float64Array(0);

/** Throws when a softcap or temperature is not a finite number above 0. */
export function checkLogitShape(name: string, { softcap, temperature }: LogitShape): void {
  if (softcap !== undefined) checkPositive(`${name}: softcap`, softcap);
  if (temperature === undefined) return;
  checkPositive(`${name}: temperature`, temperature);
  // The slopes are multiplied by it.
  if (1 / temperature === Number.POSITIVE_INFINITY) {
    throw new RangeError(`${name}: temperature is ${temperature}; expected one whose inverse is finite, above 2^-1024`);
  }
}

/**
 * The rows of a matrix of logits on their way through the softmax: read a row, then ask for its classes. Nothing is
 * allocated.
 *
 * With x the shaped logits (softcap, then temperature) p_k = e^(x_k - largest) / (1 + others). The rounding error of
 * x_k - largest, which would be multiplied by |x_k - largest| as a relative error of the exponential, is put right to
 * first order, and the sum is compensated: without a softcap an exponential is within 2 ulp of the truth, and others
 * within 3. A softcap rounds every capped logit, by at most 2 ulp, and that stays: |x| * 2^-51 is then the relative error.
 */
export class SoftmaxRows {
  /** The class of the largest logit, the first one of equals. */
  argmax = 0;
  /** The largest capped logit, not yet divided by the temperature. */
  largest = 0;
  /** The sum of e^(x_k - x_argmax) over all classes but argmax: kept apart, so that a tiny sum is not lost beside 1. */
  others = 0;
  readonly temperature: number;
  /** Where `read` was asked for them, e^(x_k - x_argmax) of the row, from `at` on. */
  exponentials: Float64Array = NONE;
  at = 0;
  protected start = 0;
  protected readonly softcap: number;
  protected readonly data: Matrix["data"];
  protected readonly cols: number;

  constructor(z: Matrix, { softcap = 0, temperature = 1 }: LogitShape = {}) {
    this.data = z.data;
    this.cols = z.cols;
    this.softcap = softcap;
    this.temperature = temperature;
  }

  /** Throws when a row has NaN, nothing but -Infinity, or more than one +Infinity (a softcap makes them finite). */
  check(name: string, row: number): void {
    const { data, cols } = this;
    let largest = Number.NEGATIVE_INFINITY;
    let infinite = 0;
    for (let i = row * cols; i < (row + 1) * cols; i++) {
      const x = data[i];
      if (x > largest) largest = x;
      if (x === Number.POSITIVE_INFINITY) infinite++;
      if (Number.isNaN(x)) {
        throw new RangeError(`${name}: row ${row}, column ${i - row * cols} is NaN; expected a number`);
      }
    }
    if (largest === Number.NEGATIVE_INFINITY) {
      throw new RangeError(`${name}: row ${row} has nothing but -Infinity; expected a class that is possible`);
    }
    if (infinite > 1 && this.softcap === 0) {
      throw new RangeError(`${name}: row ${row} has more than one +Infinity; expected one at the most`);
    }
  }

  /** Goes to a row, of which all below speak: finds argmax, largest and others, and keeps the exponentials if they are wanted. */
  read(row: number, withExponentials = false): void {
    const { data, cols } = this;
    if (withExponentials && this.exponentials === NONE) this.exponentials = new Float64Array(cols);
    const start = row * cols;
    let argmax = 0;
    let largest = data[start];
    for (let k = 1; k < cols; k++) {
      if (data[start + k] > largest) {
        largest = data[start + k];
        argmax = k;
      }
    }
    this.start = start;
    this.argmax = argmax;
    this.largest = this.capped(argmax);
    let sum = 0;
    let lost = 0;
    for (let k = 0; k < cols; k++) {
      const e = k === argmax ? 0 : this.exponential(k);
      const next = sum + e;
      lost += sumError(sum, e, next);
      sum = next;
      if (withExponentials) this.exponentials[k] = e;
    }
    if (withExponentials) this.exponentials[argmax] = 1;
    this.others = sum + lost;
  }

  /** Whether logits are taken as they are. */
  get isPlain(): boolean {
    return this.softcap === 0 && this.temperature === 1;
  }

  /** x_argmax - x_k, 0 or more; Infinity for a class that is excluded. */
  gap(k: number): number {
    const x = this.capped(k);
    return x === this.largest ? 0 : (this.largest - x) / this.temperature;
  }

  /** A share of the gap, from 0 to 1 of it, where the gap itself is beyond the largest number. */
  shareOfGap(k: number, share: number): number {
    const half = this.largest / 2 - this.capped(k) / 2;
    return (2 * share * half) / this.temperature;
  }

  /** e^(x_k - x_argmax). */
  exponential(k: number): number {
    const x = this.capped(k);
    const { largest, temperature } = this;
    const difference = x - largest;
    let error = sumError(x, -largest, difference);
    let power = difference;
    if (temperature !== 1) {
      power = difference / temperature;
      const product = power * temperature;
      error = (error + (difference - product - productError(power, temperature, product))) / temperature;
    }
    const e = Math.exp(power);
    // The error is NaN where the difference is infinite: then e is 0.
    return e > 0 && Math.abs(error) < 1 ? e + e * error : e;
  }

  /** p_k. */
  probability(k: number): number {
    return (k === this.argmax ? 1 : this.exponential(k)) / (1 + this.others);
  }

  /** 1 - p_k; of the most likely class it is what the others have, and keeps its digits where p is near 1. */
  complement(k: number): number {
    return k === this.argmax ? this.others / (1 + this.others) : 1 - this.probability(k);
  }

  /** The derivative of x_k with respect to z_k: 1 / temperature, times 1 - tanh(z / softcap)^2 under a softcap. */
  slope(k: number): number {
    return (this.softcap === 0 ? 1 : this.rootOfBend(k) ** 2) / this.temperature;
  }

  /**
   * A derivative by x_k times `scale` made one by z_k. The slope may be below the smallest number, or a product on the way
   * beyond the largest, where what comes out is not.
   */
  byLogit(k: number, derivative: number, scale: number): number {
    if (this.isPlain) return scale === 0 ? 0 : derivative * scale;
    const root = this.softcap === 0 ? 1 : this.rootOfBend(k);
    return steadyQuotient([derivative, root, root, scale], this.temperature);
  }

  /** 1 / cosh(z_k / softcap): its square is the slope of the cap. */
  private rootOfBend(k: number): number {
    const e = Math.exp(-Math.abs(this.data[this.start + k]) / this.softcap);
    return (2 * e) / (1 + e * e);
  }

  /** z_k under the softcap. */
  protected capped(k: number): number {
    const { softcap } = this;
    const x = this.data[this.start + k];
    return softcap === 0 || x === Number.NEGATIVE_INFINITY ? x : softcap * Math.tanh(x / softcap);
  }
}
