import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batches } from "../../src/data/batches.js";
import { createRandom } from "../../src/numerics/random.js";

const lists = (...args: Parameters<typeof batches>) => [...batches(...args)].map((batch) => Array.from(batch));

describe("batches", () => {
  it("deals the rows out in order, the last batch smaller", () => {
    expect(lists(5, 2)).toEqual([[0, 1], [2, 3], [4]]);
    expect(lists(4, 2)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(lists(2, 32)).toEqual([[0, 1]]);
    expect(lists(0, 2)).toEqual([]);
  });
  it("deals every row out once, in batches of the size, shuffled or not", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 50 }), fc.option(fc.nat()), (rows, size, seed) => {
        const dealt = lists(rows, size, seed === null ? undefined : createRandom(seed));
        expect(dealt.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
        expect(dealt.length).toBe(Math.ceil(rows / size));
        for (const batch of dealt.slice(0, -1)) expect(batch.length).toBe(size);
      }),
    );
  });
  it("shuffles anew with a generator that goes on, and the same with a fresh one of the same seed", () => {
    const random = createRandom(1);
    const first = lists(20, 5, random);
    expect(first).not.toEqual(lists(20, 5));
    expect(lists(20, 5, random)).not.toEqual(first);
    expect(lists(20, 5, createRandom(1))).toEqual(first);
  });
  it("gives batches that may be kept and written to", () => {
    const [first, second] = batches(4, 2);
    first.fill(9);
    expect(second).toEqual(Int32Array.of(2, 3));
  });
  it.each([-1, 1.5, Number.NaN])("refuses %d rows at once, before the first batch", (rows) => {
    expect(() => batches(rows, 2)).toThrow(`batches: rows is ${rows}; expected a whole number, 0 or more`);
  });
  it.each([0, -1, 1.5, Number.NaN])("refuses batches of %d rows", (size) => {
    expect(() => batches(4, size)).toThrow(`batches: size is ${size}; expected a whole number, 1 or more`);
  });
});
