import { describeValue } from "../numerics/describe-value.js";

/** (1 - p)^gamma, what the focal losses multiply -log p with. `rest` is 1 - p. */
export function focalFactor(rest: number, gamma: number): number {
  return rest ** gamma;
}

/**
 * -p times the derivative of (1 - p)^gamma (-log p): (1 - p)^gamma (1 + gamma p (-log p) / (1 - p)), which for gamma 0,
 * cross-entropy, is 1. At p = 1 the quotient is 1 and the whole is 0; at p = 0 p log p is 0.
 */
export function focalSlope(p: number, rest: number, surprise: number, gamma: number): number {
  const quotient = p === 0 ? 0 : rest === 0 ? 1 : (p * surprise) / rest;
  return rest ** gamma * (1 + gamma * quotient);
}

/** Gamma, 2 unless given; throws when it is no finite number of 0 or more. */
export function checkedGamma(name: string, gamma = 2): number {
  if (!(Number.isFinite(gamma) && gamma >= 0)) {
    throw new RangeError(`${name}: gamma is ${describeValue(gamma)}; expected a finite number, 0 or more`);
  }
  return gamma;
}
