import { productError, sumError } from "./rounding-error.js";

/** A total counts units of 2^-UNIT_BITS: every product of two finite numbers is a whole number of them. */
export const UNIT_BITS = 2148;

/** So many partial sums hold the bits of all losses from about 1e-40 to 1e40, and of their squares' rounding errors. */
const PARTS = 6;
/** Beyond this a sum of two numbers might overflow. */
const LARGE = 2 ** 1000;
/** A product between these, and its rounding error, are made without overflow and without lost digits. */
const SMALL_PRODUCT = 2 ** -900;
const LARGE_FACTOR = 2 ** 900;

/**
 * A sum without rounding: neither the order of what is added nor how it was divided among several sums matters.
 *
 * The rounding error of every addition is itself a float64. It is added to a second partial sum, the error of that to a
 * third, until none is left; what six partial sums cannot hold goes to a big integer, slowly.
 *
 * @example
 * const sum = new ExactSum();
 * for (const x of [1e100, 1, -1e100]) sum.add(x);
 * sum.total() === 1n << 2148n; // true: the sum is 1, where 1e100 + 1 - 1e100 gives 0
 * @see Shewchuk: Adaptive precision floating-point arithmetic (1997).
 */
export class ExactSum {
  /** PARTS numbers; with a Float64Array in place of the array a small loss took longer. */
  private readonly partial: number[] = [0, 0, 0, 0, 0, 0];
  private rest = 0n;

  /** Adds a finite number. */
  add(x: number): void {
    const { partial: parts } = this;
    const largest = parts[0];
    const sum = largest + x;
    if (sum < LARGE && sum > -LARGE) {
      parts[0] = sum;
      this.addSmall(sumError(largest, x, sum));
    } else {
      this.rest += units(x) << BigInt(UNIT_BITS / 2);
    }
  }

  /** Adds a rounding error: to the second partial sum, and what is left then to the next ones. */
  private addSmall(error: number): void {
    const { partial: parts } = this;
    let left = error;
    for (let i = 1; left !== 0; i++) {
      if (i === PARTS) {
        this.rest += units(left) << BigInt(UNIT_BITS / 2);
        return;
      }
      const part = parts[i];
      const sum = part + left;
      parts[i] = sum;
      left = sumError(part, left, sum);
    }
  }

  /** Adds a times b, two finite numbers, without rounding the product. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    const size = Math.abs(product);
    if (size > SMALL_PRODUCT && size < LARGE_FACTOR && Math.abs(a) < LARGE_FACTOR && Math.abs(b) < LARGE_FACTOR) {
      this.add(product);
      this.addSmall(productError(a, b, product));
    } else if (a !== 0 && b !== 0) {
      this.rest += units(a) * units(b);
    }
  }

  /** Adds all that was added to another sum. */
  addSum(other: ExactSum): void {
    for (let i = 0; i < PARTS; i++) if (other.partial[i] !== 0) this.add(other.partial[i]);
    this.rest += other.rest;
  }

  /** Adds a number of units of 2^-UNIT_BITS. */
  addUnits(count: bigint): void {
    this.rest += count;
  }

  /** Numbers whose sum is that of all that was added; undefined where there is more to it. */
  parts(): readonly number[] | undefined {
    return this.rest === 0n ? this.partial : undefined;
  }

  /** The sum of all that was added, in units of 2^-UNIT_BITS. */
  total(): bigint {
    let total = this.rest;
    for (const part of this.partial) if (part !== 0) total += units(part) << BigInt(UNIT_BITS / 2);
    return total;
  }
}

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);

/** A finite number in units of 2^-1074, of which it is a whole number. */
function units(x: number): bigint {
  if (!Number.isFinite(x)) throw new RangeError(`ExactSum: got ${x}; expected a finite number`);
  double[0] = Math.abs(x);
  const exponent = bits[0] >> 52n;
  const digits = bits[0] & 0xfffffffffffffn;
  const size = exponent === 0n ? digits : (digits | 0x10000000000000n) << (exponent - 1n);
  return x < 0 ? -size : size;
}
