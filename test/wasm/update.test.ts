import { describe, expect, test } from "vitest";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { adam } from "../../src/training/optimizers/adam.js";
import { adamw } from "../../src/training/optimizers/adamw.js";
import type { OptimizerState } from "../../src/training/optimizers/entrywise.js";
import type { Optimizer } from "../../src/training/optimizers/optimizer.js";
import { sgd } from "../../src/training/optimizers/sgd.js";
import { simdUpdate } from "../../src/wasm/update.js";
import "../within-ulps.js";

const optimizers: Record<string, Optimizer> = {
  sgd: sgd(0.1),
  momentum: sgd(0.1, { momentum: 0.9 }),
  nesterov: sgd(0.1, { momentum: 0.9, nesterov: true }),
  adam: adam(0.01),
  adamw: adamw(0.01, { beta1: 0.7, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.5 }),
};

describe.each(Object.entries(optimizers))("%s in float32 against its twin in float64", (_name, optimizer) => {
  test.each([1, 3, 4, 17, 8191, 8192, 8193, 16385])("%i parameters", (length) => {
    const random = createRandom(length);
    const numbers = (scale: number) => Float32Array.from({ length }, () => scale * random.normal());
    const single = { w: matrix(1, length, numbers(1)) };
    const double = { w: matrix(1, length, Float64Array.from(single.w.data)) };
    const states = [single, double].map((parameters) => optimizer.init(parameters) as OptimizerState<string>);
    for (let step = 0; step < 3; step++) {
      const g = { w: matrix(1, length, numbers(10 ** -step)) };
      optimizer.update(single, g, states[0]);
      optimizer.update(double, { w: matrix(1, length, Float64Array.from(g.w.data)) }, states[1]);
    }
    expect(single.w.data).toBeRelativelyClose(double.w.data, 6 * 2 ** -24, 1);
    for (const memory of Object.keys(states[0]).filter((key) => key !== "step")) {
      const [own, twin] = states.map((state) => state[memory].w.data);
      expect(own).toBeInstanceOf(Float32Array);
      expect(own).toBeRelativelyClose(twin, 6 * 2 ** -24, memory === "square" ? 0 : 0.1);
    }
  });
});

test("gradients of float64 are left to the twin", () => {
  const w = new Float32Array(1);
  const rule = { routine: "sgd", constants: () => [0, 1, 0] } as const;
  expect(simdUpdate(rule, w, new Float64Array(1).fill(1), [new Float32Array(1)], 1, 1)).toBe(false);
  expect(w[0]).toBe(0);
  expect(simdUpdate(rule, w, new Float32Array(1).fill(1), [new Float32Array(1)], 1, 1)).toBe(true);
  expect(w[0]).toBe(-1);
});
