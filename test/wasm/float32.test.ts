import { describe, expect, test } from "vitest";
import { float32 } from "../../src/wasm/index.js";

const inf = Number.POSITIVE_INFINITY;

/** Float32 numbers of all sizes: every `stride`-th bit pattern. All of them: sweep.mjs. */
function sample(stride: number): Float32Array {
  const bits = new Uint32Array(Math.floor(2 ** 32 / stride));
  for (let i = 0; i < bits.length; i++) bits[i] = i * stride;
  return new Float32Array(bits.buffer);
}

/** How many units in the last place of float32 a result is off; 0 where it is the nearest number, or NaN as it should be. */
function unitsOff(result: number, exact: number): number {
  if (Object.is(result, Math.fround(exact))) return 0;
  return Math.abs(result - exact) / 2 ** (Math.floor(Math.log2(Math.max(Math.abs(exact), 2 ** -126))) - 23);
}

function expectWithin(name: keyof typeof float32, x: Float32Array, units: number): void {
  const y = float32[name](x);
  let worst = 0;
  for (let i = 0; i < x.length; i++) {
    const off = unitsOff(y[i], Math[name](x[i]));
    if (!(off <= worst)) worst = off;
    if (!(off < units)) expect.fail(`${name}(${x[i]}) is ${y[i]}; expected ${Math[name](x[i])}`);
  }
  expect(worst).toBeGreaterThan(0.5);
}

describe.each([
  ["exp", 1, [-104.5, -103.98, -103.97, -87.4, -87.33, -0.35, 0, 0.35, 88.72, 88.73, 89.1]],
  ["log", 1, [2 ** -149, 2 ** -127, 2 ** -126, 0.5, Math.SQRT1_2, 1, Math.SQRT2, 2, 2 ** 127]],
  [
    "log1p",
    1.5,
    [-1, -0.999, -0.5, Math.SQRT1_2 - 1, 2 ** -126, 0.25, Math.SQRT2 - 1, 1, 2 ** 24, 2 ** 61, 2 ** 62, 3e38],
  ],
  ["tanh", 1.5, [-9.02, -0.625, 2 ** -126, 0.5, 0.625, 9.01, 44, 3e38]],
] as const)("%s", (name, units, places) => {
  test(`less than ${units} units in the last place off, over all sizes`, () => {
    expectWithin(name, sample(process.env.CI === "true" ? 1021 : 65521), units);
  });

  test("around the places where the formula changes", () => {
    const steps = Array.from({ length: 2001 }, (_, i) => i - 1000);
    const bits = places.flatMap((place) => {
      const [at] = new Int32Array(Float32Array.of(place).buffer);
      return steps.map((step) => at + step);
    });
    expectWithin(name, new Float32Array(Int32Array.from(bits).buffer), units);
  });

  test("signs, zeros, infinities and NaN", () => {
    const x = Float32Array.of(-0, 0, inf, -inf, Number.NaN, -1, -1e30, 1e30);
    expect([...float32[name](x)]).toEqual([...x].map((each) => Math.fround(Math[name](each))));
    expect(x[0]).toBe(-0);
  });

  test.each([0, 1, 3, 5, 8191, 8192, 8193])("%i numbers, nothing behind them", (length) => {
    const memory = new Float32Array(length + 4).fill(0.25);
    const x = memory.subarray(0, length);
    expect(float32[name](x, x)).toBe(x);
    expect(x.every((y) => Math.abs(y - Math[name](0.25)) < 2 ** -22)).toBe(true);
    expect(memory.subarray(length)).toEqual(new Float32Array(4).fill(0.25));
  });

  test("another array is written to, and errors say what is wrong", () => {
    const x = Float32Array.of(0, 1);
    const out = new Float32Array(2);
    expect(float32[name](x, out)).toBe(out);
    expect([x[1], out[0]]).toEqual([1, Math[name](0)]);
    expect(() => float32[name](x, new Float32Array(3))).toThrow(`float32.${name}: out has 3 numbers; expected 2, as x`);
    expect(() => float32[name]([1] as unknown as Float32Array)).toThrow(
      `float32.${name}: x is an Array of 1; expected a Float32Array`,
    );
    expect(() => float32[name](x, new Float64Array(2) as unknown as Float32Array)).toThrow(
      `float32.${name}: out is a Float64Array`,
    );
    expect(() => float32[name](undefined as unknown as Float32Array)).toThrow(`float32.${name}: x is undefined`);
  });
});
