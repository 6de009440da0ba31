// The loss of every row of a block (block.ts), two rows at a time in float64. With q = S / E and t = Z - N ln 2 it is
//
//   log(1 + q)        for q <= 1: right to the last digits also where it is tiny, since E was never added to S
//   log(S + E) - t    else
//
// S and E are made of float32 exponentials; the constants here are good for 1e-10, which does not add to their error.

import { E, INVERSE, LOSS, N, S, SHARE, Z } from "./block";
import { madd2 } from "./madd";

// Constants are loaded, as in exp.ts.
const TABLE: usize = memory.data<f64>(
  [
    1.0,
    0.6931471805599453, // 1: ln 2
    4503599627371519.0, // 2: 2^52 + 1023
    2.0, // 3: 2 / 1
    0.6666666666666666, // 4: 2 / 3
    0.4, // 5: 2 / 5
    0.2857142857142857, // 6: 2 / 7
    0.2222222222222222, // 7: 2 / 9
    0.18181818181818182, // 8: 2 / 11
    0.15384615384615385, // 9: 2 / 13
  ],
  16,
);
/** sqrt(1/2); the bits of 1 less those; those of 2^52; and of the fraction. */
const BITS: usize = memory.data<u64>([0x3fe6a09e667f3bcd, 0x00095f619980c433, 0x4330000000000000, 0x000fffffffffffff], 16);

@inline
function constant(i: usize): v128 {
  return v128.load64_splat(TABLE + (i << 3));
}
@inline
function bits(i: usize): v128 {
  return v128.load64_splat(BITS + (i << 3));
}
/** Two float32 as float64. */
@inline
function promoted(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** The natural logarithm of u >= 1/2, relatively within 1e-10: u = 2^e m, and log m = 2 artanh((m - 1) / (m + 1)). */
@inline
function log2(u: v128): v128 {
  // m lies in [sqrt(1/2), sqrt(2)).
  const shifted = i64x2.add(u, bits(1));
  const e = f64x2.sub(v128.or(i64x2.shr_u(shifted, 52), bits(2)), constant(2));
  const m = i64x2.add(v128.and(shifted, bits(3)), bits(0));
  const v = f64x2.div(f64x2.sub(m, constant(0)), f64x2.add(m, constant(0)));
  const w = f64x2.mul(v, v);
  const w2 = f64x2.mul(w, w);
  const low = madd2(w2, madd2(w, constant(6), constant(5)), madd2(w, constant(4), constant(3)));
  const high = madd2(w2, constant(9), madd2(w, constant(8), constant(7)));
  return madd2(e, constant(1), f64x2.mul(madd2(f64x2.mul(w2, w2), high, low), v));
}

/** log(1 + q) of two float64 numbers from 0 to 1, relatively within 1e-10. */
@inline
export function log1p2(q: v128): v128 {
  const one = constant(0);
  const u = f64x2.add(one, q);
  const lost = f64x2.sub(q, f64x2.sub(u, one));
  return f64x2.add(log2(u), f64x2.div(lost, u));
}

/** Beyond this the error of ln 2 in two parts, N times, is more than a tenth of a unit in the last place. */
const LARGEST_POWER: f64 = 1024;
/** Below this S could miss terms that float32 has made 0 (those under e^-88). */
const LEAST_SUM: f64 = 1e-26;

/**
 * Rounds LOSS to float32, of a row for which float32 has not the digits, or whose weight (float64) is 0, to NaN. Of one more
 * row when they are odd. Gives 1 if the loss of every row is a finite number.
 */
export function plainLosses(block: usize, rows: usize, weights: usize): bool {
  const nan = f64x2.splat(NaN);
  let all = i64x2.splat(-1);
  for (let at: usize = 0; at < rows; at += 2) {
    const to = block + (at << 3);
    const power = f64x2.abs(promoted(block + (at << 2) + N));
    const isHeld = v128.and(
      f64x2.lt(power, f64x2.splat(LARGEST_POWER)),
      f64x2.gt(v128.load(to, S), f64x2.splat(LEAST_SUM)),
    );
    const isPlain = v128.and(isHeld, f64x2.ne(v128.load(weights + (at << 3)), f64x2.splat(0)));
    const loss = v128.bitselect(f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(v128.load(to, LOSS))), nan, isPlain);
    v128.store(to, loss, LOSS);
    const isFinite = f64x2.lt(loss, f64x2.splat(Infinity));
    all = v128.and(all, at + 1 < rows ? isFinite : v128.or(isFinite, i64x2(0, -1)));
  }
  return i64x2.all_true(all);
}

/** Fills LOSS, INVERSE and SHARE of `rows` rows; of one more when they are odd. */
export function rowLosses(block: usize, rows: usize): void {
  for (let at: usize = 0; at < rows; at += 2) {
    const to = block + (at << 3);
    const from = block + (at << 2);
    const one = constant(0);
    const s = v128.load(to, S);
    const e = promoted(from + E);
    const whole = f64x2.add(s, e);
    const inverse = f64x2.div(one, whole);
    const q = f64x2.div(s, e);
    const small = f64x2.le(q, one);
    const u = v128.bitselect(f64x2.add(one, q), whole, small);
    // What rounding took from 1 + q, over 1 + q.
    const lost = f64x2.mul(f64x2.sub(q, f64x2.sub(u, one)), f64x2.mul(e, inverse));
    const t = f64x2.sub(promoted(from + Z), f64x2.mul(promoted(from + N), constant(1)));
    v128.store(to, f64x2.add(log2(u), v128.bitselect(lost, f64x2.neg(t), small)), LOSS);
    v128.store(to, inverse, INVERSE);
    v128.store(to, f64x2.mul(s, inverse), SHARE);
  }
}
