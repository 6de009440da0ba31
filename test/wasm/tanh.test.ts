import { expect, test } from "vitest";
import { simdTanh } from "../../src/wasm/tanh.js";

/** Float32 numbers of all sizes: every `stride`-th bit pattern. */
function sample(stride: number): Float32Array {
  const bits = new Uint32Array(Math.floor(2 ** 32 / stride));
  for (let i = 0; i < bits.length; i++) bits[i] = i * stride;
  return new Float32Array(bits.buffer);
}

test("within 1.5 units in the last place, over all sizes", () => {
  const x = sample(process.env.CI === "true" ? 1021 : 65521);
  const y = x.slice();
  simdTanh(y);
  let worst = 0;
  for (let i = 0; i < x.length; i++) {
    const exact = Math.tanh(x[i]);
    if (Number.isNaN(exact)) expect(y[i]).toBeNaN();
    else if (y[i] !== exact) {
      const ulp = 2 ** (Math.floor(Math.log2(Math.max(Math.abs(exact), 2 ** -126))) - 23);
      worst = Math.max(worst, Math.abs(y[i] - exact) / ulp);
    }
  }
  expect(worst).toBeLessThan(1.5);
});

test("around the place where the formula changes", () => {
  const x = Float32Array.from({ length: 20000 }, (_, i) => 0.5 + i / 80000);
  const y = x.slice();
  simdTanh(y);
  for (let i = 0; i < x.length; i++) expect(Math.abs(y[i] - Math.tanh(x[i]))).toBeLessThan(1.5 * 2 ** -24);
});

test.each([0, 1, 3, 5, 8191, 8192, 8193])("%i numbers, nothing behind them", (length) => {
  const memory = new Float32Array(length + 4).fill(0.25);
  simdTanh(memory.subarray(0, length));
  expect(memory.subarray(0, length).every((y) => Math.abs(y - Math.tanh(0.25)) < 2 ** -26)).toBe(true);
  expect(memory.subarray(length)).toEqual(new Float32Array(4).fill(0.25));
});

test("signs, zeros and infinities", () => {
  const x = Float32Array.of(-0, 0, 1 / 0, -1 / 0, -20, 1e-40, Number.NaN);
  simdTanh(x);
  expect(Array.from(x)).toEqual([-0, 0, 1, -1, -1, Math.fround(1e-40), Number.NaN]);
});
