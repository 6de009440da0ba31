// The exponentials of rows of 2 to 32 classes, four rows at a time.
//
// Four rows are transposed, so that a vector holds one class of four rows: every lane works, and nothing is summed across
// lanes. Layout of the columns: K vectors of 16 bytes for each group of four rows, one group after the other. As in
// wide-rows.ts they become e^(z_k - N ln 2), 0 for the target, and the block gets N, Z, E and S.
//
// Three short loops over all groups instead of one over each group: the chain maximum -> exp -> sum of one group is about
// 100 cycles long, and only independent groups overlap.

import { E, INVERSE, N, S, SHARE, Z } from "./block";
import { exp4, expOf16, lowestOf, magicOf, powerOf } from "./exp";
import { lowerHalves, lowerPairs, upperHalves, upperPairs } from "./transpose";

/**
 * The rows of a block, K logits each, at z, their targets (int32) at `targets`. A last group of fewer than four rows reads
 * and writes what is behind them: z and `columns` have room for whole groups. The logits of the targets are overwritten: see
 * `restoreTargets` of wide-rows.ts.
 */
export function narrowExps(z: usize, targets: usize, rows: usize, K: usize, columns: usize, block: usize): void {
  const groups = (rows + 3) >> 2;
  for (let r: usize = 0, row = z; r < rows; r++, row += K << 2) {
    const target = row + (<usize>load<i32>(targets + (r << 2)) << 2);
    store<f32>(block + (r << 2), load<f32>(target), Z);
    store<f32>(target, -Infinity);
  }
  transpose(z, groups, K, columns, block);
  let column = columns;
  for (let g: usize = 0; g < groups; g++, block += 16) {
    const power = v128.load(block, N);
    const lowest = lowestOf(power);
    const magic = magicOf(power);
    const end = column + (K << 4);
    let sum01 = f64x2.splat(0);
    let sum23 = sum01;
    for (; column + 64 <= end; column += 64) {
      expOf16(column, column, lowest, magic);
      const a = v128.load(column);
      const b = v128.load(column, 16);
      const c = v128.load(column, 32);
      const d = v128.load(column, 48);
      const ab01 = f64x2.add(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b));
      const cd01 = f64x2.add(f64x2.promote_low_f32x4(c), f64x2.promote_low_f32x4(d));
      sum01 = f64x2.add(sum01, f64x2.add(ab01, cd01));
      const ab23 = f64x2.add(f64x2.promote_low_f32x4(upperHalves(a, a)), f64x2.promote_low_f32x4(upperHalves(b, b)));
      const cd23 = f64x2.add(f64x2.promote_low_f32x4(upperHalves(c, c)), f64x2.promote_low_f32x4(upperHalves(d, d)));
      sum23 = f64x2.add(sum23, f64x2.add(ab23, cd23));
    }
    for (; column < end; column += 16) {
      const e = exp4(v128.load(column), lowest, magic);
      v128.store(column, e);
      sum01 = f64x2.add(sum01, f64x2.promote_low_f32x4(e));
      sum23 = f64x2.add(sum23, f64x2.promote_low_f32x4(upperHalves(e, e)));
    }
    v128.store(block, exp4(v128.load(block, Z), lowest, magic), E);
    const s = block + (g << 4);
    v128.store(s, sum01, S);
    v128.store(s, sum23, S + 16);
  }
}

/** Columns of all groups, and N of their rows. */
function transpose(z: usize, groups: usize, K: usize, columns: usize, block: usize): void {
  const row = K << 2;
  for (let g: usize = 0; g < groups; g++, z += row << 2, columns += K << 4, block += 16) {
    const largest = K < 4 ? fewColumns(columns, z, row) : manyColumns(columns, z, row);
    v128.store(block, powerOf(f32x4.pmax(largest, v128.load(block, Z))), N);
  }
}

/** The columns of four rows of four numbers or more, and the largest number of each row. */
@inline
function manyColumns(columns: usize, z: usize, row: usize): v128 {
  const last = row - 16;
  const z1 = z + row;
  const z2 = z1 + row;
  const z3 = z2 + row;
  let largest = f32x4.splat(-Infinity);
  let at: usize = 0;
  while (true) {
    const a = v128.load(z + at);
    const b = v128.load(z1 + at);
    const c = v128.load(z2 + at);
    const d = v128.load(z3 + at);
    const ab = lowerPairs(a, b);
    const AB = upperPairs(a, b);
    const cd = lowerPairs(c, d);
    const CD = upperPairs(c, d);
    const p = lowerHalves(ab, cd);
    const q = upperHalves(ab, cd);
    const r = lowerHalves(AB, CD);
    const s = upperHalves(AB, CD);
    const column = columns + (at << 2);
    v128.store(column, p);
    v128.store(column, q, 16);
    v128.store(column, r, 32);
    v128.store(column, s, 48);
    largest = f32x4.pmax(largest, f32x4.pmax(f32x4.pmax(p, q), f32x4.pmax(r, s)));
    if (at == last) return largest;
    // The last block overlaps: any K of 4 or more is whole.
    at = min<usize>(at + 16, last);
  }
}

/** The same of two or three numbers: what is read behind them is not used. */
@inline
function fewColumns(columns: usize, z: usize, row: usize): v128 {
  const a = v128.load(z);
  const b = v128.load(z + row);
  const c = v128.load(z + (row << 1));
  const d = v128.load(z + 3 * row);
  const p = lowerHalves(lowerPairs(a, b), lowerPairs(c, d));
  const q = upperHalves(lowerPairs(a, b), lowerPairs(c, d));
  v128.store(columns, p);
  v128.store(columns, q, 16);
  if (row == 8) return f32x4.pmax(p, q);
  const r = lowerHalves(upperPairs(a, b), upperPairs(c, d));
  v128.store(columns, r, 32);
  return f32x4.pmax(f32x4.pmax(p, q), r);
}

/** The gradients of the rows, back from the columns: as `wideGradients`. */
export function narrowGradients(
  g: usize,
  targets: usize,
  rows: usize,
  K: usize,
  columns: usize,
  block: usize,
  weights: usize,
): void {
  const row = K << 2;
  const groups = (rows + 3) >> 2;
  let to = g;
  for (let i: usize = 0; i < groups; i++, to += row << 2, columns += K << 4) {
    const at = i << 5;
    const by01 = f64x2.mul(v128.load(weights + at), v128.load(block + at, INVERSE));
    const by23 = f64x2.mul(v128.load(weights + at, 16), v128.load(block + at, INVERSE + 16));
    const by = lowerHalves(f32x4.demote_f64x2_zero(by01), f32x4.demote_f64x2_zero(by23));
    if (K < 4) fewBack(to, columns, row, by);
    else manyBack(to, columns, row, by);
  }
  for (let r: usize = 0; r < rows; r++, g += row) {
    const target = g + (<usize>load<i32>(targets + (r << 2)) << 2);
    store<f32>(target, <f32>(-load<f64>(weights + (r << 3)) * load<f64>(block + (r << 3), SHARE)));
  }
}

/** Four columns or more of four rows, each times its factor, as rows. */
@inline
function manyBack(to: usize, columns: usize, row: usize, by: v128): void {
  const last = row - 16;
  const to1 = to + row;
  const to2 = to1 + row;
  const to3 = to2 + row;
  let at: usize = 0;
  while (true) {
    const column = columns + (at << 2);
    const a = f32x4.mul(v128.load(column), by);
    const b = f32x4.mul(v128.load(column, 16), by);
    const c = f32x4.mul(v128.load(column, 32), by);
    const d = f32x4.mul(v128.load(column, 48), by);
    const ab = lowerPairs(a, b);
    const AB = upperPairs(a, b);
    const cd = lowerPairs(c, d);
    const CD = upperPairs(c, d);
    v128.store(to + at, lowerHalves(ab, cd));
    v128.store(to1 + at, upperHalves(ab, cd));
    v128.store(to2 + at, lowerHalves(AB, CD));
    v128.store(to3 + at, upperHalves(AB, CD));
    if (at == last) return;
    at = min<usize>(at + 16, last);
  }
}

/** The same of two or three columns: nothing is written behind a row. */
@inline
function fewBack(to: usize, columns: usize, row: usize, by: v128): void {
  const a = f32x4.mul(v128.load(columns), by);
  const b = f32x4.mul(v128.load(columns, 16), by);
  const to1 = to + row;
  const to2 = to1 + row;
  const to3 = to2 + row;
  const lower = lowerPairs(a, b);
  const upper = upperPairs(a, b);
  v128.store64_lane(to, lower, 0);
  v128.store64_lane(to1, lower, 1);
  v128.store64_lane(to2, upper, 0);
  v128.store64_lane(to3, upper, 1);
  if (row == 8) return;
  const c = f32x4.mul(v128.load(columns, 32), by);
  v128.store32_lane(to, c, 0, 8);
  v128.store32_lane(to1, c, 1, 8);
  v128.store32_lane(to2, c, 2, 8);
  v128.store32_lane(to3, c, 3, 8);
}
