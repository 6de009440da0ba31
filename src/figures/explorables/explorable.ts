import { describeValue } from "../../numerics/describe-value.js";
import type { Figure } from "../figure.js";

/** A number that the reader changes. */
export interface Slider {
  readonly name: string;
  /** What the reader sees beside it. */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Where it stands when nothing is said. */
  readonly value: number;
}

/** What a reader of an explorable takes hold of. */
export interface Controls {
  /** What it is about, in a few words. */
  readonly title: string;
  readonly sliders: readonly Slider[];
}

/** A figure that depends on a few numbers, which its reader moves. Drawn where the reader is: no kernel is asked. */
export interface Explorable extends Controls {
  /**
   * The figure for these numbers, one for each slider by its name.
   */
  figure(values: Readonly<Record<string, number>>): Figure;
}

/** An explorable of a cell's own: its figure may take its time, since the kernel computes it. */
export interface ComputedExplorable extends Controls {
  /**
   * The figure for these numbers, one for each slider by its name.
   */
  figure(values: Readonly<Record<string, number>>): Figure | Promise<Figure>;
}

/**
 * A number for each slider of an explorable: the given one, else where the slider stands by itself.
 *
 * @param given numbers by the names of the sliders
 * @throws RangeError when a name is no slider's or a number is outside its slider
 * @example
 * startValues(explorables.surprisal, { p: 0.2 }); // { p: 0.2 }
 */
export function startValues(
  { sliders }: Controls,
  given: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const names = sliders.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw new RangeError(`explorable: ${name} is no slider; expected ${names.join(", ")}`);
  }
  return Object.fromEntries(
    sliders.map(({ name, min, max, value }) => {
      const number = given[name] ?? value;
      if (!(number >= min && number <= max)) {
        throw new RangeError(`explorable: ${name} is ${describeValue(number)}; expected ${min} to ${max}`);
      }
      return [name, number];
    }),
  );
}
