import { describe, expect, test } from "vitest";
import {
  constantSchedule,
  cosineSchedule,
  exponentialSchedule,
  oneCycleSchedule,
  polynomialSchedule,
  type Schedule,
  stepSchedule,
} from "../../../src/training/index.js";
import { golden } from "../../golden.js";
import "../../within-ulps.js";
import { type Call, made, written } from "../call.js";

const { steps, schedules } = golden<{ steps: number[]; schedules: (Call & { by: string[]; rates: number[] })[] }>(
  "training/schedules",
);

describe("step by step", () => {
  test.each(schedules.map((of) => [`${written(of)}, as ${of.by.join(" and ")}`, of] as const))("%s", (_, of) => {
    const rate = made<Schedule>(of);
    expect(steps.map(rate)).toBeRelativelyClose(of.rates, 1e-12, 1e-3);
  });

  test("every schedule has rates of PyTorch's or optax's", () => {
    expect(new Set(schedules.map(({ call }) => call)).size).toBe(6);
  });

  test("the end stays for ever", () => {
    for (const rate of [
      cosineSchedule(1, { steps: 10, warmup: 2, end: 0.25 }),
      polynomialSchedule(1, { steps: 10, power: 2, end: 0.25 }),
      oneCycleSchedule(1, { steps: 10, startDivisor: 2, endDivisor: 2 }),
      stepSchedule([1, 0.25], [10]),
    ]) {
      expect([10, 11, 1000, 2 ** 53].map(rate)).toEqual([0.25, 0.25, 0.25, 0.25]);
    }
  });

  test("a warm-up begins at its start, and reaches the peak on time", () => {
    const rate = cosineSchedule(0.5, { steps: 100, warmup: 4, start: 0.1 });
    expect([0, 1, 2, 3, 4].map(rate)).toBeRelativelyClose([0.1, 0.2, 0.3, 0.4, 0.5], 1e-15);
    expect(rate(5)).toBeLessThan(0.5);
  });
});

describe("settings that do not fit are refused", () => {
  test.each<[() => unknown, string]>([
    [() => constantSchedule(0), "constantSchedule: rate is 0; expected a finite number above 0"],
    [
      () => exponentialSchedule(-1, { factor: 0.5 }),
      "exponentialSchedule: rate is -1; expected a finite number above 0",
    ],
    [
      () => exponentialSchedule(1, { factor: 0.5, steps: 0 }),
      "exponentialSchedule: steps is 0; expected a whole number, 1 or more",
    ],
    [() => stepSchedule([], []), "stepSchedule: rates is an Array of 0; expected one or more learning rates"],
    [
      () => stepSchedule([1, 0.1], [10, 20]),
      "stepSchedule: boundaries has length 2; expected 1 step, one fewer than rates",
    ],
    [
      () => stepSchedule([1, 0.1, 0.01], [10, 10]),
      "stepSchedule: boundaries: entry 1 is 10; expected a whole number, 11 or more",
    ],
    [
      () => stepSchedule([1, Number.NaN], [10]),
      "stepSchedule: rates: entry 1 is NaN; expected a finite number, 0 or more",
    ],
    [
      () => cosineSchedule(1, { steps: 10, warmup: 10 }),
      "cosineSchedule: warmup is 10; expected less than steps, which is 10",
    ],
    [
      () => cosineSchedule(1, { warmup: 3 } as unknown as { steps: number }),
      "cosineSchedule: steps is undefined; expected a whole number, 1 or more",
    ],
    [
      () => cosineSchedule(1, { steps: 10, warmUp: 3 } as { steps: number }),
      "cosineSchedule: there is no option warmUp; expected steps, warmup, start, end. Did you mean warmup?",
    ],
    [
      () => polynomialSchedule(1, { steps: 10, power: 0 }),
      "polynomialSchedule: power is 0; expected a finite number above 0",
    ],
    [
      () => oneCycleSchedule(1, { steps: 10, rise: 1 }),
      "oneCycleSchedule: rise is 1; expected a number above 0 and below 1",
    ],
    [
      () => oneCycleSchedule(1, { steps: 3 }),
      "oneCycleSchedule: rise is 0.3 of 3 steps; expected so much that rise * steps is above 1",
    ],
    [() => constantSchedule(1)(-1), "constantSchedule: step is -1; expected a finite number, 0 or more"],
  ])("%o", (call, message) => {
    expect(call).toThrow(message);
  });
});
