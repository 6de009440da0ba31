import { expect, test } from "vitest";
import { relu, timesReluSlope } from "../../src/wasm/relu.js";

/** More than two blocks of them, and some that are no number of a picture. */
const EDGES = [0, -0, Infinity, -Infinity, Number.NaN, -Number.NaN, 2 ** -149, -(2 ** -149)];
const numbers = Float32Array.from({ length: 20003 }, (_, i) => EDGES[i % 11] ?? Math.sin(i));

test("of float32, by SIMD, is what it is of float64, bit by bit", () => {
  const [single, double] = [numbers.slice(), Float64Array.from(numbers)];
  relu(single);
  relu(double);
  expect(single.every((value, i) => Object.is(value, double[i]))).toBe(true);
  expect(single.every((value, i) => Object.is(value, numbers[i] <= 0 ? 0 : numbers[i]))).toBe(true);
});

test("the gradient is kept where the output is above 0, and else 0", () => {
  const gradients = numbers.slice().reverse();
  const [single, double] = [gradients.slice(), Float64Array.from(gradients)];
  timesReluSlope(single, numbers);
  timesReluSlope(double, Float64Array.from(numbers));
  expect(single.every((value, i) => Object.is(value, double[i]))).toBe(true);
  expect(single.every((value, i) => Object.is(value, numbers[i] > 0 ? gradients[i] : 0))).toBe(true);
});
