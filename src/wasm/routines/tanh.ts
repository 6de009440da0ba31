// tanh of float32, at most 1.33 ulp off the exact value:
//
//   |x| < 5/8   x + x u P(u), u = x^2, P of degree 4 (minimax: off by less than 2^-27 of the result)
//   else        sign(x) (1 - 2 / (e^(2|x|) + 1)), which loses no digits there: the quotient is below 1/2
//
// Both are computed and one is chosen: lanes of one vector may need either.

import { exp4, lowestOf, magicOf } from "./exp";
import { madd } from "./madd";

const TABLE: usize = memory.data<f32>(
  [
    -0.33333283925347823, // 0: P
    0.13331491288659245, // 1
    -0.053743498211157294, // 2
    0.020650587696342093, // 3
    -0.005717045477952445, // 4
    0.625, // 5
    10.0, // 6: from about 9.01 on tanh is 1 in float32
    1.0, // 7
    2.0, // 8
  ],
  16,
);

@inline
function constant(i: usize): v128 {
  return v128.load32_splat(TABLE + (i << 2));
}
@inline
function tanh4(x: v128, lowest: v128, magic: v128): v128 {
  const size = f32x4.abs(x);
  const one = constant(7);
  const u = f32x4.mul(x, x);
  const high = madd(madd(constant(4), u, constant(3)), u, constant(2));
  const near = madd(f32x4.mul(x, u), madd(madd(high, u, constant(1)), u, constant(0)), x);
  const capped = f32x4.pmin(size, constant(6));
  const e = exp4(f32x4.add(capped, capped), lowest, magic);
  const far = f32x4.sub(one, f32x4.div(constant(8), f32x4.add(e, one)));
  // A NaN is not less than 5/8; its exponential is one too.
  const chosen = v128.bitselect(near, far, f32x4.lt(size, constant(5)));
  return v128.or(chosen, v128.and(x, f32x4.splat(-0.0)));
}

/** In place: tanh of n numbers. Up to three numbers more are read and written. */
export function tanh(z: usize, n: usize): void {
  const zero = f32x4.splat(0);
  const lowest = lowestOf(zero);
  const magic = magicOf(zero);
  for (let i: usize = 0; i < n; i += 4, z += 16) v128.store(z, tanh4(v128.load(z), lowest, magic));
}
