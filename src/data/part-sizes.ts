import { describeValue } from "../numerics/describe-value.js";

/** What shares of the rows are kept from training. */
export interface PartShares {
  /** The share of the rows that choices are made on, 0 to 1; 0.15 unless told otherwise. */
  readonly validation?: number;
  /** The share of the rows that is looked at once, at the end, 0 to 1; 0.15 unless told otherwise. */
  readonly test?: number;
}

/**
 * How many of N rows are for what: round(N * test), round(N * validation), and the others.
 *
 * @param name begins the errors
 * @throws RangeError when a share is outside [0, 1), nothing is left to train on, or a part that was asked for is empty
 */
export function partSizes(name: string, rows: number, { validation = 0.15, test = 0.15 }: PartShares) {
  const testRows = sharedRows(`${name}: test`, test, rows);
  const validationRows = sharedRows(`${name}: validation`, validation, rows);
  const left = rows - testRows - validationRows;
  if (left < 1) {
    throw new RangeError(
      `${name}: validation ${validation} and test ${test} leave none of ${rows} rows to train on; expected a sum below 1`,
    );
  }
  return { train: left, validation: validationRows, test: testRows };
}

function sharedRows(name: string, share: number, rows: number): number {
  if (typeof share !== "number" || !(share >= 0 && share < 1)) {
    throw new RangeError(`${name} is ${describeValue(share)}; expected a share from 0 to below 1`);
  }
  const count = Math.round(rows * share);
  if (share > 0 && count === 0) {
    throw new RangeError(`${name} is ${share}, which of ${rows} rows is none; expected 0 or a larger share`);
  }
  return count;
}
