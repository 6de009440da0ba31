import { checkEntries, isArrayLike, isShare, sumTolerance } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkedRows, checkMatrix, isMatrix, type Matrix, type NestedRows } from "../numerics/matrix.js";

/**
 * Throws when these numbers are no probability distribution: one or more entries from 0 to 1 whose sum is 1 within the
 * square root of the type's epsilon (1.5e-8; 3.5e-4 for a Float32Array).
 */
export function checkDistribution(name: string, values: ArrayLike<number>): void {
  if (!isArrayLike(values)) {
    throw new TypeError(`${name} is ${describeValue(values)}; expected an array of probabilities`);
  }
  if (values.length === 0) throw new RangeError(`${name} is empty; expected one probability or more`);
  let sum = 0;
  for (let x = 0; x < values.length; x++) {
    if (!isShare(values[x])) {
      throw new RangeError(`${name}: entry ${x} is ${describeValue(values[x])}; expected a number from 0 to 1`);
    }
    sum += values[x];
  }
  if (Math.abs(sum - 1) > sumTolerance(values)) throw new RangeError(`${name} sums to ${sum}; expected 1`);
}

/** The matrix of a table of probabilities; throws when they are none or do not sum to 1 over the whole table. */
export function checkedJoint(name: string, joint: Matrix | NestedRows): Matrix {
  const kind = (joint as { kind?: string } | null)?.kind;
  if (kind !== undefined && kind !== "probabilities") {
    throw new TypeError(`${name}: got a matrix of ${kind}; expected probabilities that sum to 1 over the whole table`);
  }
  if (isMatrix(joint)) checkMatrix(name, joint);
  const table = isMatrix(joint) ? joint : checkedRows(name, joint);
  if (table.data.length === 0) throw new RangeError(`${name} is empty; expected one probability or more`);
  checkEntries(name, table, isShare, "a number from 0 to 1 (counts divided by their sum)");
  let sum = 0;
  for (const p of table.data) sum += p;
  if (Math.abs(sum - 1) > sumTolerance(table.data)) {
    throw new RangeError(`${name} sums to ${sum}; expected 1 over the whole table`);
  }
  return table;
}
