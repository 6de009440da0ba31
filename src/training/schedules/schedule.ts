import { checkNotNegative } from "../../numerics/check-number.js";
import type { Schedule } from "../optimizers/learning-rate.js";

/** A schedule that refuses what is no step. */
export function schedule(name: string, rateAt: (step: number) => number): Schedule {
  return (step) => {
    checkNotNegative(`${name}: step`, step);
    return rateAt(step);
  };
}

/** From one number to another along half a cosine wave, flat at both ends; share is how much of the way is done, 0 to 1. */
export function cosineBetween(from: number, to: number, share: number): number {
  const height = Math.cos(Math.PI * share);
  return (from * (1 + height) + to * (1 - height)) / 2;
}
