import { describe, expect, test } from "vitest";
import { startValues } from "../../../src/figures/explorables/explorable.js";
import { explorables } from "../../../src/figures/explorables/registry.js";

describe.each(Object.entries(explorables))("the explorable %s", (_name, explorable) => {
  test("has sliders that can be moved, and that begin inside their ends", () => {
    expect(explorable.sliders.length).toBeGreaterThan(0);
    for (const { min, max, step, value, label } of explorable.sliders) {
      expect(min).toBeLessThan(max);
      expect(step).toBeGreaterThan(0);
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
      expect(label).not.toBe("");
    }
  });

  test("has a figure wherever they stand, plain JSON, the same for the same numbers", () => {
    for (const part of [0, 0.25, 0.5, 0.75, 1]) {
      const values = Object.fromEntries(
        explorable.sliders.map(({ name, min, max }) => [name, min + part * (max - min)]),
      );
      const figure = explorable.figure(values);
      expect(JSON.stringify(figure)).not.toContain("null");
      expect(figure.text).not.toMatch(/NaN|undefined/);
      expect(explorable.figure(values)).toEqual(figure);
    }
  });
});

describe("the slider of -log p", () => {
  const { figure } = explorables.surprisal;

  test.each([
    [1, "0 nats = 0 bits"],
    [0.5, "0.6931 nats = 1 bit."],
    [0.25, "1.386 nats = 2 bits"],
    [0.01, "4.605 nats = 6.644 bits"],
  ])("says what p = %d costs", (p, words) => {
    expect(figure({ p }).text).toContain(words);
  });

  test("puts the point on the curve and leaves the axes where they are", () => {
    const [near, far] = [figure({ p: 0.01 }), figure({ p: 0.9 })];
    expect(near.data.at(-1)).toMatchObject({ x: [0.01], y: [4.60517] });
    expect(far.data.at(-1)).toMatchObject({ x: [0.9], y: [0.105361] });
    expect(near.data[0]).toEqual(far.data[0]);
    const { yaxis } = near.layout as { yaxis: { range: number[] } };
    expect(far.layout).toMatchObject({ yaxis });
    expect(yaxis.range[1]).toBeGreaterThan(-Math.log(0.01));
  });
});

test("sliders begin where they are told to, or by themselves", () => {
  expect(startValues(explorables.surprisal)).toEqual({ p: 0.5 });
  expect(startValues(explorables.surprisal, { p: 0.2 })).toEqual({ p: 0.2 });
});

test("names and numbers that no slider has are refused", () => {
  const start = (given: Record<string, number>) => () => startValues(explorables.surprisal, given);
  expect(start({ q: 0.2 })).toThrow("explorable: q is no slider; expected p");
  expect(start({ p: 0 })).toThrow("explorable: p is 0; expected 0.01 to 1");
  expect(start({ p: Number.NaN })).toThrow("explorable: p is NaN; expected 0.01 to 1");
});
