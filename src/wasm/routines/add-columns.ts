// Columns of a matrix are added up, each from its first row to its last, in float32.

/** Adds each column of m to a number of `to`; m is rows x cols, its rows `step` bytes apart. */
export function addColumns(to: usize, m: usize, step: usize, rows: usize, cols: usize): void {
  // A row may be far from the next: what is read of it lies in one line of the cache.
  for (; cols >= 16; cols -= 16, to += 64, m += 64) {
    let a = v128.load(to);
    let b = v128.load(to, 16);
    let c = v128.load(to, 32);
    let d = v128.load(to, 48);
    for (let i: usize = 0, row = m; i < rows; i++, row += step) {
      a = f32x4.add(a, v128.load(row));
      b = f32x4.add(b, v128.load(row, 16));
      c = f32x4.add(c, v128.load(row, 32));
      d = f32x4.add(d, v128.load(row, 48));
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
  for (; cols >= 4; cols -= 4, to += 16, m += 16) {
    let sum = v128.load(to);
    for (let i: usize = 0, row = m; i < rows; i++, row += step) sum = f32x4.add(sum, v128.load(row));
    v128.store(to, sum);
  }
  for (; cols > 0; cols--, to += 4, m += 4) {
    let sum = load<f32>(to);
    for (let i: usize = 0, row = m; i < rows; i++, row += step) sum += load<f32>(row);
    store<f32>(to, sum);
  }
}
