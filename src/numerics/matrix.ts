import { isArrayLike } from "./check.js";
import { counted } from "./counted.js";
import { describeValue } from "./describe-value.js";

/** No engine has longer typed arrays. */
const MOST_NUMBERS = 2 ** 32;

/** Rows of numbers, stored row after row: the entry of row i, column j is `data[i * cols + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array | Float32Array;
}

/** What a function that names its argument's meaning also takes: `[[1, 2], [3, 4]]`, one inner array a row. */
export type NestedRows = readonly ArrayLike<number>[];

/**
 * A matrix over `data`, which is kept and not copied; without `data`, zeros in float64.
 *
 * @param rows number of rows, 0 or more
 * @param cols number of columns, 0 or more
 * @param data `rows * cols` numbers, row after row
 * @throws TypeError when data is neither a Float64Array nor a Float32Array
 * @throws RangeError when the sizes are not whole numbers or do not fit `data`
 * @example
 * matrix(2, 3).data.length; // 6
 */
export function matrix<Data extends Float64Array | Float32Array = Float64Array>(
  rows: number,
  cols: number,
  data?: Data,
): Matrix & { readonly data: Data } {
  if (data !== undefined && !isMatrixData(data)) {
    throw new TypeError(`matrix: data is ${describeValue(data)}; expected a Float64Array or Float32Array`);
  }
  checkSizes("matrix", rows, cols, data?.length);
  checkNotTooMany(rows, cols);
  return { rows, cols, data: data ?? (new Float64Array(rows * cols) as Float64Array as Data) };
}

/** Throws when a matrix would have more numbers than can be had. */
export function checkNotTooMany(rows: number, cols: number): void {
  if (rows * cols <= MOST_NUMBERS) return;
  throw new RangeError(`matrix: ${rows} x ${cols} numbers are too many; expected 2^32 at the most`);
}

/**
 * A float64 matrix from nested rows.
 *
 * @param rows one array of numbers a row, all of the same length
 * @throws TypeError when rows are no array
 * @throws RangeError when a row is shorter or longer than the first one, or holds something that is no number
 * @example
 * fromRows([[1, 2], [3, 4]]).data; // Float64Array [1, 2, 3, 4]
 */
export function fromRows(rows: NestedRows): Matrix & { readonly data: Float64Array } {
  return checkedRows("fromRows", rows);
}

/** As `fromRows`, for a function that takes them: `name` begins the errors. */
export function checkedRows(name: string, rows: NestedRows): Matrix & { readonly data: Float64Array } {
  if (!isArrayLike(rows)) throw new TypeError(`${name}: got ${describeValue(rows)}; expected rows of numbers`);
  for (let i = 0; i < rows.length; i++) {
    if (!isArrayLike(rows[i])) {
      throw new RangeError(`${name}: row ${i} is ${describeValue(rows[i])}; expected an array of numbers`);
    }
  }
  const cols = rows.length === 0 ? 0 : rows[0].length;
  const result = matrix(rows.length, cols);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row.length !== cols) {
      throw new RangeError(`${name}: row ${i} has ${counted(row.length, "numbers")}; expected ${cols}, as row 0 has`);
    }
    for (let j = 0; j < cols; j++) {
      if (typeof row[j] !== "number") {
        throw new RangeError(`${name}: row ${i}, column ${j} is ${describeValue(row[j])}; expected a number`);
      }
      result.data[i * cols + j] = row[j];
    }
  }
  return result;
}

/**
 * Whether `value` has the three fields of a matrix.
 *
 * @param value anything; it does not throw
 * @example
 * isMatrix({ rows: 1, cols: 2, data: new Float64Array(2) }); // true
 * isMatrix([[1, 2]]); // false
 */
export function isMatrix(value: unknown): value is Matrix {
  const m = value as Partial<Matrix> | null;
  return (
    typeof m === "object" &&
    m !== null &&
    typeof m.rows === "number" &&
    typeof m.cols === "number" &&
    isMatrixData(m.data)
  );
}

function isMatrixData(data: unknown): data is Matrix["data"] {
  return data instanceof Float64Array || data instanceof Float32Array;
}

/** Throws when `value` is no matrix, or its sizes and its data do not fit. */
export function checkMatrix(name: string, value: Matrix): void {
  if (!isMatrix(value)) {
    const { data } = (value ?? {}) as Partial<Matrix>;
    const of = data === undefined ? "" : ` with data that is ${describeValue(data)}`;
    throw new TypeError(
      `${name} is ${describeValue(value)}${of}; expected a matrix, its data a Float64Array or Float32Array`,
    );
  }
  checkSizes(name, value.rows, value.cols, value.data.length);
}

function checkSizes(name: string, rows: number, cols: number, numbers: number | undefined): void {
  for (const [size, what] of [
    [rows, "rows"],
    [cols, "cols"],
  ] as const) {
    if (!Number.isInteger(size) || size < 0) {
      throw new RangeError(`${name}: ${what} is ${describeValue(size)}; expected a whole number, 0 or more`);
    }
  }
  if (numbers !== undefined && numbers !== rows * cols) {
    throw new RangeError(
      `${name}: data has ${counted(numbers, "numbers")}; expected ${rows} x ${cols} = ${rows * cols}`,
    );
  }
}

/**
 * Row `i` as a view: writing to it writes to the matrix.
 *
 * @param m N x D
 * @param i whole number, 0 to N - 1
 * @returns D numbers
 * @throws TypeError when m is no matrix
 * @throws RangeError when it has no such row
 * @example
 * rowOf(fromRows([[1, 2], [3, 4]]), 1); // Float64Array [3, 4]
 */
export function rowOf(m: Matrix, i: number): Float64Array | Float32Array {
  checkMatrix("rowOf: m", m);
  if (!(Number.isInteger(i) && i >= 0 && i < m.rows)) {
    throw new RangeError(`rowOf: i is ${describeValue(i)}; expected a row of the matrix, 0 to ${m.rows - 1}`);
  }
  return m.data.subarray(i * m.cols, (i + 1) * m.cols);
}

/**
 * The rows of the matrix as arrays of numbers: for printing and for JSON.
 *
 * @param m N x D
 * @returns N arrays of D numbers
 * @throws TypeError when m is no matrix
 * @example
 * toRows(matrix(1, 2)); // [[0, 0]]
 */
export function toRows(m: Matrix): number[][] {
  checkMatrix("toRows: m", m);
  return Array.from({ length: m.rows }, (_, i) => Array.from(rowOf(m, i)));
}

/**
 * The chosen rows, copied in the order given; a row may be taken more than once.
 *
 * @param m N x D
 * @param indices n whole numbers, 0 to N - 1
 * @returns n x D
 * @throws TypeError when m is no matrix or the indices are no array
 * @throws RangeError when an index is not a row of the matrix
 * @example
 * toRows(takeRows(fromRows([[1, 2], [3, 4]]), [1, 1])); // [[3, 4], [3, 4]]
 */
export function takeRows(m: Matrix, indices: ArrayLike<number>): Matrix {
  checkMatrix("takeRows: m", m);
  if (!isArrayLike(indices)) {
    throw new TypeError(`takeRows: indices is ${describeValue(indices)}; expected an array of rows`);
  }
  const data =
    m.data instanceof Float32Array
      ? new Float32Array(indices.length * m.cols)
      : new Float64Array(indices.length * m.cols);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (!(Number.isInteger(index) && index >= 0 && index < m.rows)) {
      throw new RangeError(
        `takeRows: index ${i} is ${describeValue(index)}; expected a row of the matrix, 0 to ${m.rows - 1}`,
      );
    }
    data.set(rowOf(m, index), i * m.cols);
  }
  return matrix(indices.length, m.cols, data);
}
