import { describeValue } from "../numerics/describe-value.js";
import type { Random } from "../numerics/random.js";

/** Row numbers are held in an Int32Array. */
const MOST_ROWS = 2 ** 31;

/**
 * Row numbers in batches: every row once, the last batch smaller when the size does not divide the rows.
 *
 * @param rows number of rows, 0 or more
 * @param size rows in a batch, 1 or more
 * @param random shuffles the rows before they are dealt out; without it they come in their order
 * @returns a generator of arrays of row numbers, 0 to rows - 1: each a part of one array's memory, its own
 * @throws TypeError when random is no generator
 * @throws RangeError when rows or size is not such a whole number
 * @example
 * [...batches(5, 2)]; // [Int32Array [0, 1], Int32Array [2, 3], Int32Array [4]]
 */
export function batches(rows: number, size: number, random?: Random): Generator<Int32Array> {
  if (!Number.isInteger(rows) || rows < 0) {
    throw new RangeError(`batches: rows is ${describeValue(rows)}; expected a whole number, 0 or more`);
  }
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`batches: size is ${describeValue(size)}; expected a whole number, 1 or more`);
  }
  if (random !== undefined && typeof random?.shuffle !== "function") {
    throw new TypeError(`batches: random is ${describeValue(random)}; expected a generator, as createRandom makes`);
  }
  if (rows > MOST_ROWS) throw new RangeError(`batches: rows is ${rows}; expected 2^31 at the most`);
  const order = new Int32Array(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  random?.shuffle(order);
  return slices(order, size);
}

/** Rows in their order, so many at a time: views of them. */
export function* slices(order: Int32Array, size: number): Generator<Int32Array> {
  for (let begin = 0; begin < order.length; begin += size) yield order.subarray(begin, begin + size);
}
