// Sigmoid cross-entropy of one float32 logit a row, its target 0 or 1. With t = e^-|z|
//
//   loss     (|z| where the sign of z is the wrong one, else 0) + log(1 + t), a float32 number
//   gradient sigmoid(z) - target: of size 1 / (1 + t) where the sign is the wrong one, else t / (1 + t); never a difference

import { exp4, lowestOf, magicOf } from "./exp";
import { log1p2 } from "./row-losses";

/** A right sign with more than this size is left to the caller: its loss is below 1e-26. */
const SURE: f32 = 59;

/** `rows` logits at z, which become their gradient; up to three more are read and written. False: a row is left to the caller. */
export function sigmoidRows(z: usize, targets: usize, rows: usize, losses: usize): bool {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const sure = f32x4.splat(SURE);
  const lowest = lowestOf(zero);
  const magic = magicOf(zero);
  let odd = zero;
  for (let r: usize = 0; r < rows; r += 4) {
    const at = z + (r << 2);
    const x = v128.load(at);
    const size = f32x4.abs(x);
    const yes = i32x4.ne(v128.load(targets + (r << 2)), zero);
    const isWrong = v128.xor(f32x4.ge(x, zero), yes);
    const t = exp4(f32x4.neg(size), lowest, magic);
    const by = f32x4.div(one, f32x4.add(one, t));
    const share = v128.bitselect(by, f32x4.mul(t, by), isWrong);
    v128.store(at, f32x4.mul(share, v128.bitselect(f32x4.splat(-1), one, yes)));
    // Right and sure, or no number.
    let isOdd = v128.or(v128.andnot(f32x4.gt(size, sure), isWrong), f32x4.ne(x, x));
    isOdd = v128.or(isOdd, f32x4.eq(size, f32x4.splat(Infinity)));
    if (rows - r < 4) isOdd = v128.and(isOdd, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>(rows - r))));
    odd = v128.or(odd, isOdd);
    const excess = v128.and(size, isWrong);
    const low = f64x2.add(f64x2.promote_low_f32x4(excess), log1p2(f64x2.promote_low_f32x4(t)));
    const high = f64x2.add(
      f64x2.promote_low_f32x4(i64x2.shuffle(excess, excess, 1, 0)),
      log1p2(f64x2.promote_low_f32x4(i64x2.shuffle(t, t, 1, 0))),
    );
    const to = losses + (r << 3);
    v128.store(to, f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(low)));
    v128.store(to, f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(high)), 16);
  }
  return !v128.any_true(odd);
}
