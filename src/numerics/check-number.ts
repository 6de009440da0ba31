import { describeValue } from "./describe-value.js";

/** Throws when a value is no finite number above 0. */
export function checkPositive(name: string, value: unknown): void {
  check(name, value, (x) => x > 0, "a finite number above 0");
}

/** Throws when a value is no finite number of 0 or more. */
export function checkNotNegative(name: string, value: unknown): void {
  check(name, value, (x) => x >= 0, "a finite number, 0 or more");
}

/** Throws when a value is no number from 0 to less than 1, such as how much a running mean keeps. */
export function checkBelowOne(name: string, value: unknown): void {
  check(name, value, (x) => x >= 0 && x < 1, "a number from 0 to less than 1");
}

/** Throws when a value is no number above 0 and below 1. */
export function checkBetween(name: string, value: unknown): void {
  check(name, value, (x) => x > 0 && x < 1, "a number above 0 and below 1");
}

/** Throws when a value is no whole number of `least` or more. */
export function checkCount(name: string, value: unknown, least: number): void {
  check(name, value, (x) => Number.isInteger(x) && x >= least, `a whole number, ${least} or more`);
}

function check(name: string, value: unknown, isFine: (x: number) => boolean, expected: string): void {
  if (typeof value !== "number" || !Number.isFinite(value) || !isFine(value)) {
    throw new RangeError(`${name} is ${describeValue(value)}; expected ${expected}`);
  }
}
