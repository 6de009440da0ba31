import { checkBelowOne, checkPositive } from "../../numerics/check-number.js";
import type { SimdRule } from "../../wasm/update.js";
import type { OptimizerState, Rule } from "./entrywise.js";

export interface AdamOptions {
  /** What is kept of the mean gradient, 0 to less than 1. Default 0.9. */
  beta1?: number;
  /** What is kept of the mean square, 0 to less than 1. Default 0.999. */
  beta2?: number;
  /** Above 0. Default 1e-8. */
  epsilon?: number;
}

/** What Adam remembers: running means of the gradients and of their squares, and the number of steps. */
export type AdamState = OptimizerState<"mean" | "square">;

/** The step of Adam, which AdamW shares, and the same by SIMD after the share `weightDecay` of every parameter is taken. */
export function adamRule(
  name: string,
  options: AdamOptions,
  weightDecay = 0,
): { rule: Rule<"mean" | "square">; simd: SimdRule } {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkBelowOne(`${name}: beta1`, beta1);
  checkBelowOne(`${name}: beta2`, beta2);
  checkPositive(`${name}: epsilon`, epsilon);
  const rule: Rule<"mean" | "square"> = (w, g, { mean: m, square: v }, rate, step) => {
    const meanCorrection = 1 - beta1 ** step;
    const squareCorrection = 1 - beta2 ** step;
    for (let i = 0; i < w.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      w[i] -= (rate * (m[i] / meanCorrection)) / (Math.sqrt(v[i] / squareCorrection) + epsilon);
    }
  };
  const constants = (rate: number, step: number) => {
    const root = Math.sqrt(1 - beta2 ** step);
    const corrected = (rate * root) / (1 - beta1 ** step);
    // An epsilon that float32 would make 0 would make 0 / 0.
    const offset = Math.max(epsilon * root, 2 ** -126);
    return [beta1, 1 - beta1, beta2, 1 - beta2, 1 - rate * weightDecay, corrected, offset];
  };
  return { rule, simd: { routine: "adam", constants } };
}
