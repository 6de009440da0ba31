import { all, type BigNumber, create } from "mathjs";

/** Decimal numbers of 64 digits. */
const math = create(all, { number: "BigNumber", precision: 64 });

export type Big = BigNumber;

/** What makes numbers of so many digits, of which mathjs's types say nothing. */
interface Decimals {
  new (x: string | number): Big;
  clone(options: { precision: number }): Decimals;
}

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);
const single = new Float32Array(1);
const words = new Uint32Array(single.buffer);
/** Enough digits for a sum of any float64 numbers, so that ties are ties. */
const Exact = (math as unknown as { BigNumber: Decimals }).BigNumber.clone({ precision: 1500 });

/** A finite float64 as its 53 bits, a whole number, and the power of two they are to be multiplied by. */
function parts(x: number): [digits: string, power: number] {
  double[0] = x;
  const exponent = Number((bits[0] >> 52n) & 0x7ffn);
  const digits = (bits[0] & 0xfffffffffffffn) + (exponent === 0 ? 0n : 1n << 52n);
  return [`${x < 0 ? "-" : ""}${digits}`, Math.max(exponent, 1) - 1075];
}

/** A finite float64 to 64 digits. (A BigNumber made of a number is that of its shortest notation: another number.) */
export function big(x: number): Big {
  if (Number.isSafeInteger(x)) return math.bignumber(x);
  const [digits, power] = parts(x);
  return math.bignumber(digits).times(math.bignumber(2).pow(power));
}

/** The float64 nearest to the exact sum. */
export function nearestSum(values: readonly number[]): number {
  const terms = values.map((x) => {
    const [digits, power] = parts(x);
    return new Exact(digits).times(new Exact(2).pow(power));
  });
  return nearest(terms.reduce((sum, x) => sum.plus(x), new Exact(0)));
}

export const zero: Big = big(0);
export const one: Big = big(1);

/** log(1 + x), x >= 0, with its digits also where x is tiny. */
export function log1p(x: Big): Big {
  if (x.gt(1e-25)) return x.plus(1).ln();
  return x.minus(x.pow(2).div(2)).plus(x.pow(3).div(3));
}

/** (1 - e^-2x) / (1 + e^-2x), with its digits also where x is tiny. */
export function tanh(x: Big): Big {
  if (x.abs().lt(1e-20)) return x.minus(x.pow(3).div(3));
  const e = x.abs().times(-2).exp();
  const size = one.minus(e).div(e.plus(1));
  return x.isNegative() ? size.neg() : size;
}

export function sumOf(values: readonly Big[]): Big {
  return values.reduce((sum, x) => sum.plus(x), zero);
}

/** The nearest float64. */
export function nearest(x: Big): number {
  return Number(x.toString());
}

/** The distance from the float64 nearest to |x| to the next one; of zero the smallest number. */
export function ulp(x: Big | number): number {
  const size = Math.min(typeof x === "number" ? Math.abs(x) : nearest(x.abs()), Number.MAX_VALUE);
  double[0] = size;
  bits[0] = size === Number.MAX_VALUE ? bits[0] - 1n : bits[0] + 1n;
  return Math.abs(double[0] - size);
}

/** The same for float32. */
export function ulp32(x: Big): number {
  const size = Math.min(Math.fround(Math.abs(nearest(x))), 3.4028234663852886e38);
  single[0] = size;
  words[0] += size === 3.4028234663852886e38 ? -1 : 1;
  return Math.abs(single[0] - size);
}
