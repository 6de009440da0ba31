import { checkCount, checkPositive } from "../../numerics/check-number.js";
import { made } from "../../numerics/made.js";
import { checkOptionNames } from "../../numerics/option-names.js";
import type { Schedule } from "../optimizers/learning-rate.js";
import { schedule } from "./schedule.js";

/**
 * A learning rate that is multiplied by `factor` every `steps` steps, little by little: rate * factor^(step / steps).
 *
 * @param rate the first one, above 0
 * @param options factor: above 0, below 1 for a rate that falls; steps: whole number, 1 or more, default 1
 * @returns a function of the step, from 0
 * @throws TypeError, RangeError when a setting is outside its range; later, when a step is none
 * @example
 * const rate = exponentialSchedule(0.1, { factor: 0.25, steps: 100 });
 * rate(50); // 0.05
 * @see optax's exponential_decay; PyTorch's ExponentialLR is that of 1 step
 */
export function exponentialSchedule(rate: number, options: { factor: number; steps?: number }): Schedule {
  const name = "exponentialSchedule";
  checkOptionNames(name, options, { factor: true, steps: true });
  const { factor, steps = 1 } = options;
  checkPositive(`${name}: rate`, rate);
  checkPositive(`${name}: factor`, factor);
  checkCount(`${name}: steps`, steps, 1);
  return made(
    "exponentialSchedule",
    [rate, options],
    schedule(name, (step) => rate * factor ** (step / steps)),
  );
}
