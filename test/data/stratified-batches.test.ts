import { describe, expect, test } from "vitest";
import { stratifiedBatches } from "../../src/data/stratified-batches.js";
import { createRandom } from "../../src/numerics/random.js";

const sizes = [61, 30, 7, 2];
const targets = sizes.flatMap((size, k) => Array<number>(size).fill(k));
const countsOf = (batch: Int32Array) => sizes.map((_, k) => batch.filter((row) => targets[row] === k).length);

describe("stratifiedBatches", () => {
  test.each([1, 7, 10, 32, 100, 101])("of %i rows: every row once, the last batch smaller", (size) => {
    const batches = stratifiedBatches(targets, 4, size, createRandom(3));
    expect(batches.map(({ length }) => length)).toEqual(
      Array.from({ length: Math.ceil(100 / size) }, (_, i) => Math.min(size, 100 - i * size)),
    );
    expect(batches.flatMap((batch) => Array.from(batch)).toSorted((a, b) => a - b)).toEqual(targets.map((_, i) => i));
  });

  test("each batch has its share of every class, within one row", () => {
    for (let seed = 0; seed < 20; seed++) {
      for (const batch of stratifiedBatches(targets, 4, 10, createRandom(seed))) {
        for (const [k, count] of countsOf(batch).entries()) expect(Math.abs(count - sizes[k] / 10)).toBeLessThan(1);
      }
    }
  });

  test("a class of few rows is in any batch, and the order within one is random", () => {
    const seen = new Set<number>();
    const first = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      const batches = stratifiedBatches(targets, 4, 10, createRandom(seed));
      for (const [place, batch] of batches.entries()) if (countsOf(batch)[3] > 0) seen.add(place);
      first.add(targets[batches[0][0]]);
    }
    expect(seen.size).toBe(10);
    expect(first.size).toBeGreaterThan(2);
  });

  test("the same stream gives the same batches, another others", () => {
    const dealt = (seed: number) => stratifiedBatches(targets, 4, 10, createRandom(seed));
    expect(dealt(1)).toEqual(dealt(1));
    expect(dealt(1)).not.toEqual(dealt(2));
  });

  test.each([
    [[0, 4], 1, "stratifiedBatches: targets: row 1 is 4; expected a class index"],
    [[0, 1], 0, "stratifiedBatches: size is 0; expected a whole number, 1 or more"],
  ])("refused: %j, %i", (given, size, message) => {
    expect(() => stratifiedBatches(given, 2, size, createRandom(1))).toThrow(message);
  });
});
