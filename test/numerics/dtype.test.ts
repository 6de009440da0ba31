import { expect, test } from "vitest";
import { asDtype, checkDtype, type Dtype, dtypeOf, zeros } from "../../src/numerics/dtype.js";
import { fromRows } from "../../src/numerics/matrix.js";

test("zeros are stored as asked for", () => {
  expect(zeros(2, 3, "float32").data).toEqual(new Float32Array(6));
  expect(zeros(2, 3, "float64").data).toEqual(new Float64Array(6));
});

test("more numbers than can be had are refused", () => {
  for (const dtype of ["float32", "float64"] as const) {
    expect(() => zeros(2 ** 53, 2, dtype)).toThrow(
      "matrix: 9007199254740992 x 2 numbers are too many; expected 2^32 at the most",
    );
  }
});

test("a matrix of the type stays itself, another is rounded or widened", () => {
  const m = fromRows([[0.1, 1 / 0, Number.NaN]]);
  expect(asDtype("m", m, "float64")).toBe(m);
  const single = asDtype("m", m, "float32");
  expect([dtypeOf(m), dtypeOf(single)]).toEqual(["float64", "float32"]);
  expect(single.data).toEqual(Float32Array.of(0.1, 1 / 0, Number.NaN));
  expect(asDtype("m", single, "float64").data).toEqual(Float64Array.of(Math.fround(0.1), 1 / 0, Number.NaN));
});

test("a number that float32 does not have is named", () => {
  // The largest one is 2^128 - 2^104; half a step beyond it rounding gives Infinity.
  const largest = 2 ** 128 - 2 ** 104;
  expect(asDtype("m", fromRows([[largest]]), "float32").data[0]).toBe(largest);
  expect(() => asDtype("m", fromRows([[0], [-(largest + 2 ** 103)]]), "float32")).toThrow(
    /^m: row 1, column 0 is -3.4028235677973366e\+38; expected a number of float32$/,
  );
});

test("no other names", () => {
  for (const dtype of ["float16", "F32", 32, undefined]) {
    expect(() => checkDtype("f: dtype", dtype as Dtype)).toThrow(/^f: dtype is .*; expected "float32" or "float64"$/);
  }
});
