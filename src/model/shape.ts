import { checkCount } from "../numerics/check-number.js";
import { describeValue } from "../numerics/describe-value.js";

/**
 * What a row of a matrix is: [D] numbers, [steps, features] of a sequence, [height, width, channels] of a picture. The last
 * runs fastest: the number of row y, column x, channel c is in column (y * width + x) * channels + c of the matrix.
 */
export type Shape = readonly number[];

/** The numbers in a row of such a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A shape in words: "64 x 64 x 3". */
export function shapeText(shape: Shape): string {
  return shape.join(" x ");
}

/** The shape itself, [D] for a number D; throws when it is none. */
export function checkedShape(name: string, value: number | Shape): Shape {
  if (!Array.isArray(value)) {
    checkCount(name, value, 1);
    return [value as number];
  }
  if (value.length === 0) throw new RangeError(`${name} is ${describeValue(value)}; expected one number or more`);
  for (const [i, length] of value.entries()) checkCount(`${name}: entry ${i}`, length, 1);
  if (!Number.isSafeInteger(sizeOf(value)))
    throw new RangeError(`${name} is ${shapeText(value)}; expected fewer numbers`);
  return Object.freeze([...value]);
}

/** Throws when the input of a layer has not as many dimensions as it has to have. */
export function checkDimensions(layer: string, input: Shape, dimensions: readonly string[], hint = ""): void {
  if (input.length === dimensions.length) return;
  throw new RangeError(
    `sequential: ${layer}: its input is ${shapeText(input)} a row; expected ${dimensions.join(" x ")}${hint}`,
  );
}
