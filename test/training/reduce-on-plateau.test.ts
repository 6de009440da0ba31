import { describe, expect, test } from "vitest";
import { reduceOnPlateau } from "../../src/training/reduce-on-plateau.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Recorded {
  losses: number[];
  plateaus: { options: Parameters<typeof reduceOnPlateau>[0]; factors: number[] }[];
}
const { losses, plateaus } = golden<Recorded>("training/schedules");

/** The factors after some losses of one run. */
function factorsAfter(losses: readonly number[], options: Parameters<typeof reduceOnPlateau>[0]): number[] {
  const rule = reduceOnPlateau(options);
  const memory = rule.start();
  return losses.map((loss) => rule.factorAfter(memory, loss));
}

describe("reduceOnPlateau", () => {
  test.each(plateaus)("goes PyTorch's and optax's way: $options", ({ options, factors }) => {
    expect(factorsAfter(losses, options)).toBeRelativelyClose(factors, 1e-14);
  });

  test("every run has a memory of its own", () => {
    const rule = reduceOnPlateau({ patience: 1, factor: 0.5 });
    const first = rule.start();
    expect([1, 2, 2].map((loss) => rule.factorAfter(first, loss))).toEqual([1, 0.5, 0.25]);
    expect(rule.factorAfter(rule.start(), 5)).toBe(1);
  });

  test("a loss that is NaN is no improvement", () => {
    expect(factorsAfter([Number.NaN, 1, Number.NaN], { patience: 1, factor: 0.5 })).toEqual([0.5, 0.5, 0.25]);
  });

  test("settings outside their range are refused", () => {
    expect(() => reduceOnPlateau({ patience: 0 })).toThrow(
      "reduceOnPlateau: patience is 0; expected a whole number, 1 or more",
    );
    for (const factor of [0, 1, Number.NaN]) {
      expect(() => reduceOnPlateau({ patience: 1, factor })).toThrow(
        `reduceOnPlateau: factor is ${factor}; expected a number above 0 and below 1`,
      );
    }
    expect(() => reduceOnPlateau({ patience: 1, minDelta: -1 })).toThrow(
      "reduceOnPlateau: minDelta is -1; expected a finite number, 0 or more",
    );
  });
});
