// Multiply-add with both operations rounded: the same bits on every machine. fused-madd.ts stands in for it where it is asked to.

/** a b + c of four float32 numbers. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c - a b of four float32 numbers. */
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  return f32x4.sub(c, f32x4.mul(a, b));
}

/** a b + c of two float64 numbers. */
@inline
export function madd2(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}
