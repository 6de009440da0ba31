// The log loss of one float32 probability p a row, its target 0 or 1. With u = p for a yes and 1 - p for a no, u = 2^e m, m from
// sqrt(1/2) to sqrt(2), and f = m - 1:
//
//   loss = -(e ln 2 + log(1 + f))
//
// as log.ts has it, within 2 units in the last place of float32. f is exact also of a no, whose 1 - p may have no float32: with
// t = 2^-e and b = 1 it is (b t - 1) - p t. That of a yes is the same with b = 0 and -p for p.
//
// The loop asks nothing of p: what is no probability, or makes a u below 2^-126, has a loss that is negative, NaN, or 87 or more, and
// so has the block's largest, its bits taken for a whole number. Only such a block is looked at row by row.

import { tailOf } from "./log";
import { ADDED, BYTES, lossSums, MOST, sumsWithin } from "./loss-sums";

// Constants are loaded, as in exp.ts.
const TABLE: usize = memory.data<f32>(
  [
    1.0, // 0
    8.262941264547408e-8, // 1: ln 2, upper part, 2^-23 times
    1.7030319754245127e-13, // 2: its lower part
  ],
  16,
);
const BITS: usize = memory.data<u32>(
  [
    0x3f803f80, // 0: the upper half of 1, twice
    0x3f800000, // 1: 1
    0x3f800000 - 0x3f3504f3, // 2: 1 less sqrt(1/2)
    0xff800000, // 3: all but the fraction
    0x7f000000, // 4: twice those of 1
    1, // 5
  ],
  16,
);
/** 2^-126: below it the bits say another thing. */
const LEAST: f32 = 1.1754943508222875e-38;
/** Less than -log LEAST. */
const SUSPECT: f32 = 87;

@inline
function constant(i: usize): v128 {
  return v128.load32_splat(TABLE + (i << 2));
}
@inline
function bits(i: usize): v128 {
  return v128.load32_splat(BITS + (i << 2));
}

/** The losses of four p, of b = 0 for a yes and 1 for a no. */
@inline
function lossOf(p: v128, b: v128): v128 {
  // The lowest bit of 1 that is not 0 becomes the sign.
  const signed = v128.xor(p, i32x4.shl(b, 8));
  // The bits of 2^e.
  const power = v128.and(i32x4.add(f32x4.add(b, signed), bits(2)), bits(3));
  const t = i32x4.sub(bits(4), power);
  const f = f32x4.add(f32x4.sub(f32x4.mul(b, t), constant(0)), f32x4.mul(signed, t));
  // -e, 2^23 times.
  const n = f32x4.convert_i32x4_s(i32x4.sub(bits(1), power));
  const rest = f32x4.sub(tailOf(f), f32x4.mul(n, constant(2)));
  return f32x4.sub(f32x4.mul(n, constant(1)), f32x4.add(f, rest));
}

@inline
function storeLosses(to: usize, loss: v128): void {
  v128.store(to, f64x2.promote_low_f32x4(loss));
  v128.store(to, f64x2.promote_low_f32x4(i64x2.shuffle(loss, loss, 1, 0)), 16);
}

@inline
function largestOf(a: v128): u32 {
  const pairs = i32x4.max_u(a, i32x4.shuffle(a, a, 2, 3, 0, 1));
  return max<u32>(i32x4.extract_lane(pairs, 0), i32x4.extract_lane(pairs, 1));
}

/**
 * The losses (float64) of `rows` probabilities at p, their targets, a byte each, at `targets`; and for every 1024 of them the sums, as
 * loss-sums.ts has them. Where rows are no multiple of eight, eight p and targets more are overwritten, and up to seven losses. The
 * loss of a u below 2^-126 is NaN: it is left to the caller. NaN in place of how many were added: a p is not from 0 to 1, or a target
 * neither 0 nor 1.
 */
export function logLosses(p: usize, targets: usize, rows: usize, losses: usize, sums: usize): void {
  if ((rows & 7) !== 0) {
    v128.store(p + (rows << 2), f32x4.splat(0));
    v128.store(p + (rows << 2), f32x4.splat(0), 16);
    store<u64>(targets + rows, 0);
  }
  for (let first: usize = 0; first < rows; first += MOST) {
    blockLosses(p + (first << 2), targets + first, min<usize>(MOST, rows - first), losses + (first << 3), sums);
    sums += BYTES;
  }
}

function blockLosses(p: usize, targets: usize, rows: usize, losses: usize, sums: usize): void {
  const zero = f32x4.splat(0);
  let seen: u64 = 0;
  let most = zero;
  let least = i32x4.splat(-1);
  for (let r: usize = 0; r < rows; r += 8) {
    seen |= load<u64>(targets + r);
    const half = v128.and(i16x8.eq(v128.load8x8_u(targets + r), zero), bits(0));
    const loss = lossOf(v128.load(p + (r << 2)), i16x8.shuffle(zero, half, 0, 8, 1, 9, 2, 10, 3, 11));
    const next = lossOf(v128.load(p + (r << 2), 16), i16x8.shuffle(zero, half, 4, 12, 5, 13, 6, 14, 7, 15));
    most = i32x4.max_u(most, i32x4.max_u(loss, next));
    // Less 1, 0 is the largest.
    least = i32x4.min_u(least, i32x4.min_u(i32x4.sub(loss, bits(5)), i32x4.sub(next, bits(5))));
    storeLosses(losses + (r << 3), loss);
    storeLosses(losses + (r << 3) + 32, next);
  }
  const largest = largestOf(most);
  const smallest = ~largestOf(v128.not(least));
  if ((seen & ~0x0101010101010101) !== 0) store<f64>(sums, NaN, ADDED);
  else if (largest < reinterpret<u32>(SUSPECT)) {
    sumsWithin(losses, rows, sums, reinterpret<f32>(largest), reinterpret<f32>(smallest));
  } else if (leaveSmall(p, targets, rows, losses)) lossSums(losses, rows, sums);
  else store<f64>(sums, NaN, ADDED);
}

/** Makes losses of a u below 2^-126 NaN; false when a p is not from 0 to 1. */
function leaveSmall(p: usize, targets: usize, rows: usize, losses: usize): bool {
  for (let r: usize = 0; r < rows; r++) {
    const stated = load<f32>(p + (r << 2));
    if (!(stated >= 0 && stated <= 1)) return false;
    const u: f32 = load<u8>(targets + r) !== 0 ? stated : 1 - stated;
    if (u < LEAST) store<f64>(losses + (r << 3), NaN);
  }
  return true;
}
