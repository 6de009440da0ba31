// Whether n float32 (float64) at z are finite: 0 x is 0 for a finite x and NaN else, and sums of it run side by side.

export function allFinite32(z: usize, n: usize): bool {
  const zero = f32x4.splat(0);
  let a = zero;
  let b = zero;
  let c = zero;
  let d = zero;
  for (; n >= 16; n -= 16, z += 64) {
    a = f32x4.add(a, f32x4.mul(zero, v128.load(z)));
    b = f32x4.add(b, f32x4.mul(zero, v128.load(z, 16)));
    c = f32x4.add(c, f32x4.mul(zero, v128.load(z, 32)));
    d = f32x4.add(d, f32x4.mul(zero, v128.load(z, 48)));
  }
  let rest: f32 = 0;
  for (; n > 0; n--, z += 4) rest += 0 * load<f32>(z);
  const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  return v128.all_true<i32>(f32x4.eq(sum, zero)) && rest == 0;
}

export function allFinite64(z: usize, n: usize): bool {
  const zero = f64x2.splat(0);
  let a = zero;
  let b = zero;
  let c = zero;
  let d = zero;
  for (; n >= 8; n -= 8, z += 64) {
    a = f64x2.add(a, f64x2.mul(zero, v128.load(z)));
    b = f64x2.add(b, f64x2.mul(zero, v128.load(z, 16)));
    c = f64x2.add(c, f64x2.mul(zero, v128.load(z, 32)));
    d = f64x2.add(d, f64x2.mul(zero, v128.load(z, 48)));
  }
  let rest: f64 = 0;
  for (; n > 0; n--, z += 8) rest += 0 * load<f64>(z);
  const sum = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return v128.all_true<i64>(f64x2.eq(sum, zero)) && rest == 0;
}
