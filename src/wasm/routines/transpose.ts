// Four rows of four float32 become four columns. V8 makes each of these patterns one instruction.

@inline
export function lowerPairs(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 4, 1, 5);
}
@inline
export function upperPairs(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 2, 6, 3, 7);
}
@inline
export function lowerHalves(a: v128, b: v128): v128 {
  return i64x2.shuffle(a, b, 0, 2);
}
@inline
export function upperHalves(a: v128, b: v128): v128 {
  return i64x2.shuffle(a, b, 1, 3);
}

/**
 * Transposes up to four rows of `length` numbers, `stride` bytes apart: entry k of row r goes to `to` + k `step` + 4 r. Where
 * there are fewer rows than four, the last one stands for the others.
 */
export function transposeFour(
  to: usize,
  step: usize,
  row: usize,
  stride: usize,
  rows: usize,
  length: usize,
): void {
  const row1 = rows > 1 ? row + stride : row;
  const row2 = rows > 2 ? row1 + stride : row1;
  const row3 = rows > 3 ? row2 + stride : row2;
  let at: usize = 0;
  for (; length >= 4; length -= 4, at += 16, to += step << 2) {
    const a = v128.load(row + at);
    const b = v128.load(row1 + at);
    const c = v128.load(row2 + at);
    const d = v128.load(row3 + at);
    const ab = lowerPairs(a, b);
    const AB = upperPairs(a, b);
    const cd = lowerPairs(c, d);
    const CD = upperPairs(c, d);
    v128.store(to, lowerHalves(ab, cd));
    v128.store(to + step, upperHalves(ab, cd));
    v128.store(to + step + step, lowerHalves(AB, CD));
    v128.store(to + step + step + step, upperHalves(AB, CD));
  }
  for (; length > 0; length--, at += 4, to += step) {
    store<f32>(to, load<f32>(row + at));
    store<f32>(to, load<f32>(row1 + at), 4);
    store<f32>(to, load<f32>(row2 + at), 8);
    store<f32>(to, load<f32>(row3 + at), 12);
  }
}
