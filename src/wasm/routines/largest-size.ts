// The largest absolute value of float32 numbers: without their signs, finite numbers are in the order of their bits.

const SIZE: i32 = 0x7fffffff;

/** Of n finite numbers at z; 0 of none. */
export function largestSize32(z: usize, n: usize): f32 {
  const size = i32x4.splat(SIZE);
  let a = i32x4.splat(0);
  let b = a;
  for (; n >= 8; n -= 8, z += 32) {
    a = i32x4.max_s(a, v128.and(v128.load(z), size));
    b = i32x4.max_s(b, v128.and(v128.load(z, 16), size));
  }
  a = i32x4.max_s(a, b);
  let largest = max(
    max(i32x4.extract_lane(a, 0), i32x4.extract_lane(a, 1)),
    max(i32x4.extract_lane(a, 2), i32x4.extract_lane(a, 3)),
  );
  for (; n > 0; n--, z += 4) largest = max(largest, load<i32>(z) & SIZE);
  return reinterpret<f32>(largest);
}
