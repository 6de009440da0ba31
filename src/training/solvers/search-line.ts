import { isFinitePoint, type Point } from "./objective.js";
import { dot, plus } from "./vector.js";

/** How much of the decrease that the slope promises has to come, and how much of the slope may be left. */
const [DECREASE, CURVATURE] = [1e-4, 0.9];
/** Below this share of the value a difference of two values says nothing. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * A point along a direction that fulfils Wolfe's conditions, by doubling and halving the step, from 1. Where the value no
 * longer tells, within rounding, the slope alone decides.
 *
 * @param direction downhill
 * @returns undefined where there is none to be found: the precision is used up, or the function falls for ever
 * @see Lewis and Overton: Nonsmooth optimization via quasi-Newton methods (2013), algorithm 2.6; Hager and Zhang: A new
 * conjugate gradient method with guaranteed descent (2005), eq. 4.1, for the slope alone
 */
export function searchLine(
  from: Point,
  direction: Float64Array,
  evaluate: (x: Float64Array) => Point,
): Point | undefined {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return undefined;
  let [low, high, step] = [0, Number.POSITIVE_INFINITY, 1];
  for (let tries = 0; tries < 100; tries++) {
    const point = evaluate(plus(from.x, step, direction));
    const slopeThere = dot(point.gradient, direction);
    const falls =
      point.value <= from.value + DECREASE * step * slope ||
      (point.value <= from.value + ROUNDING * Math.abs(from.value) && slopeThere <= (2 * DECREASE - 1) * slope);
    if (!(falls && isFinitePoint(point))) high = step;
    else if (slopeThere < CURVATURE * slope) low = step;
    else return point;
    step = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
  }
  return undefined;
}
