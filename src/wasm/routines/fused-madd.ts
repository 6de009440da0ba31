// Multiply-add as one operation, rounded once, where the processor has it: quicker, and with other bits than madd.ts.
// build.mjs compiles all routines a second time with this file in place of that one.

/** a b + c of four float32 numbers. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_madd(a, b, c);
}

/** c - a b of four float32 numbers. */
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_nmadd(a, b, c);
}

/** a b + c of two float64 numbers. */
@inline
export function madd2(a: v128, b: v128, c: v128): v128 {
  return f64x2.relaxed_madd(a, b, c);
}
