import { describeValue } from "../../numerics/describe-value.js";

/** The learning rate of every step, a pure function; the first step is step 0. */
export type Schedule = (step: number) => number;

/** The same for all steps, or a schedule. */
export type LearningRate = number | Schedule;

/** The learning rate as a schedule: a number is checked now, what a function gives at every step. */
export function scheduleOf(name: string, learningRate: LearningRate): Schedule {
  if (typeof learningRate === "function") {
    return (step) => {
      const rate = learningRate(step);
      if (Number.isFinite(rate) && rate >= 0) return rate;
      throw new RangeError(
        `${name}: learningRate of step ${step} is ${describeValue(rate)}; expected a finite number, 0 or more`,
      );
    };
  }
  if (!(Number.isFinite(learningRate) && learningRate > 0)) {
    throw new RangeError(
      `${name}: learningRate is ${describeValue(learningRate)}; expected a finite number above 0, or a schedule`,
    );
  }
  return () => learningRate;
}
