import { counted } from "./counted.js";
import { describeValue } from "./describe-value.js";
import type { Matrix } from "./matrix.js";

/** One flag a row: what is left out, false or 0, may hold anything. */
export type Mask = ArrayLike<boolean | number>;

/** Throws for the first entry that is not as expected, naming its row and column. */
export function checkEntries(
  name: string,
  m: Matrix,
  isFine: (entry: number) => boolean,
  expected: string,
  mask?: Mask,
): void {
  for (let i = 0; i < m.data.length; i++) {
    if (!isFine(m.data[i])) {
      const row = Math.floor(i / m.cols);
      if (mask && !mask[row]) continue;
      throw new RangeError(`${name}: row ${row}, column ${i % m.cols} is ${m.data[i]}; expected ${expected}`);
    }
  }
}

/** How far a sum of probabilities may be from 1: the square root of the type's epsilon. */
export function sumTolerance(values: ArrayLike<number>): number {
  return values instanceof Float32Array ? 2 ** -11.5 : 2 ** -26;
}

/** Throws for the first row that does not sum to 1 within the tolerance of its type. */
export function checkRowSums(name: string, m: Matrix, mask?: Mask): void {
  const tolerance = sumTolerance(m.data);
  for (let i = 0; i < m.rows; i++) {
    if (mask && !mask[i]) continue;
    let sum = 0;
    for (let k = 0; k < m.cols; k++) sum += m.data[i * m.cols + k];
    if (!(Math.abs(sum - 1) <= tolerance)) {
      const isSingle = Math.abs(sum - 1) <= 2 ** -11.5;
      const remedy = isSingle ? "; probabilities of float32 go with a matrix on a Float32Array" : "";
      throw new RangeError(
        `${name}: row ${i} sums to ${sum}; expected 1 within ${tolerance.toExponential(1)}${remedy}`,
      );
    }
  }
}

/** Whether a value is an array, a typed array, or an object that can be read like one; a text is none. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (typeof value !== "object" || value === null) return false;
  const { length } = value as { length?: unknown };
  return Number.isInteger(length) && (length as number) >= 0;
}

/** Throws when something that holds named things, such as options, is no object. */
export function checkObject(name: string, value: unknown): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} is ${describeValue(value)}; expected an object`);
  }
}

/** Throws when a value is no array of names (texts). */
export function checkNames(name: string, values: unknown): void {
  if (!Array.isArray(values)) throw new TypeError(`${name} is ${describeValue(values)}; expected an array of names`);
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] !== "string") {
      throw new TypeError(`${name}: entry ${i} is ${describeValue(values[i])}; expected a name`);
    }
  }
}

/** Throws when a vector has another length than the rows it goes with. */
export function checkLength(name: string, values: ArrayLike<unknown>, expected: number, what: string): void {
  if (!isArrayLike(values)) {
    throw new TypeError(`${name} is ${describeValue(values)}; expected ${counted(expected, what)}`);
  }
  if (values.length !== expected)
    throw new RangeError(`${name} has length ${values.length}; expected ${counted(expected, what)}`);
}

/** Throws for the first target that is neither the index of a class nor the number that stands for none. */
export function checkClassIndices(
  name: string,
  targets: ArrayLike<number>,
  classes: number,
  mask?: Mask,
  ignoreIndex?: number,
): void {
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i];
    if ((mask && !mask[i]) || (target === ignoreIndex && ignoreIndex !== undefined)) continue;
    if (!(Number.isInteger(target) && target >= 0 && target < classes)) {
      throw new RangeError(
        `${name}: row ${i} is ${describeValue(target)}; expected a class index, a whole number from 0 to ${classes - 1}${target === -100 ? " (or ignoreIndex: -100)" : ""}`,
      );
    }
  }
}

/** Whether a value is a number from 0 to 1: text and null, which compare as numbers, are none. */
export function isShare(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

/** Throws for the first number outside [0, 1]. */
export function checkUnitInterval(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!isShare(values[i])) {
      throw new RangeError(`${name}: row ${i} is ${describeValue(values[i])}; expected a number from 0 to 1`);
    }
  }
}

/** Throws for the first weight that is negative or not finite. */
export function checkWeights(name: string, weights: ArrayLike<number>): void {
  for (let i = 0; i < weights.length; i++) {
    if (!Number.isFinite(weights[i]) || weights[i] < 0) {
      throw new RangeError(`${name}: entry ${i} is ${describeValue(weights[i])}; expected a finite number, 0 or more`);
    }
  }
}

/** Throws when a value is neither true nor false. */
export function checkFlag(name: string, value: unknown): void {
  if (typeof value !== "boolean") throw new TypeError(`${name} is ${describeValue(value)}; expected true or false`);
}

/** Throws for the first flag that is neither true or 1 nor false or 0. */
export function checkFlags(name: string, flags: ArrayLike<boolean | number>): void {
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i];
    if (typeof flag !== "boolean" && flag !== 0 && flag !== 1) {
      throw new RangeError(`${name}: entry ${i} is ${describeValue(flag)}; expected true or false, 1 or 0`);
    }
  }
}
