import { describeValue } from "../../numerics/describe-value.js";
import type { Controls } from "./explorable.js";

/**
 * The title and sliders of an explorable that somebody else has written: a cell, or a saved notebook.
 *
 * @param explorable anything
 * @throws TypeError when it has no title or no sliders, or a slider has no name, no label or no numbers
 * @throws RangeError when two sliders have one name, or a slider goes nowhere or stands outside of itself
 * @example
 * checkControls({ title: "Temperature", sliders: [{ name: "t", label: "T", min: 0.1, max: 5, step: 0.1, value: 1 }] });
 */
export function checkControls(explorable: unknown): asserts explorable is Controls {
  const { title, sliders } = record(explorable);
  if (typeof title !== "string" || title === "") {
    throw new TypeError(`explorable: title is ${describeValue(title)}; expected a few words`);
  }
  if (!Array.isArray(sliders) || sliders.length === 0) {
    throw new TypeError(`explorable: sliders is ${describeValue(sliders)}; expected an array of one slider or more`);
  }
  sliders.forEach(checkSlider);
  const names = sliders.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new RangeError(`explorable: two sliders are named ${describeValue(twice)}`);
}

function checkSlider(slider: unknown, index: number): void {
  const parts = record(slider);
  for (const part of ["name", "label"]) {
    if (typeof parts[part] === "string" && parts[part] !== "") continue;
    throw new TypeError(`explorable: sliders[${index}].${part} is ${describeValue(parts[part])}; expected a text`);
  }
  for (const part of ["min", "max", "step", "value"]) {
    if (Number.isFinite(parts[part])) continue;
    const given = describeValue(parts[part]);
    throw new TypeError(`explorable: ${parts.name}: ${part} is ${given}; expected a finite number`);
  }
  const { name, min, max, step, value } = parts as Record<string, number>;
  if (min >= max) throw new RangeError(`explorable: ${name}: min is ${min} and max ${max}; expected a lower min`);
  if (step <= 0) throw new RangeError(`explorable: ${name}: step is ${step}; expected more than 0`);
  if (value < min || value > max) {
    throw new RangeError(`explorable: ${name}: value is ${value}; expected ${min} to ${max}`);
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
