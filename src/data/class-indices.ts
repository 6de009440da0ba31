import { describeValue } from "../numerics/describe-value.js";
import { isMissingWord } from "./missing-value.js";
import type { Cell } from "./table.js";

/** The class of each row, and what the classes are called. */
export interface ClassIndices {
  readonly targets: Int32Array;
  readonly classNames: readonly string[];
}

/**
 * Numbers the classes of a column of values.
 *
 * The order is that of `given`, or else: numbers ascending, text by its code units, false before true; text when mixed.
 *
 * @param values one a row, none missing
 * @param given the classes in the wanted order, when the caller says so
 * @param column what to call the column in messages
 * @param place what to call the i-th value in messages
 * @throws RangeError when a value is not among the given classes, a class is given twice, there are fewer than two, or a word that
 * may mean a missing value is among numbers
 */
export function classIndices(
  values: readonly Cell[],
  given: readonly (string | number | boolean)[] | undefined,
  column: string,
  place: (i: number) => string,
): ClassIndices {
  values.forEach((value, i) => {
    if (!["number", "string", "boolean"].includes(typeof value)) {
      throw new RangeError(`${place(i)} is ${describeValue(value)}; expected a number, text, true or false`);
    }
  });
  const classNames = given ? given.map(String) : namesInOrder(values, column);
  const twice = classNames.find((name, i) => classNames.indexOf(name) !== i);
  if (twice !== undefined)
    throw new RangeError(`classNames: ${describeValue(twice)} is named twice; expected different names`);
  if (classNames.length === 0) throw new RangeError("classNames is empty; expected two classes or more");
  if (classNames.length < 2) {
    const found = given ? "classNames has" : `${column} holds`;
    throw new RangeError(
      `${found} one value only, ${describeValue(classNames[0])}; expected two classes or more${given ? "" : " (classNames may name those that do not occur)"}`,
    );
  }
  const indexOf = new Map(classNames.map((name, k) => [name, k]));
  const targets = Int32Array.from(values, (value, i) => {
    const k = indexOf.get(String(value));
    if (k === undefined) {
      throw new RangeError(
        `${place(i)} is ${describeValue(value)}; expected one of ${classNames.map(describeValue).join(", ")}`,
      );
    }
    return k;
  });
  return { targets, classNames };
}

/**
 * The names of the classes that these values are.
 *
 * @throws RangeError when they are numbers, or true and false, but for a word that may mean a missing value
 */
export function namesInOrder(values: Iterable<Cell>, column: string): string[] {
  const different = [...new Set(values)];
  const words = different.filter((value) => typeof value === "string");
  if (words.length > 0 && words.length < different.length && words.every(isMissingWord)) {
    const [word, other] = [words[0], different.find((value) => typeof value !== "string")].map(describeValue);
    throw new RangeError(
      `${column} holds ${word} among values such as ${other}; expected classNames: with ${word} in it that is a class, without it a missing value`,
    );
  }
  if (different.every((value) => typeof value === "number")) different.sort((a, b) => a - b);
  else different.sort((a, b) => (String(a) < String(b) ? -1 : 1));
  return different.map(String);
}
