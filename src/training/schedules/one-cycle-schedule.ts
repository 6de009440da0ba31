import { checkBetween, checkCount, checkPositive } from "../../numerics/check-number.js";
import { describeValue } from "../../numerics/describe-value.js";
import { made } from "../../numerics/made.js";
import { checkOptionNames } from "../../numerics/option-names.js";
import type { Schedule } from "../optimizers/learning-rate.js";
import { cosineBetween, schedule } from "./schedule.js";

/**
 * One cycle: the learning rate rises from peak / startDivisor to `peak` along half a cosine wave in a share `rise` of the
 * steps, then falls to the start's / endDivisor at the last step, number steps - 1, and stays there.
 *
 * PyTorch's form and defaults: the peak is at step rise * steps - 1. In optax's cosine_onecycle_schedule it is at
 * floor(rise * steps), and the end at step `steps`.
 *
 * @param peak the highest one, above 0
 * @param options steps: whole number, 2 or more; rise: above 0 and below 1, with rise * steps above 1, default 0.3;
 * startDivisor: above 0, default 25; endDivisor: above 0, default 1e4
 * @returns a function of the step, from 0
 * @throws TypeError, RangeError when a setting is outside its range; later, when a step is none
 * @example
 * const rate = oneCycleSchedule(0.5, { steps: 100 });
 * rate(0); // 0.02
 * rate(29); // 0.5
 * rate(99).toFixed(9); // "0.000002000"
 * @see Smith and Topin: Super-convergence (2018); PyTorch's OneCycleLR, the momentum of which does not change here
 */
export function oneCycleSchedule(
  peak: number,
  options: { steps: number; rise?: number; startDivisor?: number; endDivisor?: number },
): Schedule {
  const name = "oneCycleSchedule";
  checkOptionNames(name, options, { steps: true, rise: true, startDivisor: true, endDivisor: true });
  const { steps, rise = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  checkPositive(`${name}: peak`, peak);
  checkCount(`${name}: steps`, steps, 2);
  checkBetween(`${name}: rise`, rise);
  checkPositive(`${name}: startDivisor`, startDivisor);
  checkPositive(`${name}: endDivisor`, endDivisor);
  const [top, last] = [rise * steps - 1, steps - 1];
  if (!(top > 0)) {
    throw new RangeError(
      `${name}: rise is ${describeValue(rise)} of ${steps} steps; expected so much that rise * steps is above 1`,
    );
  }
  const start = peak / startDivisor;
  const end = start / endDivisor;
  return made(
    "oneCycleSchedule",
    [peak, options],
    schedule(name, (step) =>
      step <= top
        ? cosineBetween(start, peak, step / top)
        : cosineBetween(peak, end, Math.min(1, (step - top) / (last - top))),
    ),
  );
}
