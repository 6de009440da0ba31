import { checkCount, checkNotNegative, checkPositive } from "../../numerics/check-number.js";
import { describeValue } from "../../numerics/describe-value.js";
import { made } from "../../numerics/made.js";
import { checkOptionNames } from "../../numerics/option-names.js";
import type { Schedule } from "../optimizers/learning-rate.js";
import { cosineBetween, schedule } from "./schedule.js";

/**
 * A learning rate that rises along a line from `start` to `peak` in `warmup` steps, falls along half a cosine wave to `end`
 * at step `steps`, and stays there.
 *
 * @param peak the highest one, above 0
 * @param options steps: whole number, 1 or more, the warm-up among them; warmup: whole number, less than steps, default 0;
 * start and end: 0 or more, default 0
 * @returns a function of the step, from 0
 * @throws TypeError, RangeError when a setting is outside its range; later, when a step is none
 * @example
 * const rate = cosineSchedule(0.1, { warmup: 10, steps: 110 });
 * rate(5); // 0.05
 * rate(10); // 0.1
 * rate(60).toFixed(9); // "0.050000000"
 * rate(110); // 0
 * @see Loshchilov and Hutter: SGDR (2017), eq. 5; optax's warmup_cosine_decay_schedule is the same, and PyTorch's
 * CosineAnnealingLR is that without warm-up, which begins to rise again after its end
 */
export function cosineSchedule(
  peak: number,
  options: { steps: number; warmup?: number; start?: number; end?: number },
): Schedule {
  const name = "cosineSchedule";
  checkOptionNames(name, options, { steps: true, warmup: true, start: true, end: true });
  const { steps, warmup = 0, start = 0, end = 0 } = options;
  checkPositive(`${name}: peak`, peak);
  checkCount(`${name}: steps`, steps, 1);
  checkCount(`${name}: warmup`, warmup, 0);
  checkNotNegative(`${name}: start`, start);
  checkNotNegative(`${name}: end`, end);
  if (warmup >= steps) {
    throw new RangeError(`${name}: warmup is ${describeValue(warmup)}; expected less than steps, which is ${steps}`);
  }
  return made(
    "cosineSchedule",
    [peak, options],
    schedule(name, (step) =>
      step < warmup
        ? start + (peak - start) * (step / warmup)
        : cosineBetween(peak, end, Math.min(1, (step - warmup) / (steps - warmup))),
    ),
  );
}
