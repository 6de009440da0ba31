// Rows of K numbers, one after the other, become rows of P numbers, P the next multiple of 4: then loops over a row of any
// length go by whole vectors, where the last one to three numbers would have taken as long as all others of a short row.

/** In place, from the last row to the first; what is added to a row is `fill`. Up to three numbers behind are read. */
export function padRows(z: usize, rows: usize, K: usize, P: usize, fill: f32): void {
  const filled = f32x4.splat(fill);
  const kept = K & 3;
  const keptLanes = i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(<i32>kept));
  const last = (P - 4) << 2;
  for (let r = rows; r > 0; ) {
    r--;
    const from = z + ((r * K) << 2);
    const to = z + ((r * P) << 2);
    v128.store(to + last, v128.bitselect(v128.load(from + last), filled, keptLanes));
    for (let at = last; at > 0; ) {
      at -= 16;
      v128.store(to + at, v128.load(from + at));
    }
  }
}

/** In place, from the first row to the last: `padRows` undone. Up to three numbers behind are written. */
export function packRows(z: usize, rows: usize, K: usize, P: usize): void {
  for (let r: usize = 0; r < rows; r++) {
    const from = z + ((r * P) << 2);
    const to = z + ((r * K) << 2);
    for (let at: usize = 0; at < P << 2; at += 16) v128.store(to + at, v128.load(from + at));
  }
}
