import { checkCount, checkNotNegative, checkPositive } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import { checkOptionNames } from "../../numerics/option-names.js";
import type { Schedule } from "../optimizers/learning-rate.js";
import { schedule } from "./schedule.js";

/**
 * A learning rate that goes to `end` in `steps` steps, and stays there: end + (rate - end) (1 - step / steps)^power. Power 1
 * is a straight line.
 *
 * @param rate the first one, above 0
 * @param options steps: whole number, 1 or more; end: 0 or more, default 0; power: above 0, default 1
 * @returns a function of the step, from 0
 * @throws TypeError, RangeError when a setting is outside its range; later, when a step is none
 * @example
 * const rate = polynomialSchedule(0.2, { steps: 100, power: 2 });
 * rate(50); // 0.05
 * @see optax's polynomial_schedule; PyTorch's PolynomialLR is that with end 0
 */
export function polynomialSchedule(rate: number, options: { steps: number; end?: number; power?: number }): Schedule {
  const name = "polynomialSchedule";
  checkOptionNames(name, options, { steps: true, end: true, power: true });
  const { steps, end = 0, power = 1 } = options;
  checkPositive(`${name}: rate`, rate);
  checkCount(`${name}: steps`, steps, 1);
  checkNotNegative(`${name}: end`, end);
  checkPositive(`${name}: power`, power);
  return made(
    "polynomialSchedule",
    [rate, options],
    schedule(name, (step) => end + (rate - end) * (1 - Math.min(1, step / steps)) ** power),
  );
}
