// The exponentials of rows of 16 classes or more, one row at a time. While they are computed the largest logit of the next row is
// found, so that the next row comes from memory meanwhile: 1.14 in place of 1.84 ns a logit at 4096 x 1000.
//
// The results are e^(z_k - N ln 2), 0 for the target; they may be written where the logits are. The block (block.ts) gets N, Z, E
// and S. Of the logits those of the targets are overwritten: see `restoreTargets`.

import { E, INVERSE, N, S, SHARE, Z } from "./block";
import { expOf16, exp4, lowestOf, magicOf, powerOf } from "./exp";

@inline
function largestLane(v: v128): f32 {
  v = f32x4.pmax(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
  v = f32x4.pmax(v, i32x4.shuffle(v, v, 1, 0, 3, 2));
  return f32x4.extract_lane(v, 0);
}

/** In each lane the largest of four numbers; of 16 in all. */
@inline
function largestLanes(z: usize): v128 {
  const left = f32x4.pmax(v128.load(z), v128.load(z, 16));
  return f32x4.pmax(left, f32x4.pmax(v128.load(z, 32), v128.load(z, 48)));
}

/** The largest of n >= 16 numbers. The last block overlaps the one before: a maximum does not mind seeing a number twice. */
function largestOf(z: usize, n: usize): f32 {
  const last = z + ((n - 16) << 2);
  let a = v128.load(last);
  let b = v128.load(last, 16);
  let c = v128.load(last, 32);
  let d = v128.load(last, 48);
  for (; z < last; z += 64) {
    a = f32x4.pmax(a, v128.load(z));
    b = f32x4.pmax(b, v128.load(z, 16));
    c = f32x4.pmax(c, v128.load(z, 32));
    d = f32x4.pmax(d, v128.load(z, 48));
  }
  return largestLane(f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)));
}

/** The largest of the n numbers that `exps` was told to look at. */
let nextLargest: f32 = 0;

/**
 * e^(z_k - N ln 2) of n numbers, written at `to`; gives their sum. Looks for the largest of n numbers at `next` meanwhile. `spare`
 * is 16 bytes of scratch.
 */
function exps(z: usize, to: usize, n: usize, lowest: v128, magic: v128, next: usize, spare: usize): f64 {
  let sum = f64x2.splat(0);
  let left = n;
  let largest = largestLanes(next + ((n - 16) << 2));
  for (; left >= 16; left -= 16, z += 64, to += 64, next += 64) {
    sum = added(sum, expOf16(z, to, lowest, magic));
    largest = f32x4.pmax(largest, largestLanes(next));
  }
  nextLargest = largestLane(largest);
  for (; left >= 4; left -= 4, z += 16, to += 16) {
    const e = exp4(v128.load(z), lowest, magic);
    v128.store(to, e);
    sum = added(sum, e);
  }
  if (left > 0) {
    // The last one to three, the other lanes fed with -Infinity.
    v128.store(spare, f32x4.splat(-Infinity));
    memory.copy(spare, z, left << 2);
    const e = exp4(v128.load(spare), lowest, magic);
    v128.store(spare, e);
    memory.copy(to, spare, left << 2);
    sum = added(sum, e);
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Two float64 sums, and four float32 more. */
@inline
function added(sum: v128, e: v128): v128 {
  const halves = f64x2.add(f64x2.promote_low_f32x4(e), f64x2.promote_low_f32x4(i64x2.shuffle(e, e, 1, 0)));
  return f64x2.add(sum, halves);
}

/** `rows` rows of n >= 16 logits at z, their targets (int32) at `targets`; the exponentials go to `to`. */
export function wideExps(z: usize, to: usize, targets: usize, rows: usize, n: usize, block: usize): void {
  let zTarget = takeTarget(z, targets);
  let largest = largestOf(z, n);
  for (let r: usize = 0; r < rows; r++, z += n << 2, to += n << 2, targets += 4) {
    const power = powerOf(f32x4.splat(max<f32>(largest, zTarget)));
    const lowest = lowestOf(power);
    const magic = magicOf(power);
    const isLast = r + 1 === rows;
    const next = isLast ? z : z + (n << 2);
    const nextTarget = isLast ? <f32>0 : takeTarget(next, targets + 4);
    // INVERSE is not written yet: it serves as scratch.
    const sum = exps(z, to, n, lowest, magic, next, block + INVERSE);
    store<f32>(block + (r << 2), f32x4.extract_lane(power, 0), N);
    store<f32>(block + (r << 2), zTarget, Z);
    store<f32>(block + (r << 2), f32x4.extract_lane(exp4(f32x4.splat(zTarget), lowest, magic), 0), E);
    store<f64>(block + (r << 3), sum, S);
    zTarget = nextTarget;
    largest = nextLargest;
  }
}

/** The logit of a row's target, in whose place -Infinity is put: its exponential is not in the sum. */
@inline
function takeTarget(z: usize, target: usize): f32 {
  const at = z + (<usize>load<i32>(target) << 2);
  const zTarget = load<f32>(at);
  store<f32>(at, -Infinity);
  return zTarget;
}

/** Puts the logits of the targets back, for rows that are not the routines' own copy. */
export function restoreTargets(z: usize, targets: usize, rows: usize, n: usize, block: usize): void {
  for (let r: usize = 0; r < rows; r++, z += n << 2) {
    store<f32>(z + (<usize>load<i32>(targets + (r << 2)) << 2), load<f32>(block + (r << 2), Z));
  }
}

/** In place: exponentials become w (p_k - t_k), t the one-hot of the target. `weights` has a float64 w for each row. */
export function wideGradients(g: usize, targets: usize, rows: usize, n: usize, block: usize, weights: usize): void {
  for (let r: usize = 0; r < rows; r++) {
    const w = load<f64>(weights + (r << 3));
    const by: f32 = <f32>(w * load<f64>(block + (r << 3), INVERSE));
    const target = g + (<usize>load<i32>(targets + (r << 2)) << 2);
    const b = f32x4.splat(by);
    let left = n;
    for (; left >= 16; left -= 16, g += 64) {
      v128.store(g, f32x4.mul(v128.load(g), b));
      v128.store(g, f32x4.mul(v128.load(g, 16), b), 16);
      v128.store(g, f32x4.mul(v128.load(g, 32), b), 32);
      v128.store(g, f32x4.mul(v128.load(g, 48), b), 48);
    }
    for (; left > 0; left--, g += 4) store<f32>(g, load<f32>(g) * by);
    store<f32>(target, <f32>(-w * load<f64>(block + (r << 3), SHARE)));
  }
}
