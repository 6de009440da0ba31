import fc from "fast-check";
import { expect, test } from "vitest";
import { MomentsBuilder } from "../../src/loss/exact-moments.js";
import { type Instance, wasmInstance } from "../../src/wasm/instance.js";
import { ADDED, lossSumsAt, MOST_LOSSES } from "../../src/wasm/loss-sums.js";

const SUMS_AT = 2048;
const LOSSES_AT = 4096;
const { routines, memory } = wasmInstance() as Instance;
const sums = lossSumsAt(memory.buffer, SUMS_AT);
const staged = new Float64Array(memory.buffer, LOSSES_AT, MOST_LOSSES + 2);

test("a block of float32 losses of weight 1 is the same to the last bit as row by row", () => {
  const ordinary = fc.double({ min: 1e-4, max: 50, noNaN: true });
  const any = fc.oneof(
    ordinary,
    fc.integer({ min: -83, max: 9 }).map((exponent) => 1.2345678 * 2 ** exponent),
    fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, 1e-26, 700),
  );
  // As many rows and as far apart as one block may have: 2^10 of them.
  const wide = fc
    .tuple(fc.double({ min: 1, max: 2, noNaN: true }), fc.constantFrom(0, 0, -14, -18, -19, -20, -26, -27, -28, -29))
    .map(([digits, exponent]) => digits * 2 ** exponent);
  const block = fc.oneof(
    fc
      .array(wide, { minLength: 1, maxLength: 64 })
      .map((some) => Array.from({ length: MOST_LOSSES }, (_, i) => some[i % some.length])),
    fc.array(ordinary, { maxLength: 64 }),
    fc.array(any, { maxLength: 64 }),
  );
  fc.assert(
    fc.property(fc.array(block, { maxLength: 4 }), (blocks) => {
      const inBlocks = new MomentsBuilder();
      const byRow = new MomentsBuilder();
      for (const losses of blocks.map((some) => Float64Array.from(some, Math.fround))) {
        // What is behind the count is not added.
        staged.set([...losses, 3, Number.NaN]);
        routines.lossSums(LOSSES_AT, losses.length, SUMS_AT);
        inBlocks.addOnes(staged, losses.length, sums);
        for (const loss of losses) if (Number.isFinite(loss)) byRow.add(loss, 1);
      }
      expect(inBlocks.finish().toJSON()).toEqual(byRow.finish().toJSON());
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("a full block whose sums need every digit there is", () => {
  const most = 2 - 2 ** -23;
  for (const apart of [1, 18, 19, 20, 21, 27, 28]) {
    const losses = new Float64Array(MOST_LOSSES).fill(most);
    losses[MOST_LOSSES - 1] = most / 2 ** apart;
    const inBlock = new MomentsBuilder();
    const byRow = new MomentsBuilder();
    staged.set(losses);
    routines.lossSums(LOSSES_AT, MOST_LOSSES, SUMS_AT);
    expect(sums[ADDED]).toBe(MOST_LOSSES);
    inBlock.addOnes(staged, MOST_LOSSES, sums);
    for (const loss of losses) byRow.add(loss, 1);
    expect(inBlock.finish().toJSON()).toEqual(byRow.finish().toJSON());
  }
});
