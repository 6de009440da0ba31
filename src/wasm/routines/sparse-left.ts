// The product of the transposed a with a b of many zeros, which are passed over: behind a relu half of a gradient is zero.
//
// Every column of b becomes a list of its numbers that are not zero, each with the place of its row of a. A column of the
// result is the rows of a on the list, added up; 28 of its entries at a time stay in registers, seven vectors. The sums have the
// order of the other products, and a product with zero changes none of them: so they have the same bits.
//
// a is packed in blocks of 28 columns, each row of a block 112 bytes: a block stays in the first-level cache while all lists
// pass by.

import { madd } from "./madd";
import { transposeFour } from "./transpose";

/** Columns of a in a block, and bytes of its rows. */
const WIDTH: usize = 28;
const ROW: usize = 112;

/** The share of numbers that are not zero up to which the lists are worth making; and sizes below which they are not. */
const DENSE: f64 = 0.75;
const LEAST_ROWS: usize = 112;
const LEAST_COLS: usize = 16;

/** Whether b, inner x cols, has so many zeros that the product with the transposed a, inner x rows, is better done here. */
export function isWorthLists(b: usize, rows: usize, inner: usize, cols: usize): bool {
  if (rows < LEAST_ROWS || cols < LEAST_COLS) return false;
  const zero = f32x4.splat(0);
  const n = inner * cols;
  let counts = zero;
  let at: usize = 0;
  for (; at + 4 <= n; at += 4, b += 16) counts = i32x4.sub(counts, f32x4.ne(v128.load(b), zero));
  const count =
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3);
  return <f64>count < DENSE * <f64>n;
}

/** c = transposed a times b. Scratch: four rows of a block, the blocks of a, two numbers for each of b, and one a column. */
export function sparseTransposedLeft(
  c: usize,
  a: usize,
  b: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  scratch: usize,
): void {
  const blocks = scratch + 4 * ROW;
  const blockBytes = inner * ROW;
  const lists = blocks + ((rows + WIDTH - 1) / WIDTH) * blockBytes;
  const listBytes = inner << 3;
  const counts = lists + cols * listBytes;
  packBlocks(blocks, a, inner, rows);
  makeLists(lists, counts, b, inner, cols);
  for (let i: usize = 0, block = blocks; i < rows; i += WIDTH, block += blockBytes) {
    const height = min<usize>(WIDTH, rows - i);
    for (let j: usize = 0; j < cols; j++) {
      const list = lists + j * listBytes;
      addUp(scratch + (j & 3) * ROW, block, list, list + (<usize>load<u32>(counts + (j << 2)) << 3));
      const to = c + (i * cols + j) * 4;
      if ((j & 3) == 3) transposeFour(to - 12, cols << 2, scratch, ROW, 4, height);
      else if (j >= (cols & ~3)) {
        for (let k: usize = 0; k < height; k++) store<f32>(to + k * cols * 4, load<f32>(scratch + (j & 3) * ROW + (k << 2)));
      }
    }
  }
}

/** Behind the last column of the last block anything may stand: its sums are not used. */
function packBlocks(to: usize, a: usize, inner: usize, rows: usize): void {
  for (let i: usize = 0; i < rows; i += WIDTH, a += ROW) {
    const bytes = min<usize>(WIDTH, rows - i) << 2;
    for (let r: usize = 0, from = a; r < inner; r++, from += rows << 2, to += ROW) {
      let at: usize = 0;
      for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
      for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(from + at));
    }
  }
}

/** Of every column of b: where the row of a block begins, and the number, as long as there are numbers that are not zero. */
function makeLists(lists: usize, counts: usize, b: usize, inner: usize, cols: usize): void {
  for (let j: usize = 0; j < cols; j++, lists += inner << 3) {
    let to = lists;
    for (let r: usize = 0, from = b + (j << 2); r < inner; r++, from += cols << 2) {
      const number = load<f32>(from);
      store<u32>(to, <u32>(r * ROW));
      store<f32>(to, number, 4);
      to += number != 0 ? 8 : 0;
    }
    store<u32>(counts + (j << 2), <u32>((to - lists) >> 3));
  }
}

function addUp(to: usize, block: usize, list: usize, end: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  for (; list < end; list += 8) {
    const row = block + <usize>load<u32>(list);
    const by = v128.load32_splat(list, 4);
    s0 = madd(by, v128.load(row), s0);
    s1 = madd(by, v128.load(row, 16), s1);
    s2 = madd(by, v128.load(row, 32), s2);
    s3 = madd(by, v128.load(row, 48), s3);
    s4 = madd(by, v128.load(row, 64), s4);
    s5 = madd(by, v128.load(row, 80), s5);
    s6 = madd(by, v128.load(row, 96), s6);
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  v128.store(to, s6, 96);
}
