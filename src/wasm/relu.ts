import { entrywise } from "./entrywise.js";

type Numbers = Float32Array | Float64Array;

/** max(0, x) of every entry, in place, of float32 by SIMD where there is WebAssembly; NaN stays NaN. */
export function relu(x: Numbers): void {
  if (x instanceof Float32Array && entrywise(({ relu }, n, at) => relu(at, n), x)) return;
  for (let i = 0; i < x.length; i++) if (x[i] <= 0) x[i] = 0;
}

/** The gradient of the inputs in place of that of the outputs: 0 where an output is not above 0. */
export function timesReluSlope(gradient: Numbers, output: Numbers): void {
  if (gradient instanceof Float32Array && output instanceof Float32Array) {
    const isDone = entrywise(
      ({ timesReluSlope }, n, atGradient, atOutput) => timesReluSlope(atGradient, atOutput, n),
      gradient,
      output,
    );
    if (isDone) return;
  }
  for (let i = 0; i < output.length; i++) if (!(output[i] > 0)) gradient[i] = 0;
}
