// Products of one column, or of a column and a row, such as a network with one logit makes at its end and on its way back: a tile of
// multiply.ts would have seven columns for nothing, or one turn. The sums have the same order, and so the same bits.

import { madd } from "./madd";

/**
 * c = the start value + a b, for c of `rows` numbers, or where `start` is c, c += a b. Four rows of a are side by side at every
 * turn; a step leads to the next turn, `aGroup` to the next four rows, in bytes. 16 bytes of `spare` are written.
 */
export function column(
  c: usize,
  rows: usize,
  start: usize,
  a: usize,
  aStep: usize,
  aGroup: usize,
  b: usize,
  bStep: usize,
  inner: usize,
  spare: usize,
): void {
  const end = c + (rows << 2);
  if (start != c) {
    const value = load<f32>(start);
    for (let to = c; to < end; to += 4) store<f32>(to, value);
  }
  for (; c + 64 <= end; c += 64, a += aGroup << 2) sixteen(c, a, aStep, aGroup, b, bStep, inner);
  for (; c + 16 <= end; c += 16, a += aGroup) four(c, c, a, aStep, b, bStep, inner);
  if (c == end) return;
  four(spare, c, a, aStep, b, bStep, inner);
  for (; c < end; c += 4, spare += 4) store<f32>(c, load<f32>(spare));
}

function sixteen(c: usize, a: usize, aStep: usize, aGroup: usize, b: usize, bStep: usize, inner: usize): void {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  let s2 = v128.load(c, 32);
  let s3 = v128.load(c, 48);
  for (const end = b + inner * bStep; b < end; a += aStep, b += bStep) {
    const by = v128.load32_splat(b);
    s0 = madd(v128.load(a), by, s0);
    s1 = madd(v128.load(a + aGroup), by, s1);
    s2 = madd(v128.load(a + (aGroup << 1)), by, s2);
    s3 = madd(v128.load(a + 3 * aGroup), by, s3);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
}

function four(to: usize, from: usize, a: usize, aStep: usize, b: usize, bStep: usize, inner: usize): void {
  let sum = v128.load(from);
  for (const end = b + inner * bStep; b < end; a += aStep, b += bStep) {
    sum = madd(v128.load(a), v128.load32_splat(b), sum);
  }
  v128.store(to, sum);
}

/** c = a column a of `rows` numbers times a row b of `cols`; `cStep` leads from a row of c to the next, in bytes. */
export function outer(c: usize, cStep: usize, a: usize, b: usize, rows: usize, cols: usize): void {
  const zero = f32x4.splat(0);
  const bytes = cols << 2;
  for (const end = a + (rows << 2); a < end; a += 4, c += cStep) {
    const by = v128.load32_splat(a);
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) v128.store(c + at, madd(by, v128.load(b + at), zero));
    for (; at < bytes; at += 4) store<f32>(c + at, load<f32>(a) * load<f32>(b + at) + 0);
  }
}
