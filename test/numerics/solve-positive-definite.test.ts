import { describe, expect, test } from "vitest";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import { multiply, multiplyTransposedLeft } from "../../src/numerics/multiply.js";
import { createRandom } from "../../src/numerics/random.js";
import { solvePositiveDefinite } from "../../src/numerics/solve-positive-definite.js";
import "../within-ulps.js";

function normals(rows: number, cols: number, seed: number): Matrix {
  const random = createRandom(seed);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => random.normal()),
  );
}

describe("solvePositiveDefinite", () => {
  test.each([1, 2, 5, 20])("gives back the x that b was made of, size %d", (size) => {
    const m = normals(3 * size, size, size);
    const a = multiplyTransposedLeft(m, m);
    const x = normals(size, 1, 99);
    const b = multiply(a, x).data as Float64Array;
    const before = [a.data.slice(), b.slice()];
    expect(solvePositiveDefinite(a, b)).toBeRelativelyClose(x.data, 1e-12, 1);
    expect([a.data, b]).toEqual(before);
  });

  test("scales do not matter", () => {
    const a = matrix(2, 2, Float64Array.of(1e-200, 0, 0, 1e200));
    expect(Array.from(solvePositiveDefinite(a, Float64Array.of(2e-200, 3e200)) ?? [])).toEqual([2, 3]);
  });

  test("a singular or indefinite matrix, or one with NaN, has no solution", () => {
    const thin = normals(3, 4, 1);
    for (const a of [
      multiplyTransposedLeft(thin, thin),
      matrix(2, 2, Float64Array.of(1, 2, 2, 1)),
      matrix(2, 2),
      matrix(1, 1, Float64Array.of(Number.NaN)),
    ]) {
      expect(solvePositiveDefinite(a, new Float64Array(a.rows))).toBeUndefined();
    }
  });
});
