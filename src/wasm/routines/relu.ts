// max(0, x) of float32, and its way back.

/** In place; NaN stays NaN. Up to three numbers more are read and written. */
export function relu(z: usize, n: usize): void {
  const zero = f32x4.splat(0);
  for (const end = z + (n << 2); z < end; z += 16) {
    const x = v128.load(z);
    v128.store(z, v128.andnot(x, f32x4.le(x, zero)));
  }
}

/** In place, by the outputs; where one is NaN the gradient is 0. Up to three numbers more are read and written. */
export function timesReluSlope(gradient: usize, output: usize, n: usize): void {
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < n << 2; at += 16) {
    v128.store(gradient + at, v128.and(v128.load(gradient + at), f32x4.gt(v128.load(output + at), zero)));
  }
}
