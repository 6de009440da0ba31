import { checkCount, checkNotNegative } from "../../numerics/check-number.js";
import { isFinitePoint, type Objective, type Point, pointAt } from "./objective.js";
import { searchLine } from "./search-line.js";
import { dot } from "./vector.js";

export interface SolverOptions {
  /** Ends where the root of the sum of the squared entries of the gradient is no larger. Default 1e-8. */
  tolerance?: number;
  /** Whole number, 1 or more. Default 1000. */
  maxIterations?: number;
}

/** How a search ended. */
export interface Solution {
  /** Of the objective, at the end. */
  readonly value: number;
  /** The root of the sum of the squared entries of the gradient, at the end. */
  readonly gradientNorm: number;
  /** Steps taken. */
  readonly iterations: number;
  /** Whether the gradient is as small as asked for. */
  readonly converged: boolean;
  /**
   * "gradient": it is as small as asked for; "iterations": they are used up; "line search": no lower point is found along
   * the last direction: numbers are not precise enough for a smaller gradient, or the function falls for ever.
   */
  readonly ended: "gradient" | "iterations" | "line search";
}

/**
 * Goes downhill from a point, along directions that a method gives.
 *
 * @param directionAt downhill from a point
 * @param learn is told of every step taken
 */
export function descend(
  name: string,
  objective: Objective,
  start: Float64Array,
  options: SolverOptions,
  directionAt: (point: Point, iteration: number) => Float64Array,
  learn?: (from: Point, to: Point) => void,
): Solution & { readonly x: Float64Array } {
  const { tolerance = 1e-8, maxIterations = 1000 } = options;
  checkNotNegative(`${name}: tolerance`, tolerance);
  checkCount(`${name}: maxIterations`, maxIterations, 1);
  const evaluate = (x: Float64Array) => pointAt(name, objective, x);
  let point = evaluate(start);
  if (!isFinitePoint(point)) {
    throw new RangeError(`${name}: value or gradient at the start is not finite; expected finite numbers`);
  }
  let iterations = 0;
  const end = (ended: Solution["ended"]) => {
    const { x, value, gradient } = point;
    return { x, value, gradientNorm: norm(gradient), iterations, converged: ended === "gradient", ended };
  };
  for (; norm(point.gradient) > tolerance; iterations++) {
    if (iterations === maxIterations) return end("iterations");
    const next = searchLine(point, directionAt(point, iterations), evaluate);
    if (!next) return end("line search");
    learn?.(point, next);
    point = next;
  }
  return end("gradient");
}

function norm(gradient: Float64Array): number {
  return Math.sqrt(dot(gradient, gradient));
}
