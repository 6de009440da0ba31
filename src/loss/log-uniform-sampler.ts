import { describeValue } from "../numerics/describe-value.js";
import type { Random } from "../numerics/random.js";
import type { ClassSample } from "./class-sample.js";

/**
 * Draws classes with probabilities as log((k + 2) / (k + 1)): about 1 / (k + 1), Zipf's law, for classes that are
 * numbered from the most to the least frequent. No class comes twice, and the probability of each to be in the sample is
 * known exactly: it is proportional to that, but for the first few, which are always in when their share would exceed 1.
 * A sample of all classes is every class once.
 *
 * One random number u is drawn. The classes lie end to end on a line, each as long as it is probable, and those are taken
 * on which one of the points u, 1 + u, 2 + u, ... falls.
 *
 * @param classes K, 1 or more
 * @param samples n classes to draw, 1 to K
 * @param random where u is from, as `createRandom` makes it
 * @returns n different classes and, of each, the expected count: its probability to be in the sample
 * @throws TypeError when random is no generator
 * @throws RangeError when classes is no whole number, 1 or more, or samples none from 1 to classes
 * @example
 * logUniformSampler(10, 10, createRandom(1)).expectedCounts; // Float64Array [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
 * @see Madow: On the theory of systematic sampling, II (1949)
 */
export function logUniformSampler(classes: number, samples: number, random: Random): ClassSample {
  if (!(Number.isInteger(classes) && classes >= 1)) {
    throw new RangeError(`logUniformSampler: classes is ${describeValue(classes)}; expected a whole number, 1 or more`);
  }
  if (!(Number.isInteger(samples) && samples >= 1 && samples <= classes)) {
    throw new RangeError(
      `logUniformSampler: samples is ${describeValue(samples)}; expected a whole number, 1 to ${classes}, the classes`,
    );
  }
  if (typeof random?.next !== "function") {
    throw new TypeError(
      `logUniformSampler: random is ${describeValue(random)}; expected a generator, as createRandom makes`,
    );
  }
  let certain = 0;
  while (expectedCount(certain, certain) > 1) certain++;
  const drawn = Array.from({ length: certain }, (_, k) => k);
  const expectedCounts: number[] = drawn.map(() => 1);
  const u = random.next();
  for (let i = 0; i < samples - certain; i++) {
    const place = ((u + i) / (samples - certain)) * lengthFrom(certain, classes);
    const k = Math.min(classes - 1, Math.floor((certain + 1) * Math.exp(place) - 1));
    drawn.push(k);
    expectedCounts.push(expectedCount(k, certain));
  }
  return { classes: Int32Array.from(drawn), expectedCounts: Float64Array.from(expectedCounts) };

  /** Of class k, when the classes before `first` are always drawn. */
  function expectedCount(k: number, first: number): number {
    return ((samples - first) * lengthFrom(k, k + 1)) / lengthFrom(first, classes);
  }
}

/** log((to + 1) / (from + 1)): what the classes from `from` to before `to` measure. */
function lengthFrom(from: number, to: number): number {
  return Math.log1p((to - from) / (from + 1));
}
