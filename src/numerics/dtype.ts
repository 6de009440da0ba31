import { allFinite } from "./all-finite.js";
import { checkEntries } from "./check.js";
import { describeValue } from "./describe-value.js";
import { checkNotTooMany, type Matrix, matrix } from "./matrix.js";

/** How numbers are stored: "float32" in 4 bytes, 24 significant bits, or "float64" in 8 bytes, 53 significant bits. */
export type Dtype = "float32" | "float64";

/** Throws when a value is no name of a type of numbers. */
export function checkDtype(name: string, dtype: Dtype): void {
  if (dtype !== "float32" && dtype !== "float64") {
    throw new RangeError(`${name} is ${describeValue(dtype)}; expected "float32" or "float64"`);
  }
}

/** How the numbers of a matrix are stored. */
export function dtypeOf({ data }: Matrix): Dtype {
  return data instanceof Float32Array ? "float32" : "float64";
}

/** A matrix of zeros. */
export function zeros(rows: number, cols: number, dtype: Dtype): Matrix {
  checkNotTooMany(rows, cols);
  return dtype === "float32" ? matrix(rows, cols, new Float32Array(rows * cols)) : matrix(rows, cols);
}

/**
 * The matrix itself where its numbers are stored so already; else a copy, its numbers rounded where they have to be.
 *
 * @throws RangeError for a finite number that is too large for float32
 */
export function asDtype(name: string, m: Matrix, dtype: Dtype): Matrix {
  if (dtypeOf(m) === dtype) return m;
  const copy = zeros(m.rows, m.cols, dtype);
  copy.data.set(m.data);
  if (dtype === "float32" && !allFinite(copy.data)) {
    checkEntries(name, m, (x) => Number.isFinite(Math.fround(x)) || !Number.isFinite(x), "a number of float32");
  }
  return copy;
}
