// Whether multiply-add is one operation here: relaxed SIMD leaves it to the processor.

import { madd, madd2 } from "./madd";

/** Read from memory, so that no compiler reckons with it: 1 + 2^-12, and 1 + 2^-27 of which the square needs 55 digits. */
const SINGLE: usize = memory.data<f32>([1.000244140625], 16);
const DOUBLE: usize = memory.data<f64>([1.0000000074505806], 16);

/** a a - (a a rounded) is what rounding has taken, if the product was not rounded before; else it is 0. */
export function isFused(): bool {
  const a = v128.load32_splat(SINGLE);
  const b = v128.load64_splat(DOUBLE);
  const single = madd(a, a, f32x4.neg(f32x4.mul(a, a)));
  const double = madd2(b, b, f64x2.neg(f64x2.mul(b, b)));
  return f32x4.extract_lane(single, 0) != 0 && f64x2.extract_lane(double, 0) != 0;
}
