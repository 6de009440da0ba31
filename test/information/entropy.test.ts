import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  crossEntropy,
  entropy,
  jensenShannonDivergence,
  klDivergence,
  surprisal,
} from "../../src/information/entropy.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Pair {
  p: number[];
  q: number[];
  entropy: number;
  crossEntropy: number;
  kl: number;
}
const jensenShannon =
  golden<Record<"byScipy" | "byMpmath", { p: number[]; q: number[]; divergence: number }[]>>(
    "information/jensen-shannon",
  );
const { byScipy, byMpmath } = golden<{ byScipy: Pair[]; byMpmath: Pair[] }>("information/entropy");
const shown = (pair: Pair) => ({ ...pair, name: `p = ${pair.p.slice(0, 3)}, q = ${pair.q.slice(0, 3)}` });

describe("against SciPy, random distributions of 2 to 100 outcomes", () => {
  test.each(byScipy.map(shown))("$name", ({ p, q, ...expected }) => {
    expect(entropy(p)).toBeRelativelyClose(expected.entropy, 1e-14);
    expect(crossEntropy(p, q)).toBeRelativelyClose(expected.crossEntropy, 1e-14);
    expect(klDivergence(p, q)).toBeRelativelyClose(expected.kl, 1e-13);
  });
});

describe("against mpmath: zeros, denormals, nearly equal distributions", () => {
  test.each(byMpmath.map(shown))("$name", ({ p, q, ...expected }) => {
    expect(entropy(p)).toBeWithinUlps(expected.entropy, 4);
    expect(crossEntropy(p, q)).toBeWithinUlps(expected.crossEntropy, 4);
    expect(klDivergence(p, q)).toBeWithinUlps(expected.kl, 8);
  });
});

describe("the Jensen-Shannon divergence", () => {
  test.each(jensenShannon.byScipy)("against SciPy's distance, squared: $divergence", ({ p, q, divergence }) => {
    expect(jensenShannonDivergence(p, q)).toBeRelativelyClose(divergence, 1e-13);
  });

  test.each(jensenShannon.byMpmath)("against mpmath, p = $p, q = $q", ({ p, q, divergence }) => {
    expect(jensenShannonDivergence(p, q)).toBeWithinUlps(divergence, 4);
    expect(jensenShannonDivergence(q, p)).toBe(jensenShannonDivergence(p, q));
  });
});

describe("impossible outcomes", () => {
  test("that happen cost Infinity, that do not happen cost nothing", () => {
    expect(crossEntropy([0.5, 0.5], [1, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(klDivergence([0.5, 0.5], [1, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(crossEntropy([1, 0], [1, 0])).toBe(0);
    expect(klDivergence([1, 0], [1, 0])).toBe(0);
    expect(entropy([0, 1, 0])).toBe(0);
    expect(surprisal(0)).toBe(Number.POSITIVE_INFINITY);
  });

  test("a certain outcome is no surprise, and the zero has no sign", () => {
    for (const zero of [surprisal(1), entropy([1]), crossEntropy([1], [1]), klDivergence([1], [1])]) {
      expect(Object.is(zero, 0)).toBe(true);
    }
  });
});

describe("for all distributions", () => {
  /** Sixteenths, so that every distribution sums to exactly 1 and zeros are common. */
  const distribution = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 6 }).map((shares) => {
    const rest = 16 - shares.reduce((a, b) => a + b, 0);
    return rest < 0 ? [1, ...shares.map(() => 0)] : [...shares, rest].map((share) => share / 16);
  });
  const pair = fc.tuple(distribution, distribution).filter(([p, q]) => p.length === q.length);

  test("H(p, q) = H(p) + D(p || q), and D is 0 only for equals", () => {
    fc.assert(
      fc.property(pair, ([p, q]) => {
        const divergence = klDivergence(p, q);
        expect(divergence).toBeGreaterThanOrEqual(0);
        expect(divergence === 0).toBe(p.every((share, x) => share === q[x]));
        expect(crossEntropy(p, q)).toBeRelativelyClose(entropy(p) + divergence, 1e-14);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("0 <= H(p) <= log n, H(p, p) = H(p)", () => {
    fc.assert(
      fc.property(distribution, (p) => {
        expect(entropy(p)).toBeGreaterThanOrEqual(0);
        expect(entropy(p)).toBeLessThanOrEqual(Math.log(p.length) * (1 + 1e-15));
        expect(crossEntropy(p, p)).toBe(entropy(p));
        expect(entropy(p.toReversed())).toBeRelativelyClose(entropy(p), 1e-15);
      }),
      { seed: 2, numRuns: 200 },
    );
    expect(entropy(new Float64Array(8).fill(1 / 8))).toBeWithinUlps(Math.log(8), 1);
  });

  test("D is never negative, also where rounding could make it so", () => {
    const random = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(random, fc.double({ min: -1e-9, max: 1e-9, noNaN: true }), (weights, shift) => {
        const normalized = (values: number[]) => {
          const sum = values.reduce((a, b) => a + b, 0);
          return values.map((value) => value / sum);
        };
        const p = normalized(weights);
        const q = normalized(weights.map((w, x) => w * (1 + (x % 2 ? shift : -shift))));
        expect(klDivergence(p, q)).toBeGreaterThanOrEqual(0);
        expect(klDivergence(p, q)).toBeLessThan(1e-17);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test("Jensen-Shannon: symmetric bit by bit, from 0 for equals only to ln 2, and the mean divergence from the middle", () => {
    fc.assert(
      fc.property(pair, ([p, q]) => {
        const divergence = jensenShannonDivergence(p, q);
        const middle = p.map((share, x) => (share + q[x]) / 2);
        expect(divergence).toBe(jensenShannonDivergence(q, p));
        expect(divergence === 0).toBe(p.every((share, x) => share === q[x]));
        expect(divergence).toBeLessThanOrEqual(Math.LN2);
        expect(divergence).toBeRelativelyClose((klDivergence(p, middle) + klDivergence(q, middle)) / 2, 1e-14);
      }),
      { seed: 4, numRuns: 300 },
    );
    const apart = Array.from({ length: 14 }, (_, x) => (x % 2 ? 1 / 7 : 0));
    expect(jensenShannonDivergence(apart, apart.toReversed())).toBeWithinUlps(Math.LN2, 2);
    expect(jensenShannonDivergence(apart, apart.toReversed())).toBeLessThanOrEqual(Math.LN2);
  });

  test("it is not symmetric", () => {
    expect(klDivergence([0.5, 0.5], [0.25, 0.75])).not.toBeCloseTo(klDivergence([0.25, 0.75], [0.5, 0.5]), 3);
  });
});

describe("errors name the argument, the entry and the value", () => {
  test.each([
    [() => surprisal(1.5), "surprisal: p is 1.5; expected a probability, 0 to 1"],
    [() => surprisal(Number.NaN), "surprisal: p is NaN"],
    [() => entropy([0.5, -0.5, 1]), "entropy: p: entry 1 is -0.5; expected a number from 0 to 1"],
    [() => entropy([0.5, Number.NaN]), "entropy: p: entry 1 is NaN"],
    [() => entropy(["1"] as never), 'entropy: p: entry 0 is "1"; expected a number from 0 to 1'],
    [() => entropy([0.5, 0.4]), "entropy: p sums to 0.9; expected 1"],
    [() => entropy([]), "entropy: p is empty; expected one probability or more"],
    [() => entropy(0.5 as never), "entropy: p is 0.5; expected an array of probabilities"],
    [() => entropy(null as never), "entropy: p is null; expected an array of probabilities"],
    [() => crossEntropy([1], [0.9]), "crossEntropy: q sums to 0.9; expected 1"],
    [() => crossEntropy([1], [0.5, 0.5]), "crossEntropy: q has length 2; expected 1 probability, as p has"],
    [() => jensenShannonDivergence([1], [0.9]), "jensenShannonDivergence: q sums to 0.9; expected 1"],
    [() => klDivergence([0.5, 0.6], [1, 0]), "klDivergence: p sums to 1.1; expected 1"],
  ])("%s", (call, message) => {
    expect(call).toThrow(message);
  });

  test("a sum may be off by the rounding of its terms", () => {
    expect(entropy(new Float32Array(3).fill(1 / 3))).toBeCloseTo(Math.log(3), 7);
    expect(entropy(Array.from({ length: 10 }, () => 0.1))).toBeCloseTo(Math.log(10), 14);
  });
});

describe("the examples of the comments", () => {
  test("hold", () => {
    expect(surprisal(0.5)).toBe(Math.LN2);
    expect(entropy([0.5, 0.5])).toBe(Math.LN2);
    expect(crossEntropy([1, 0], [0.8, 0.2])).toBeWithinUlps(0.2231435513142097, 1);
    expect(klDivergence([0.5, 0.5], [0.9, 0.1])).toBeWithinUlps(0.5108256237659906, 3);
  });
});
