// The log loss of one float32 probability p a row, its target 0 or 1. With u = p for a yes and 1 - p for a no, u = 2^e m, m from
// sqrt(1/2) to sqrt(2), and f = m - 1:
//
//   loss = -(e ln 2 + log(1 + f))
//
// as log.ts has it, within 2 units in the last place of float32. f is exact also of a no, whose 1 - p may have no float32: with
// t = 2^-e it is (t - 1) - p t.

import { exponentOf, inversePowerOf, logOf } from "./log";

// Constants are loaded, as in exp.ts.
const TABLE: usize = memory.data<f32>(
  [
    1.0, // 0
    1.1754943508222875e-38, // 1: 2^-126, below which the bits say another thing
    NaN, // 2
  ],
  16,
);

@inline
function constant(i: usize): v128 {
  return v128.load32_splat(TABLE + (i << 2));
}

/**
 * The losses (float64) of `rows` probabilities at p, their targets, a byte each, at `targets`; up to three more are read, and as
 * many losses written. The loss of a u below 2^-126 is NaN: it is left to the caller. False: a p is not from 0 to 1, or a target
 * neither 0 nor 1.
 */
export function logLosses(p: usize, targets: usize, rows: usize, losses: usize): bool {
  const zero = f32x4.splat(0);
  let odd = zero;
  for (let r: usize = 0; r < rows; r += 4) {
    const stated = v128.load(p + (r << 2));
    const target = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(targets + r)));
    const one = constant(0);
    const isYes = i32x4.ne(target, zero);
    const isGood = v128.and(f32x4.ge(stated, zero), f32x4.le(stated, one));
    let isOdd = v128.or(v128.not(isGood), i32x4.shr_u(target, 1));
    if (rows - r < 4) isOdd = v128.and(isOdd, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>(rows - r))));
    odd = v128.or(odd, isOdd);

    const u = v128.bitselect(stated, f32x4.sub(one, stated), isYes);
    const e = exponentOf(u);
    const t = inversePowerOf(e);
    const scaled = f32x4.mul(stated, t);
    const f = v128.bitselect(f32x4.sub(scaled, one), f32x4.sub(f32x4.sub(t, one), scaled), isYes);
    const log = logOf(e, f);
    const loss = v128.bitselect(f32x4.sub(zero, log), constant(2), f32x4.ge(u, constant(1)));

    const to = losses + (r << 3);
    v128.store(to, f64x2.promote_low_f32x4(loss));
    v128.store(to, f64x2.promote_low_f32x4(i64x2.shuffle(loss, loss, 1, 0)), 16);
  }
  return !v128.any_true(odd);
}
