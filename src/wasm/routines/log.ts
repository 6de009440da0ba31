// Natural logarithms of float32. With u = 2^e m, m from sqrt(1/2) to sqrt(2), and f = m - 1:
//
//   log u = e ln 2 + f - f^2/2 + f^3 P(f)
//
// P of degree 7 is the minimax polynomial of (log(1 + f) - f + f^2/2) / f^3: its error is below 2^-27 of the logarithm. e times the
// upper part of ln 2 is exact.

import { madd } from "./madd";

// Constants are loaded, as in exp.ts.
const TABLE: usize = memory.data<f32>(
  [
    0.693145751953125, // 0: ln 2, upper part
    1.42860676e-6, // 1: ln 2, lower part
    0.3333333134651184, // 2: P, the lowest first
    -0.250008225440979,
    0.20001250505447388,
    -0.1662331521511078,
    0.14201273024082184,
    -0.13160189986228943,
    0.12764762341976166,
    -0.07638184726238251, // 9
    0.5, // 10
    1.0, // 11
  ],
  16,
);
/** The bits of 1 less those of sqrt(1/2); and 127. */
const BITS: usize = memory.data<i32>([0x3f800000 - 0x3f3504f3, 127], 16);
/** 2^-126: below it the bits say another thing. */
const LEAST: f32 = 1.1754943508222875e-38;

@inline
function constant(i: usize): v128 {
  return v128.load32_splat(TABLE + (i << 2));
}
@inline
function bits(i: usize): v128 {
  return v128.load32_splat(BITS + (i << 2));
}

/** e of four u of 2^-126 or more. */
@inline
function exponentOf(u: v128): v128 {
  return i32x4.sub(i32x4.shr_s(i32x4.add(u, bits(0)), 23), bits(1));
}

/** 2^-e, for e from -127 to 126. */
@inline
function inversePowerOf(e: v128): v128 {
  return i32x4.shl(i32x4.sub(bits(1), e), 23);
}

/** log(1 + f) - f. */
@inline
export function tailOf(f: v128): v128 {
  const ff = f32x4.mul(f, f);
  const low = madd(ff, madd(f, constant(5), constant(4)), madd(f, constant(3), constant(2)));
  const high = madd(ff, madd(f, constant(9), constant(8)), madd(f, constant(7), constant(6)));
  const cubic = f32x4.mul(f32x4.mul(f, ff), madd(f32x4.mul(ff, ff), high, low));
  return f32x4.sub(cubic, f32x4.mul(ff, constant(10)));
}

/** e ln 2 + log(1 + f). */
@inline
function logOf(e: v128, f: v128): v128 {
  const power = f32x4.convert_i32x4_s(e);
  const rest = f32x4.add(tailOf(f), f32x4.mul(power, constant(1)));
  return f32x4.add(f32x4.mul(power, constant(0)), f32x4.add(f, rest));
}

/** What the logarithm of u (where it is no finite number above 0) is: -Infinity of 0, NaN below, else u. */
@inline
function oddLogOf(u: v128): v128 {
  const zero = f32x4.splat(0);
  const ofZero = v128.bitselect(f32x4.splat(-Infinity), f32x4.splat(NaN), f32x4.eq(u, zero));
  return v128.bitselect(ofZero, u, f32x4.le(u, zero));
}

@inline
function isOrdinary(u: v128): v128 {
  return v128.and(f32x4.gt(u, f32x4.splat(0)), f32x4.lt(u, f32x4.splat(Infinity)));
}

/** In place: log of n numbers. Up to three numbers more are read and written. */
export function log(z: usize, n: usize): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < n; i += 4, z += 16) {
    const x = v128.load(z);
    // Denormal numbers are 2^23 times as large, and the 23 are taken from e.
    const isSmall = f32x4.lt(x, f32x4.splat(LEAST));
    const u = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, isSmall);
    const e = exponentOf(u);
    const m = i32x4.sub(u, i32x4.shl(e, 23));
    const power = i32x4.sub(e, v128.and(isSmall, i32x4.splat(23)));
    v128.store(z, v128.bitselect(logOf(power, f32x4.sub(m, one)), oddLogOf(x), isOrdinary(x)));
  }
}

/** In place: log(1 + x) of n numbers. Up to three numbers more are read and written. */
export function log1p(z: usize, n: usize): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < n; i += 4, z += 16) {
    const x = v128.load(z);
    const u = f32x4.add(one, x);
    const e = exponentOf(u);
    // 1 + x = 2^e (1 + f) without the rounding of u; of the largest numbers, whose t would be denormal, with it.
    const t = inversePowerOf(i32x4.min_s(e, i32x4.splat(126)));
    const f = f32x4.add(f32x4.sub(t, one), f32x4.mul(x, t));
    const ofLarge = f32x4.sub(i32x4.sub(u, i32x4.shl(e, 23)), one);
    const chosen = v128.bitselect(ofLarge, f, i32x4.gt_s(e, i32x4.splat(60)));
    const log = v128.bitselect(logOf(e, chosen), oddLogOf(u), isOrdinary(u));
    v128.store(z, v128.bitselect(x, log, f32x4.eq(x, f32x4.splat(0))));
  }
}
