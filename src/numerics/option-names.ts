import { checkObject } from "./check.js";
import { closestName } from "./closest-name.js";

/** The names of all options: a list that lacks one, or has one too many, does not compile. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** Throws when options are no object, hold a name that is not known, or null. What is undefined is not given. */
export function checkOptionNames(name: string, options: object, known: Readonly<Record<string, true>>): void {
  checkObject(`${name}: options`, options);
  for (const option in options) {
    if (known[option] !== true) {
      const names = Object.keys(known);
      const close = closestName(option, names);
      const hint = close === undefined ? "" : `. Did you mean ${close}?`;
      throw new RangeError(`${name}: there is no option ${option}; expected ${names.join(", ")}${hint}`);
    }
    if ((options as Readonly<Record<string, unknown>>)[option] === null) {
      throw new TypeError(`${name}: ${option} is null; expected a value, or undefined for none`);
    }
  }
}
