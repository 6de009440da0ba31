// Steps of optimizers on n float32 parameters w with gradients g, in place, every entry for itself. A multiple of four is read
// and written: up to three numbers behind n. Constants are float32, one after the other, as each function says; the names are
// those of src/training/optimizers.

import { madd } from "./madd";

/**
 * Adam and AdamW: m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, w = keep w - rate m / (sqrt(v) + epsilon).
 *
 * Both bias corrections are in rate and epsilon: a division and a root for every entry are left of three and one.
 * Constants: beta1, 1 - beta1, beta2, 1 - beta2, keep, rate, epsilon.
 */
export function adam(w: usize, g: usize, m: usize, v: usize, n: usize, constants: usize): void {
  const beta1 = v128.load32_splat(constants);
  const rest1 = v128.load32_splat(constants, 4);
  const beta2 = v128.load32_splat(constants, 8);
  const rest2 = v128.load32_splat(constants, 12);
  const keep = v128.load32_splat(constants, 16);
  const rate = v128.load32_splat(constants, 20);
  const epsilon = v128.load32_splat(constants, 24);
  for (const end = w + (n << 2); w < end; w += 16, g += 16, m += 16, v += 16) {
    const gradient = v128.load(g);
    const mean = madd(beta1, v128.load(m), f32x4.mul(rest1, gradient));
    const square = madd(beta2, v128.load(v), f32x4.mul(rest2, f32x4.mul(gradient, gradient)));
    v128.store(m, mean);
    v128.store(v, square);
    const step = f32x4.div(f32x4.mul(rate, mean), f32x4.add(f32x4.sqrt(square), epsilon));
    v128.store(w, f32x4.sub(f32x4.mul(keep, v128.load(w)), step));
  }
}

/**
 * SGD: v = momentum v + g, then w = w - rate v, or where `ahead` is not 0 (Nesterov's momentum) w - rate (g + momentum v).
 * Constants: momentum, rate, ahead.
 */
export function sgd(w: usize, g: usize, v: usize, n: usize, constants: usize): void {
  const momentum = v128.load32_splat(constants);
  const rate = v128.load32_splat(constants, 4);
  const ahead = load<f32>(constants, 8) != 0;
  for (const end = w + (n << 2); w < end; w += 16, g += 16, v += 16) {
    const gradient = v128.load(g);
    const velocity = madd(momentum, v128.load(v), gradient);
    v128.store(v, velocity);
    const step = ahead ? madd(momentum, velocity, gradient) : velocity;
    v128.store(w, f32x4.sub(v128.load(w), f32x4.mul(rate, step)));
  }
}
