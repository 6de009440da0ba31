import { checkClassIndices, checkLength } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import { createRandom, type Random } from "../numerics/random.js";

/** Classes that stand for all of them. */
export interface ClassSample {
  /** Class indices; one that is there twice counts twice. */
  readonly classes: ArrayLike<number>;
  /** How often each of them is expected in such a sample: above 0; its probability where no class comes twice. */
  readonly expectedCounts: ArrayLike<number>;
}

/** Draws about `samples` of the classes 0 to `classes` - 1. */
export type ClassSampler = (classes: number, samples: number, random: Random) => ClassSample;

/** Draws the classes, and throws unless they are as described. */
export function drawnClasses(
  name: string,
  classes: number,
  samples: number,
  seed: number,
  sampler: ClassSampler,
): ClassSample {
  if (!(Number.isInteger(samples) && samples >= 1 && samples <= classes)) {
    throw new RangeError(
      `${name}: samples is ${describeValue(samples)}; expected a whole number, 1 to ${classes}, the number of classes`,
    );
  }
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new RangeError(`${name}: seed is ${describeValue(seed)}; expected a whole number, 0 to 2^53 - 1`);
  }
  if (typeof sampler !== "function") {
    throw new TypeError(`${name}: sampler is ${describeValue(sampler)}; expected a function`);
  }
  const sample = sampler(classes, samples, createRandom(seed));
  if (!(sample?.classes?.length > 0)) {
    throw new RangeError(`${name}: sampler: classes is ${describeValue(sample?.classes)}; expected one class or more`);
  }
  checkClassIndices(`${name}: sampler: classes`, sample.classes, classes);
  checkLength(`${name}: sampler: expectedCounts`, sample.expectedCounts, sample.classes.length, "counts, one a class");
  for (let i = 0; i < sample.classes.length; i++) {
    const count = sample.expectedCounts[i];
    if (!(count > 0 && Number.isFinite(count))) {
      throw new RangeError(
        `${name}: sampler: expectedCounts: entry ${i} is ${describeValue(count)}; expected a finite number above 0`,
      );
    }
  }
  return sample;
}
