import { checkPositive } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import type { Schedule } from "../optimizers/learning-rate.js";
import { schedule } from "./schedule.js";

/**
 * The same learning rate at every step: what an optimizer makes of a number.
 *
 * @param rate above 0
 * @returns a function of the step, from 0
 * @throws RangeError when rate is none; later, when a step is none
 * @example
 * constantSchedule(0.1)(1000); // 0.1
 * @see Robbins and Monro: A stochastic approximation method (1951), for what it cannot reach
 */
export function constantSchedule(rate: number): Schedule {
  checkPositive("constantSchedule: rate", rate);
  return made(
    "constantSchedule",
    [rate],
    schedule("constantSchedule", () => rate),
  );
}
