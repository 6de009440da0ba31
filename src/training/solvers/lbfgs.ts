import { isArrayLike } from "../../numerics/check.js";
import { checkCount } from "../../numerics/check-number.js";
import { describeValue } from "../../numerics/describe-value.js";
import { checkOptionNames, type OptionNames } from "../../numerics/option-names.js";
import { descend, type Solution, type SolverOptions } from "./descend.js";
import type { Objective, Point } from "./objective.js";
import { dot, plus } from "./vector.js";

export interface LbfgsOptions extends SolverOptions {
  /** Steps remembered, 1 or more. Default 10. */
  history?: number;
}
export const LBFGS_OPTIONS: OptionNames<LbfgsOptions> = { tolerance: true, maxIterations: true, history: true };

/**
 * The minimum of a smooth function of many variables by L-BFGS: Newton's steps with a Hessian that is made of the last
 * changes of the gradient, and never formed. Every step lowers the value, by a line search with Wolfe's conditions.
 *
 * @param objective x to `{ value, gradient }`; where the value is NaN or Infinity, it is not gone to
 * @param start D finite numbers, one or more
 * @param options tolerance (of the gradient's norm, 1e-8), maxIterations (1000), history (steps remembered, 10)
 * @returns x, value, gradientNorm, iterations, and how it ended: a small gradient is a minimum where the function is convex
 * @throws TypeError, RangeError when an argument is none of these, or the value or gradient at the start is not finite
 * @example
 * const bowl = ([x, y]: Float64Array) => ({ value: (x - 1) ** 2 + 10 * y ** 2, gradient: [2 * (x - 1), 20 * y] });
 * const { x, converged } = lbfgs(bowl, [5, 5]);
 * converged; // true
 * x[0].toFixed(6); // "1.000000"
 * @see Nocedal and Wright: Numerical optimization (2006), algorithms 7.4 and 7.5
 */
export function lbfgs(
  objective: Objective,
  start: ArrayLike<number>,
  options: LbfgsOptions = {},
): Solution & { readonly x: Float64Array } {
  checkOptionNames("lbfgs", options, LBFGS_OPTIONS);
  if (typeof objective !== "function") {
    throw new TypeError(`lbfgs: objective is ${describeValue(objective)}; expected a function`);
  }
  if (!isArrayLike(start) || start.length === 0) {
    throw new TypeError(`lbfgs: start is ${describeValue(start)}; expected one or more numbers`);
  }
  for (let i = 0; i < start.length; i++) {
    if (!Number.isFinite(start[i])) {
      throw new RangeError(`lbfgs: start: entry ${i} is ${describeValue(start[i])}; expected a finite number`);
    }
  }
  return runLbfgs("lbfgs", objective, Float64Array.from(start), options);
}

/** As `lbfgs`, for a function that uses it: `name` begins the errors. */
export function runLbfgs(name: string, objective: Objective, start: Float64Array, options: LbfgsOptions) {
  const { history = 10 } = options;
  checkCount(`${name}: history`, history, 1);
  const changes: Change[] = [];
  const learn = (from: Point, to: Point) => {
    const step = plus(to.x, -1, from.x);
    const bend = plus(to.gradient, -1, from.gradient);
    const product = dot(step, bend);
    if (!(product > 0)) return; // nothing but rounding
    changes.push({ step, bend, product });
    if (changes.length > history) changes.shift();
  };
  return descend(name, objective, start, options, ({ gradient }) => directionOf(gradient, changes), learn);
}

/** A step taken, how the gradient changed with it, and the product of the two. */
interface Change {
  readonly step: Float64Array;
  readonly bend: Float64Array;
  readonly product: number;
}

/** Minus the gradient times the inverse Hessian that the changes tell of: two walks over them, back and forth. */
function directionOf(gradient: Float64Array, changes: readonly Change[]): Float64Array {
  const last = changes.at(-1);
  if (!last) return gradient.map((g) => -g / Math.max(1, Math.sqrt(dot(gradient, gradient))));
  let direction: Float64Array = gradient.map((g) => -g);
  const shares: number[] = [];
  for (const [i, { step, bend, product }] of [...changes.entries()].reverse()) {
    shares[i] = dot(step, direction) / product;
    direction = plus(direction, -shares[i], bend);
  }
  const scale = last.product / dot(last.bend, last.bend);
  direction = direction.map((d) => scale * d);
  for (const [i, { step, bend, product }] of changes.entries()) {
    direction = plus(direction, shares[i] - dot(bend, direction) / product, step);
  }
  return direction;
}
