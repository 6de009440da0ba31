import { checkLength, isArrayLike } from "../../numerics/check.js";
import { checkCount, checkNotNegative } from "../../numerics/check-number.js";
import { describeValue } from "../../numerics/describe-value.js";
import { made } from "../../numerics/made.js";
import type { Schedule } from "../optimizers/learning-rate.js";
import { schedule } from "./schedule.js";

/**
 * A learning rate that changes at once at some steps, and is constant between them: `rates[i]` before step `boundaries[i]`,
 * and the last rate from the last boundary on.
 *
 * @param rates one or more numbers, 0 or more
 * @param boundaries whole numbers of 1 or more, one fewer than rates, each larger than the one before
 * @returns a function of the step, from 0
 * @throws TypeError, RangeError when an argument is none of these; later, when a step is none
 * @example
 * const rate = stepSchedule([0.1, 0.01], [500]);
 * rate(499); // 0.1
 * rate(500); // 0.01
 * @see PyTorch's MultiStepLR and optax's piecewise_constant_schedule, which change at the same step
 */
export function stepSchedule(rates: ArrayLike<number>, boundaries: ArrayLike<number>): Schedule {
  const name = "stepSchedule";
  if (!isArrayLike(rates) || rates.length === 0) {
    throw new TypeError(`${name}: rates is ${describeValue(rates)}; expected one or more learning rates`);
  }
  checkLength(`${name}: boundaries`, boundaries, rates.length - 1, "steps, one fewer than rates");
  const [allRates, ends] = [rates, boundaries].map((of) => Array.from({ length: of.length }, (_, i) => of[i]));
  for (const [i, rate] of allRates.entries()) checkNotNegative(`${name}: rates: entry ${i}`, rate);
  for (const [i, end] of ends.entries()) {
    checkCount(`${name}: boundaries: entry ${i}`, end, i === 0 ? 1 : ends[i - 1] + 1);
  }
  return made(
    "stepSchedule",
    [allRates, ends],
    schedule(name, (step) => allRates[ends.filter((end) => end <= step).length]),
  );
}
