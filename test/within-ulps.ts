import { expect } from "vitest";

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: the declaration it merges with has exactly these parameters
  interface Matchers<T = any> {
    /** Every number is at most so many float64 numbers away from the expected one; NaN only meets NaN. */
    toBeWithinUlps(expected: number | ArrayLike<number>, ulps: number): T;
    /** As `toBeCloseTo`, relative to the larger of the two: |a - b| <= tolerance * max(|a|, |b|, atLeast). */
    toBeRelativelyClose(expected: number | ArrayLike<number>, tolerance: number, atLeast?: number): T;
  }
}

expect.extend({
  toBeWithinUlps: (received, expected, ulps: number) =>
    compare(received, expected, (a, b) => {
      const distance = ulpsBetween(a, b);
      return distance <= ulps ? undefined : `${distance} ulps apart; expected ${ulps} at the most`;
    }),
  toBeRelativelyClose: (received, expected, tolerance: number, atLeast = 0) =>
    compare(received, expected, (a, b) => {
      if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return undefined;
      const distance = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), atLeast);
      return distance <= tolerance ? undefined : `${distance} apart, relatively; expected ${tolerance} at the most`;
    }),
});

type Values = number | ArrayLike<number>;

function compare(received: Values, expected: Values, judge: (a: number, b: number) => string | undefined) {
  const [a, b] = [received, expected].map((x) => (typeof x === "number" ? [x] : Array.from(x)));
  if (a.length !== b.length) {
    return { pass: false, message: () => `received ${a.length} numbers; expected ${b.length}` };
  }
  for (let i = 0; i < a.length; i++) {
    const complaint = judge(a[i], b[i]);
    if (complaint) {
      const message = () => `entry ${i} of ${a.length}: received ${a[i]}, expected ${b[i]}: ${complaint}`;
      return { pass: false, message };
    }
  }
  return { pass: true, message: () => `received ${a.join(", ")}; expected other numbers than ${b.join(", ")}` };
}

/** How many steps from one float64 number to the next lead from a to b; Infinity from a finite number to an infinite. */
export function ulpsBetween(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Number.POSITIVE_INFINITY;
  const distance = position(a) - position(b);
  return Number(distance < 0n ? -distance : distance);
}

/** The number's place in the order of all float64 numbers, 0 at 0. */
function position(x: number): bigint {
  const bits = new BigInt64Array(Float64Array.of(Math.abs(x)).buffer)[0];
  return x < 0 ? -bits : bits;
}
