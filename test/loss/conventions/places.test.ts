import { describe, expect, test } from "vitest";
import { places, type Value } from "./places.js";

/** Equal, to the digits of float64 or of float32; an error by the beginning of its message. */
function expectClose(value: Value, expected: Value, relative: number): void {
  if (Array.isArray(expected)) {
    expect(value).toHaveLength(expected.length);
    for (const [i, entry] of expected.entries()) expectClose((value as Value[])[i], entry, relative);
  } else if (typeof expected === "number" && Number.isFinite(expected) && expected !== 0) {
    expect(Math.abs((value as number) / expected - 1), `${value} for ${expected}`).toBeLessThanOrEqual(relative);
  } else if (typeof expected === "string") {
    expect(value).toSatisfy((text: string) => text.startsWith(expected), `${value} for ${expected}`);
  } else {
    expect((value as number) + 0).toBe(expected);
  }
}

test("there are the thirty places, TensorFlow.js's and NumPy's", () => {
  expect(places.map(({ number }) => number)).toEqual(Array.from({ length: 37 }, (_, i) => i + 1));
  for (const { number, theirs, ours, without } of places) {
    expect(Object.keys(theirs).length, `place ${number}`).toBeGreaterThan(0);
    expect(ours.length > 0 || without !== undefined || number === 35, `place ${number}`).toBe(true);
  }
});

describe.each(places.map((place) => [`${place.number}. ${place.title}`, place] as const))("%s", (_title, place) => {
  const { theirs, made, ours } = place;

  test("the frameworks' numbers are recorded, and are not all the truth", () => {
    const values = [...Object.values(theirs), ...ours.map(({ truth }) => truth)].map((value) => JSON.stringify(value));
    expect(values.length).toBeGreaterThan(0);
    if (ours.length > 0) expect(new Set(values).size).toBeGreaterThan(1);
  });

  test.each(Object.entries(made))("our convention makes the number of %s", (what, make) => {
    expect(Object.keys(theirs)).toContain(what);
    const isFloat32 = place.chapter === "TensorFlow.js" || /^Keras|float32/.test(what);
    const isFloat16 = /float16/.test(what);
    expectClose(make(), theirs[what], isFloat16 ? 1e-3 : isFloat32 ? 3e-7 : 1e-14);
  });

  test.each(ours.map((of) => [of.what, of] as const))("ours: %s", (what, { value, truth }) => {
    // Of float32 it is done in float32, within 2 units in its last place.
    expectClose(value(), truth, /float32/.test(what) ? 2 ** -22 : 2e-15);
  });
});
