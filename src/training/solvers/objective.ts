import { checkLength } from "../../numerics/check.js";
import { describeValue } from "../../numerics/describe-value.js";

/** A function to make small: its value at x, and its gradient, as many numbers as x has. */
export type Objective = (x: Float64Array) => { readonly value: number; readonly gradient: ArrayLike<number> };

/** Where a search stands. */
export interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** The objective at x. */
export function pointAt(name: string, objective: Objective, x: Float64Array): Point {
  const { value, gradient } = objective(x.slice()) ?? {};
  if (typeof value !== "number") {
    throw new TypeError(`${name}: objective gave the value ${describeValue(value)}; expected a number`);
  }
  checkLength(`${name}: the gradient of objective`, gradient, x.length, "numbers, as start has");
  return { x, value, gradient: Float64Array.from(gradient) };
}

/** Whether value and gradient are finite. */
export function isFinitePoint({ value, gradient }: Point): boolean {
  return Number.isFinite(value) && gradient.every(Number.isFinite);
}
