import { describe, expect, test } from "vitest";
import { fromRows, type Matrix, matrix, toRows } from "../../src/numerics/matrix.js";
import { multiply, multiplyTransposedLeft, multiplyTransposedRight } from "../../src/numerics/multiply.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

type Rows = number[][];
const numpy = golden<{ a: Rows; b: Rows; c: Rows; ab: Rows; aTc: Rows; cbT: Rows }>("numerics/multiply");
const [a, b, c] = [numpy.a, numpy.b, numpy.c].map((rows) => fromRows(rows));

function expectRows(m: Matrix, expected: Rows): void {
  expect([m.rows, m.cols]).toEqual([expected.length, expected[0].length]);
  expect(m.data).toBeRelativelyClose(expected.flat(), 1e-14, 1);
}

describe("against NumPy", () => {
  test("a b", () => expectRows(multiply(a, b), numpy.ab));
  test("transposed a times c", () => expectRows(multiplyTransposedLeft(a, c), numpy.aTc));
  test("c times transposed b", () => expectRows(multiplyTransposedRight(c, b), numpy.cbT));

  test("float32 comes in, float64 goes out", () => {
    const a32 = matrix(a.rows, a.cols, Float32Array.from(a.data));
    const product = multiply(a32, b);
    expect(product.data).toBeInstanceOf(Float64Array);
    expect(product.data).toBeRelativelyClose(numpy.ab.flat(), 1e-6, 1);
  });
});

describe("edges", () => {
  test("a zero of a takes out what it meets, as the comment says", () => {
    const infinite = fromRows([[Number.POSITIVE_INFINITY], [2]]);
    expect(toRows(multiply(fromRows([[0, 3]]), infinite))).toEqual([[6]]);
  });

  test("no rows, and an inner size of 0", () => {
    expect(multiply(matrix(0, 3), matrix(3, 2))).toMatchObject({ rows: 0, cols: 2 });
    expect(toRows(multiply(matrix(1, 0), matrix(0, 2)))).toEqual([[0, 0]]);
  });

  test("inner sizes that differ are named", () => {
    expect(() => multiply(a, c)).toThrow(new RangeError("multiply: inner sizes are 7 and 5; expected the same"));
    expect(() => multiplyTransposedLeft(a, b)).toThrow("multiplyTransposedLeft: inner sizes are 5 and 7");
    expect(() => multiplyTransposedRight(a, b)).toThrow("multiplyTransposedRight: inner sizes are 7 and 3");
  });

  test("the example of the comment holds", () => {
    expect(multiply(fromRows([[1, 2]]), fromRows([[3], [4]])).data).toEqual(Float64Array.of(11));
  });
});
