// Products of float32 matrices, by tiles of four rows and eight columns whose 32 sums stay in registers: a turn of the inner
// loop is six loads for 32 products.
//
// Every entry is added up from its start value over the inner index, from the first to the last, each product and each sum
// rounded to float32. So neither the tiles nor the blocks that a caller cuts the work into change a bit.
//
// A tile reads its left factor as four numbers side by side at every turn, and its right factor as eight. Where rows have to
// become columns for that, or the stride would keep turns far apart in memory, a factor is packed first: into groups of four
// (panels of eight), each the inner length long. That costs little beside a product that uses every number often.
//
// Matrices are row after row; sizes are in numbers, and a step, where there is one, is the bytes from a row to the next: so a
// part of the columns of a wide matrix can be read or written where it is. Behind a matrix that is read there are 32 bytes more that
// may be read.

import { column, outer } from "./column";
import { madd } from "./madd";
import { isWorthLists, sparseTransposedLeft } from "./sparse-left";
import { transposeFour } from "./transpose";

/** Bytes of a row of a tile, and of a tile. */
const TILE_ROW: usize = 32;
const TILE: usize = 128;
/** A factor of fewer bytes stays in the first-level cache however it lies. */
const SMALL: usize = 16384;

/** One tile: `to` = `from` + the products. A step leads from a row to the next, or from a turn to the next, in bytes. */
function tile(
  to: usize,
  toStep: usize,
  from: usize,
  fromStep: usize,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  inner: usize,
): void {
  let p0 = v128.load(from);
  let p1 = v128.load(from, 16);
  from += fromStep;
  let q0 = v128.load(from);
  let q1 = v128.load(from, 16);
  from += fromStep;
  let r0 = v128.load(from);
  let r1 = v128.load(from, 16);
  from += fromStep;
  let s0 = v128.load(from);
  let s1 = v128.load(from, 16);
  for (const end = b + inner * bStep; b < end; a += aStep, b += bStep) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const p = v128.load32_splat(a);
    p0 = madd(p, b0, p0);
    p1 = madd(p, b1, p1);
    const q = v128.load32_splat(a, 4);
    q0 = madd(q, b0, q0);
    q1 = madd(q, b1, q1);
    const r = v128.load32_splat(a, 8);
    r0 = madd(r, b0, r0);
    r1 = madd(r, b1, r1);
    const s = v128.load32_splat(a, 12);
    s0 = madd(s, b0, s0);
    s1 = madd(s, b1, s1);
  }
  v128.store(to, p0);
  v128.store(to, p1, 16);
  to += toStep;
  v128.store(to, q0);
  v128.store(to, q1, 16);
  to += toStep;
  v128.store(to, r0);
  v128.store(to, r1, 16);
  to += toStep;
  v128.store(to, s0);
  v128.store(to, s1, 16);
}

function copyPart(to: usize, toStep: usize, from: usize, fromStep: usize, rows: usize, cols: usize): void {
  for (let i: usize = 0; i < rows; i++, to += toStep, from += fromStep) {
    for (let j: usize = 0; j < cols << 2; j += 4) store<f32>(to + j, load<f32>(from + j));
  }
}

/**
 * All tiles of c, rows x cols, from the start values (a step of 0 gives all rows the same ones). `aGroup` and `bPanel` lead
 * to the next four rows and the next eight columns. At the edges a tile is made in `spare`, and what is of the matrix copied.
 */
function tiles(
  c: usize,
  cStep: usize,
  rows: usize,
  cols: usize,
  start: usize,
  startStep: usize,
  a: usize,
  aStep: usize,
  aGroup: usize,
  b: usize,
  bStep: usize,
  bPanel: usize,
  inner: usize,
  spare: usize,
): void {
  if (cols == 1 && cStep == 4) {
    column(c, rows, start, a, aStep, aGroup, b, bStep, inner, spare);
    return;
  }
  for (let j: usize = 0; j < cols; j += 8, b += bPanel) {
    const width = min<usize>(8, cols - j);
    let group = a;
    let to = c + (j << 2);
    let from = start + (j << 2);
    for (let i: usize = 0; i < rows; i += 4, group += aGroup, to += cStep << 2, from += startStep << 2) {
      const height = min<usize>(4, rows - i);
      if (height == 4 && width == 8) tile(to, cStep, from, startStep, group, aStep, b, bStep, inner);
      else {
        copyPart(spare, TILE_ROW, from, startStep, height, width);
        tile(spare, TILE_ROW, spare, TILE_ROW, group, aStep, b, bStep, inner);
        copyPart(to, cStep, spare, TILE_ROW, height, width);
      }
    }
  }
}

/** Four columns after four columns, each `rows` long; of four times four at a time, since a row may be far from the next. */
function packFours(to: usize, m: usize, step: usize, rows: usize, cols: usize): void {
  const group = rows << 4;
  let j: usize = 0;
  for (; j + 16 <= cols; j += 16, m += 64, to += group * 3) {
    for (let i: usize = 0, row = m; i < rows; i++, row += step, to += 16) {
      v128.store(to, v128.load(row));
      v128.store(to + group, v128.load(row, 16));
      v128.store(to + group * 2, v128.load(row, 32));
      v128.store(to + group * 3, v128.load(row, 48));
    }
  }
  for (; j < cols; j += 4, m += 16) {
    for (let i: usize = 0, row = m; i < rows; i++, row += step, to += 16) v128.store(to, v128.load(row));
  }
}

/** Eight columns after eight columns, each `rows` long. */
function packEights(to: usize, m: usize, rows: usize, cols: usize): void {
  for (let j: usize = 0; j < cols; j += 8, m += 32) {
    for (let i: usize = 0, row = m; i < rows; i++, row += cols << 2, to += 32) {
      v128.store(to, v128.load(row));
      v128.store(to, v128.load(row, 16), 16);
    }
  }
}

/** Four rows after four rows, transposed, each `cols` long. */
function packRows(to: usize, m: usize, step: usize, rows: usize, cols: usize): void {
  for (let i: usize = 0; i < rows; i += 4, m += step << 2, to += cols << 4) {
    transposeFour(to, 16, m, step, rows - i, cols);
  }
}

/** Bytes of a matrix packed in groups of rows (or, transposed, of columns). */
@inline
function packedBytes(rows: usize, cols: usize, group: usize): usize {
  return ((rows + group - 1) / group) * group * cols << 2;
}

/**
 * c = a b + bias: rows x inner, inner x cols, and a row of cols. Scratch: both factors packed (a multiple of four rows, a
 * multiple of eight columns), and a tile.
 */
export function affine(
  c: usize,
  a: usize,
  b: usize,
  bias: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  scratch: usize,
): void {
  product(c, a, inner << 2, b, bias, 0, rows, inner, cols, scratch);
}

/** c += a b, as `affine`. */
export function addProduct(
  c: usize,
  a: usize,
  aStep: usize,
  b: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  scratch: usize,
): void {
  product(c, a, aStep, b, c, cols << 2, rows, inner, cols, scratch);
}

function product(
  c: usize,
  a: usize,
  aStep: usize,
  b: usize,
  start: usize,
  startStep: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  scratch: usize,
): void {
  const left = scratch + TILE;
  packRows(left, a, aStep, rows, inner);
  const isSmall = inner * cols << 2 <= SMALL;
  const right = left + packedBytes(rows, inner, 4);
  if (!isSmall) packEights(right, b, inner, cols);
  const bStep = isSmall ? cols << 2 : TILE_ROW;
  const bPanel = isSmall ? TILE_ROW : inner << 5;
  const cStep = cols << 2;
  tiles(c, cStep, rows, cols, start, startStep, left, 16, inner << 4, isSmall ? b : right, bStep, bPanel, inner, scratch);
}

/** c = transposed a times b: a is inner x rows, b inner x cols. Scratch as for `affine`, and for sparse-left.ts. */
export function multiplyTransposedLeft(
  c: usize,
  a: usize,
  b: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  scratch: usize,
): void {
  if (isWorthLists(b, rows, inner, cols)) {
    sparseTransposedLeft(c, a, b, rows, inner, cols, scratch);
  } else {
    memory.fill(c, 0, rows * cols << 2);
    addTransposedLeft(c, a, rows << 2, b, rows, inner, cols, scratch);
  }
}

/** c += transposed a times b, as `multiplyTransposedLeft`. */
export function addTransposedLeft(
  c: usize,
  a: usize,
  aStep: usize,
  b: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  scratch: usize,
): void {
  const left = scratch + TILE;
  // Four numbers of a row of a are side by side already; to pack them pays when there are many panels.
  const asIs = cols <= 16 || inner * rows << 2 <= SMALL;
  if (!asIs) packFours(left, a, aStep, inner, rows);
  const right = left + packedBytes(rows, inner, 4);
  const isSmall = inner * cols << 2 <= SMALL;
  if (!isSmall) packEights(right, b, inner, cols);
  const turn: usize = asIs ? aStep : 16;
  const aGroup: usize = asIs ? 16 : inner << 4;
  const bStep = isSmall ? cols << 2 : TILE_ROW;
  const bPanel = isSmall ? TILE_ROW : inner << 5;
  const cStep = cols << 2;
  tiles(c, cStep, rows, cols, c, cStep, asIs ? a : left, turn, aGroup, isSmall ? b : right, bStep, bPanel, inner, scratch);
}

/** c = a times transposed b: a is rows x inner, b cols x inner. Scratch as for `affine`, and a row of cols. */
export function multiplyTransposedRight(
  c: usize,
  cStep: usize,
  a: usize,
  b: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  scratch: usize,
): void {
  if (inner == 1) {
    outer(c, cStep, a, b, rows, cols);
    return;
  }
  const left = scratch + TILE;
  packRows(left, a, inner << 2, rows, inner);
  const right = left + packedBytes(rows, inner, 4);
  const stride = inner << 2;
  let to = right;
  for (let j: usize = 0; j < cols; j += 8, to += inner << 5, b += stride << 3) {
    const width = cols - j;
    transposeFour(to, TILE_ROW, b, stride, width, inner);
    if (width > 4) transposeFour(to + 16, TILE_ROW, b + (stride << 2), stride, width - 4, inner);
  }
  const zeros = right + packedBytes(cols, inner, 8);
  memory.fill(zeros, 0, (cols + 7) << 2);
  tiles(c, cStep, rows, cols, zeros, 0, left, 16, inner << 4, right, TILE_ROW, inner << 5, inner, scratch);
}
