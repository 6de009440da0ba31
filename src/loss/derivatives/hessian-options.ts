import { checkEntries } from "../../numerics/check.js";
import { describeValue } from "../../numerics/describe-value.js";
import { checkedRows, checkMatrix, isMatrix, type Matrix, matrix, type NestedRows } from "../../numerics/matrix.js";
import { shareMemory, type ValueOptions } from "../options.js";

/** The options of a loss that are about its value, and where the second derivative goes. */
export type HessianOptions<Options extends object> = ValueOptions<Options> & {
  /** Is filled, in place of a new matrix. */
  out?: Matrix;
};

/** The direction as a matrix in the shape of the logits, checked. */
export function checkedDirection(name: string, given: Matrix | NestedRows, shape: Matrix): Matrix {
  if (typeof given !== "object" || given === null || !(isMatrix(given) || Array.isArray(given))) {
    throw new TypeError(`${name}: direction is ${describeValue(given)}; expected a matrix or rows of numbers`);
  }
  if (isMatrix(given)) checkMatrix(`${name}: direction`, given);
  const direction = isMatrix(given) ? given : checkedRows(`${name}: direction`, given);
  if (direction.rows !== shape.rows || direction.cols !== shape.cols) {
    throw new RangeError(
      `${name}: direction is ${direction.rows} x ${direction.cols}; expected the shape of the logits, ${shape.rows} x ${shape.cols}`,
    );
  }
  checkEntries(`${name}: direction`, direction, Number.isFinite, "a finite number");
  return direction;
}

/** The memory to write to, made or checked: it may not be that of an argument. */
export function outOf(name: string, out: Matrix | undefined, rows: number, cols: number, ...read: Matrix[]): Matrix {
  if (out === undefined) return matrix(rows, cols);
  checkMatrix(`${name}: out`, out);
  if (out.rows !== rows || out.cols !== cols) {
    throw new RangeError(`${name}: out is ${out.rows} x ${out.cols}; expected a matrix of ${rows} x ${cols}`);
  }
  if (read.some(({ data }) => shareMemory(out.data, data))) {
    throw new RangeError(`${name}: out is the memory of an argument; expected another`);
  }
  return out;
}

/** Throws unless there is one row: of more, the full Hessian would be mostly zeros. */
export function checkOneRow(name: string, z: Matrix): void {
  if (z.rows !== 1) throw new RangeError(`${name}: logits have ${z.rows} rows; expected one`);
}
