import { checkLength, checkObject } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { ColumnScales } from "../numerics/standardized.js";

/** What a model brings the columns of its features to mean 0 and deviation 1 by: constants, which no training changes. */
export interface InputScales extends ColumnScales {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/** A copy of them; throws when they are not one finite mean and one scale above 0 for each column. */
export function inputScales(name: string, given: ColumnScales, inputs: number): InputScales {
  checkObject(name, given);
  const { mean, scale } = given;
  for (const [what, values] of Object.entries({ mean, scale })) {
    checkLength(`${name}: ${what}`, values, inputs, "numbers, one a column of the features");
    for (let i = 0; i < inputs; i++) {
      if (Number.isFinite(values[i]) && (what === "mean" || values[i] > 0)) continue;
      const expected = what === "mean" ? "a finite number" : "a finite number above 0";
      throw new RangeError(`${name}: ${what}: entry ${i} is ${describeValue(values[i])}; expected ${expected}`);
    }
  }
  // JSON has no -0.
  return { mean: Float64Array.from(mean, (x) => x + 0), scale: Float64Array.from(scale) };
}
