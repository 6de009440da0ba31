import { expect, test } from "vitest";
import { resize } from "../../../src/data/files/resize.js";
import { golden } from "../../golden.js";

const { cases } = golden<{ cases: { sizes: [number, number, number, number]; plane: number[]; result: number[] }[] }>(
  "data/resize",
);

test.each(cases)("a plane is resized as PyTorch does it: $sizes", ({ sizes, plane, result }) => {
  const made = resize(Float64Array.from(plane), ...sizes);
  expect(made.length).toBe(result.length);
  expect(Math.max(...made.map((value, i) => Math.abs(value - result[i])))).toBeLessThan(1e-14);
});

test("the same size is the same plane, and what is white stays white", () => {
  const plane = Float64Array.from({ length: 35 }, (_, i) => i / 35);
  expect(resize(plane, 7, 5, 7, 5)).toEqual(plane);
  for (const value of resize(new Float64Array(35).fill(1), 7, 5, 3, 2)) expect(value).toBeCloseTo(1, 15);
});
