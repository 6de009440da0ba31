// The exponentials of rows of float64 logits, each measured from the row's largest logit M, at a temperature T, and their sums:
// what `SoftmaxRows` of numerics reads of a row, to the same bounds.
//
//   d = (z - M) / T, and what its roundings lost, l (Knuth's two-sum, Dekker's product)
//   e^(d + l) = 2^n e^(u - v),   n = round(d log2 e),   u = d - n A, exactly,   v = n B - l,   A + B = ln 2
//   e^(u - v) = 1 + (u + (r^2 P(r) - v)),   r = u - v,   P of degree 9 (minimax: off by less than 2^-56 of the result)
//
// Why it looks like this:
// - l is in v, where it costs one subtraction; and the one rounding that counts is that of the last addition: an exponential is
//   less than 1 unit in the last place off.
// - A has 42 digits, so that n times it is exact for all n that occur.
// - MAGIC is 1.5 * 2^52 + 1023 + 54. Adding it rounds to a whole number n and leaves n + 1077 in the low bits: one shift makes
//   2^(n + 54), which is never denormal; the factor 2^-54 then rounds once, whether the result is denormal or not.
// - P is in Estrin's order: more operations than Horner's would be, in chains half as long.
// - A vector holds one column of two rows: nothing is summed across lanes, in the order of the columns, and what rows take beside
//   their columns is spread over two: 5 ns a logit with ten classes, where two columns of one row took 17.

// Constants are loaded, as in exp.ts.
const TABLE: usize = memory.data<f64>(
  [
    1.4426950408889634, // 0: log2 e
    6755399441056821, // 1: MAGIC
    0.6931471805598903, // 2: A
    5.497923018708371e-14, // 3: B
    0.5000000000000011, // 4: P, the lowest first
    0.1666666666666641,
    0.041666666666529725,
    0.008333333333494976,
    0.0013888888943759943,
    0.00019841269505774852,
    2.4801492949656157e-5,
    2.755758680294147e-6,
    2.7630306242753786e-7,
    2.500001913482183e-8, // 13
    1, // 14
    -746, // 15: e^-746 is 0
    5.551115123125783e-17, // 16: 2^-54
  ],
  16,
);

@inline
function constant(i: usize): v128 {
  return v128.load64_splat(TABLE + (i << 3));
}

/** a + b - sum, exactly, where sum is a + b rounded. */
@inline
function sumError(a: v128, b: v128, sum: v128): v128 {
  const added = f64x2.sub(sum, a);
  return f64x2.add(f64x2.sub(a, f64x2.sub(sum, added)), f64x2.sub(b, added));
}
/** b x + a of constants a and b. */
@inline
function linear(a: usize, x: v128, b: usize): v128 {
  return f64x2.add(f64x2.mul(constant(b), x), constant(a));
}
@inline
function plusProduct(a: v128, x: v128, b: v128): v128 {
  return f64x2.add(a, f64x2.mul(x, b));
}

/** x y - product, exactly, where product is x y rounded; x in two halves. */
@inline
function productError(upper: v128, lower: v128, y: v128, product: v128): v128 {
  const high = upperHalf(y);
  const low = f64x2.sub(y, high);
  const rest = f64x2.sub(f64x2.sub(product, f64x2.mul(upper, high)), f64x2.mul(lower, high));
  return f64x2.sub(f64x2.mul(lower, low), f64x2.sub(rest, f64x2.mul(upper, low)));
}
@inline
function upperHalf(x: v128): v128 {
  const shifted = f64x2.mul(f64x2.splat(134217729), x);
  return f64x2.sub(shifted, f64x2.sub(shifted, x));
}

/** e^(d + l), d no more than 0. Of -Infinity it is 0. */
@inline
function exp2(d: v128, l: v128): v128 {
  // Where the result is 0, l may be anything.
  const error = v128.and(l, f64x2.lt(f64x2.abs(l), constant(14)));
  d = f64x2.pmax(d, constant(15));
  const t = f64x2.add(f64x2.mul(d, constant(0)), constant(1));
  const n = f64x2.sub(t, constant(1));
  const u = f64x2.sub(d, f64x2.mul(n, constant(2)));
  const v = f64x2.sub(f64x2.mul(n, constant(3)), error);
  const r = f64x2.sub(u, v);
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const low = plusProduct(linear(4, r, 5), r2, linear(6, r, 7));
  const middle = plusProduct(linear(8, r, 9), r2, linear(10, r, 11));
  const P = plusProduct(low, r4, plusProduct(middle, r4, linear(12, r, 13)));
  const e = f64x2.add(constant(14), f64x2.add(u, f64x2.sub(f64x2.mul(r2, P), v)));
  return f64x2.mul(f64x2.mul(e, i64x2.shl(t, 52)), constant(16));
}

/** Column k of both rows. */
@inline
function both(a: usize, b: usize, k: usize): v128 {
  return v128.load64_lane(b + (k << 3), v128.load64_zero(a + (k << 3)), 1);
}

/**
 * Columns of two rows become e^((z - M) / T); gives the sums of those beside `place`. `isTempered` is a constant: without it T
 * is 1.
 */
@inline
function exps(a: usize, b: usize, n: usize, M: v128, place: v128, T: v128, isTempered: bool): v128 {
  const minusM = f64x2.neg(M);
  const upper = upperHalf(T);
  const lower = f64x2.sub(T, upper);
  let sum = f64x2.splat(0);
  let lost = sum;
  let column = sum;
  for (let k: usize = 0; k < n; k++) {
    const z = both(a, b, k);
    let d = f64x2.add(z, minusM);
    let l = sumError(z, minusM, d);
    if (isTempered) {
      const difference = d;
      d = f64x2.div(difference, T);
      const product = f64x2.mul(d, T);
      const rest = f64x2.sub(f64x2.sub(difference, product), productError(upper, lower, d, product));
      l = f64x2.div(f64x2.add(l, rest), T);
    }
    const e = exp2(d, l);
    v128.store64_lane(a + (k << 3), e, 0);
    v128.store64_lane(b + (k << 3), e, 1);
    const term = v128.andnot(e, f64x2.eq(column, place));
    const next = f64x2.add(sum, term);
    lost = f64x2.add(lost, sumError(sum, term, next));
    sum = next;
    column = f64x2.add(column, constant(14));
  }
  return f64x2.add(sum, lost);
}

/**
 * `rows` rows of n float64 logits at z become e^((z - M) / T), that of M itself 1; M's place, the first of equals, goes to
 * `argmax` (float64), the sum of the others to `others`. Both have room for an even number of rows.
 */
export function softmaxRows(z: usize, rows: usize, n: usize, T: f64, argmax: usize, others: usize): void {
  const one = constant(14);
  const temperature = f64x2.splat(T);
  for (let r: usize = 0; r < rows; r += 2, argmax += 16, others += 16) {
    const a = z + ((r * n) << 3);
    const b = r + 1 < rows ? a + (n << 3) : a;
    let M = both(a, b, 0);
    let place = f64x2.splat(0);
    let column = place;
    for (let k: usize = 1; k < n; k++) {
      const x = both(a, b, k);
      column = f64x2.add(column, one);
      place = v128.bitselect(column, place, f64x2.gt(x, M));
      M = f64x2.pmax(M, x);
    }
    v128.store(argmax, place);
    const sums =
      T === 1 ? exps(a, b, n, M, place, temperature, false) : exps(a, b, n, M, place, temperature, true);
    v128.store(others, sums);
    store<f64>(a + (<usize>f64x2.extract_lane(place, 0) << 3), 1);
    store<f64>(b + (<usize>f64x2.extract_lane(place, 1) << 3), 1);
  }
}
