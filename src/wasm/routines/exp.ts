// e^d of four float32, at most 1 ulp off the exact value for results that are not denormal.
//
//   e^d = 2^n e^r,   n = round(d log2 e),   r = d - n ln 2 in two parts (Cody and Waite),   e^r by a polynomial of degree 6
//
// Why it looks like this:
// - Constants are loaded: v128.load32_splat is one instruction, a v128 literal in a loop is built again at every turn.
// - MAGIC is 1.5 * 2^23 + 127. Adding it rounds to a whole number n and leaves n + 127 in the low bits: one shift makes 2^n.
// - 2^n is multiplied in, not added to the exponent: for n = -127 the factor is exactly 0, so -Infinity gives 0 at no cost.
// - The polynomial is in Estrin's order: as many operations as Horner's, but chains of 8, not of 12.

import { madd, nmadd } from "./madd";

const TABLE: usize = memory.data<f32>(
  [
    1.4426950408889634, // 0: log2 e
    12583039.0, // 1: MAGIC
    0.693359375, // 2: ln 2, upper part: n times it is exact for |n| < 2^15
    -2.12194440e-4, // 3: ln 2, lower part
    1.0, // 4: c0, c1
    0.4999999403953552, // 5: c2
    0.1666652113199234, // 6: c3
    0.04166838899254799, // 7: c4
    0.0083687175065279, // 8: c5
    0.0013814597623422742, // 9: c6
    0.6931471805599453, // 10: ln 2
    88.0, // 11: e^-88 is the least that does not become 0
    -104.0, // 12: e^-104 rounds to 0
    89.0, // 13: e^89 to Infinity
    12582912.0, // 14: 1.5 * 2^23
  ],
  16,
);

/** Constant `i` of the table, in all four lanes. */
@inline
function constant(i: usize): v128 {
  return v128.load32_splat(TABLE + (i << 2));
}

/**
 * Where a row's exponentials are measured from: N ln 2 with a whole number N near (largest logit) / ln 2. Measured from
 * there and not from the largest logit itself, the subtraction costs nothing (it goes into MAGIC) and is exact.
 */
@inline
export function powerOf(largest: v128): v128 {
  return f32x4.nearest(f32x4.mul(largest, constant(0)));
}

/** What `exp4` wants of N: MAGIC - N. */
@inline
export function magicOf(N: v128): v128 {
  return f32x4.sub(constant(1), N);
}

/** What `exp4` wants of N: N ln 2 - 88, below which everything is 0. */
@inline
export function lowestOf(N: v128): v128 {
  return f32x4.sub(f32x4.mul(N, constant(10)), constant(11));
}

/** e^(x - N ln 2). A NaN stays one; -Infinity gives 0. */
@inline
export function exp4(x: v128, lowest: v128, magic: v128): v128 {
  const d = f32x4.pmax(x, lowest);
  const t = madd(d, constant(0), magic);
  const n = f32x4.sub(t, magic);
  return powerOfTwoTimes(t, nmadd(n, constant(2), d), f32x4.mul(n, constant(3)));
}

/** 2^n e^(upper - lower), n as MAGIC leaves it in the low bits of t. */
@inline
export function powerOfTwoTimes(t: v128, upper: v128, lower: v128): v128 {
  const r = f32x4.sub(upper, lower);
  const rr = f32x4.mul(r, r);
  const high = madd(rr, constant(9), madd(r, constant(8), constant(7)));
  const low = madd(r, constant(6), constant(5));
  const tail = f32x4.sub(f32x4.mul(rr, madd(rr, high, low)), lower);
  const p = f32x4.add(f32x4.add(upper, tail), constant(4));
  return f32x4.mul(p, i32x4.shl(t, 23));
}

/** Four of `exp4` side by side, stored at `to`; gives their sum. The processor overlaps the four chains. */
@inline
export function expOf16(x: usize, to: usize, lowest: v128, magic: v128): v128 {
  let d0 = f32x4.pmax(v128.load(x), lowest);
  let d1 = f32x4.pmax(v128.load(x, 16), lowest);
  let d2 = f32x4.pmax(v128.load(x, 32), lowest);
  let d3 = f32x4.pmax(v128.load(x, 48), lowest);
  let c = constant(0);
  let t0 = madd(d0, c, magic);
  let t1 = madd(d1, c, magic);
  let t2 = madd(d2, c, magic);
  let t3 = madd(d3, c, magic);
  const n0 = f32x4.sub(t0, magic);
  const n1 = f32x4.sub(t1, magic);
  const n2 = f32x4.sub(t2, magic);
  const n3 = f32x4.sub(t3, magic);
  t0 = i32x4.shl(t0, 23);
  t1 = i32x4.shl(t1, 23);
  t2 = i32x4.shl(t2, 23);
  t3 = i32x4.shl(t3, 23);
  c = constant(2);
  d0 = nmadd(n0, c, d0);
  d1 = nmadd(n1, c, d1);
  d2 = nmadd(n2, c, d2);
  d3 = nmadd(n3, c, d3);
  c = constant(3);
  const l0 = f32x4.mul(n0, c);
  const l1 = f32x4.mul(n1, c);
  const l2 = f32x4.mul(n2, c);
  const l3 = f32x4.mul(n3, c);
  let r0 = f32x4.sub(d0, l0);
  let r1 = f32x4.sub(d1, l1);
  let r2 = f32x4.sub(d2, l2);
  let r3 = f32x4.sub(d3, l3);
  c = constant(8);
  const c4 = constant(7);
  let p0 = madd(r0, c, c4);
  let p1 = madd(r1, c, c4);
  let p2 = madd(r2, c, c4);
  let p3 = madd(r3, c, c4);
  c = constant(6);
  const c2 = constant(5);
  const q0 = madd(r0, c, c2);
  const q1 = madd(r1, c, c2);
  const q2 = madd(r2, c, c2);
  const q3 = madd(r3, c, c2);
  r0 = f32x4.mul(r0, r0);
  r1 = f32x4.mul(r1, r1);
  r2 = f32x4.mul(r2, r2);
  r3 = f32x4.mul(r3, r3);
  c = constant(9);
  p0 = madd(r0, madd(r0, c, p0), q0);
  p1 = madd(r1, madd(r1, c, p1), q1);
  p2 = madd(r2, madd(r2, c, p2), q2);
  p3 = madd(r3, madd(r3, c, p3), q3);
  c = constant(4);
  p0 = f32x4.mul(f32x4.add(f32x4.add(d0, f32x4.sub(f32x4.mul(r0, p0), l0)), c), t0);
  p1 = f32x4.mul(f32x4.add(f32x4.add(d1, f32x4.sub(f32x4.mul(r1, p1), l1)), c), t1);
  p2 = f32x4.mul(f32x4.add(f32x4.add(d2, f32x4.sub(f32x4.mul(r2, p2), l2)), c), t2);
  p3 = f32x4.mul(f32x4.add(f32x4.add(d3, f32x4.sub(f32x4.mul(r3, p3), l3)), c), t3);
  v128.store(to, p0);
  v128.store(to, p1, 16);
  v128.store(to, p2, 32);
  v128.store(to, p3, 48);
  return f32x4.add(f32x4.add(p0, p1), f32x4.add(p2, p3));
}

/** In place: e^x of n numbers, also where it is denormal. Up to three numbers more are read and written. */
export function exp(z: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 4, z += 16) {
    const x = f32x4.pmin(f32x4.pmax(v128.load(z), constant(12)), constant(13));
    const power = f32x4.sub(madd(x, constant(0), constant(14)), constant(14));
    const upper = nmadd(power, constant(2), x);
    const lower = f32x4.mul(power, constant(3));
    // 2^n in two factors, neither of which is denormal.
    const whole = i32x4.trunc_sat_f32x4_s(power);
    const half = i32x4.shr_s(whole, 1);
    const first = i32x4.add(half, i32x4.splat(127));
    const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), i32x4.splat(127)), 23);
    v128.store(z, f32x4.mul(powerOfTwoTimes(first, upper, lower), second));
  }
}
