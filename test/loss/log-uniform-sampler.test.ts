import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logUniformSampler } from "../../src/loss/log-uniform-sampler.js";
import { createRandom } from "../../src/numerics/random.js";
import "../within-ulps.js";

/** A generator whose next number is `u`. */
const saying = (u: number) => ({ ...createRandom(1), next: () => u });

describe("logUniformSampler", () => {
  const sizes = fc
    .integer({ min: 2, max: 300 })
    .chain((classes) => fc.record({ classes: fc.constant(classes), samples: fc.integer({ min: 1, max: classes }) }));

  test("as many classes as asked for, none twice, each with a probability above 0 and not above 1", () => {
    fc.assert(
      fc.property(sizes, fc.nat(1000), ({ classes, samples }, seed) => {
        const drawn = logUniformSampler(classes, samples, createRandom(seed));
        expect(drawn.classes).toHaveLength(samples);
        expect(new Set(Array.from(drawn.classes)).size).toBe(samples);
        expect(Array.from(drawn.classes).every((k) => k >= 0 && k < classes)).toBe(true);
        expect(Array.from(drawn.expectedCounts).every((p) => p > 0 && p <= 1)).toBe(true);
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  test.each([
    [50, 1],
    [50, 7],
    [50, 30],
    [50, 49],
    [2000, 100],
  ])("of %i classes, %i drawn: each as often as it says", (classes, samples) => {
    const points = 20000;
    const counts = new Float64Array(classes);
    const stated = new Float64Array(classes);
    for (let i = 0; i < points; i++) {
      const drawn = logUniformSampler(classes, samples, saying((i + 0.5) / points));
      for (let s = 0; s < samples; s++) {
        counts[drawn.classes[s]]++;
        stated[drawn.classes[s]] = drawn.expectedCounts[s];
      }
    }
    // Each class is a stretch of all u's, or two: its share is right but for the ends.
    for (let k = 0; k < classes; k++) expect(Math.abs(counts[k] / points - stated[k])).toBeLessThan(2.5 / points);
    expect(stated.reduce((a, b) => a + b)).toBeRelativelyClose(samples, 1e-12);
  });

  test("without certain ones the probabilities are as log((k + 2) / (k + 1))", () => {
    const { classes, expectedCounts } = logUniformSampler(1000, 5, createRandom(4));
    const zipf = Array.from(classes, (k) => (5 * Math.log((k + 2) / (k + 1))) / Math.log(1001));
    expect(expectedCounts).toBeRelativelyClose(zipf, 1e-13);
  });

  test("all classes are every class once", () => {
    for (const classes of [2, 3, 10, 1000]) {
      const all = logUniformSampler(classes, classes, createRandom(classes));
      expect(Array.from(all.classes)).toEqual(Array.from({ length: classes }, (_, k) => k));
      expect(Array.from(all.expectedCounts)).toEqual(Array(classes).fill(1));
    }
  });

  test("the same seed draws the same, another one others", () => {
    const draw = (seed: number) => logUniformSampler(500, 20, createRandom(seed));
    expect(draw(3)).toEqual(draw(3));
    expect(draw(4).classes).not.toEqual(draw(3).classes);
  });
});
