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
 * sum.total() === 1n << 2148n; // 1, where 1e100 + 1 - 1e100 gives 0
 * @see Shewchuk: Adaptive precision floating-point arithmetic (1997). The error of an addition: Knuth, TAOCP 2, 4.2.2.
 */
export class ExactSum {
  private readonly parts = new Float64Array(PARTS);
  private rest = 0n;

  /** Adds a finite number. */
  add(x: number): void {
    const { parts } = this;
    let error = x;
    for (let i = 0; i < PARTS; i++) {
      const part = parts[i];
      const sum = part + error;
      if (!(sum < LARGE && sum > -LARGE)) break;
      const added = sum - part;
      parts[i] = sum;
      error = part - (sum - added) + (error - added);
      if (error === 0) return;
    }
    this.rest += units(error) << BigInt(UNIT_BITS / 2);
  }

  /** Adds a times b, two finite numbers, without rounding the product. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    const size = Math.abs(product);
    if (size > SMALL_PRODUCT && size < LARGE_FACTOR && Math.abs(a) < LARGE_FACTOR && Math.abs(b) < LARGE_FACTOR) {
      this.add(product);
      this.add(productError(a, b, product));
    } else if (a !== 0 && b !== 0) {
      this.rest += units(a) * units(b);
    }
  }

  /** The sum of all that was added, in units of 2^-UNIT_BITS. */
  total(): bigint {
    let total = this.rest;
    for (const part of this.parts) if (part !== 0) total += units(part) << BigInt(UNIT_BITS / 2);
    return total;
  }
}

/** x * y - product, exactly, where product is x * y rounded (Dekker, 1971). */
export function productError(x: number, y: number, product: number): number {
  const xHigh = upperHalf(x);
  const xLow = x - xHigh;
  const yHigh = upperHalf(y);
  const yLow = y - yHigh;
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
}

/** The upper 26 bits of a number (Veltkamp, 1968). */
function upperHalf(x: number): number {
  const shifted = 134217729 * x;
  return shifted - (shifted - x);
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
