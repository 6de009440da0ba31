import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/index.js";
import { createRandom, logits, matrix } from "../../src/numerics/index.js";
import { allocate, free, setFusedMultiplyAdd } from "../../src/wasm/index.js";
import { sharedInstance } from "../../src/wasm/instance.js";
import { Spans } from "../../src/wasm/spans.js";

const bytesOfMemory = () => (sharedInstance() as { memory: WebAssembly.Memory }).memory.buffer.byteLength;

describe("allocate", () => {
  test("gives a matrix of zeros that is like any other", () => {
    const m = allocate(2, 3);
    expect(m).toMatchObject({ rows: 2, cols: 3 });
    expect([...m.data]).toEqual([0, 0, 0, 0, 0, 0]);
    m.data.fill(7);
    free(m);
    const again = allocate(2, 3);
    expect([...again.data]).toEqual([0, 0, 0, 0, 0, 0]);
    free(again);
    free(allocate(0, 5));
  });

  const sizes = [
    [1, 4],
    [3, 15],
    [4, 16],
    [5, 17],
    [63, 10],
    [64, 33],
    [65, 3],
    [257, 10],
    [129, 32],
    [2, 32000],
    [255, 65],
  ];
  test.each(sizes)(
    "losses of %i x %i are those of ordinary matrices, bit by bit, and nothing else is touched",
    (rows, cols) => {
      const random = createRandom(rows * cols);
      const numbers = new Float32Array(rows * cols).map(() => 12 * random.next() - 6);
      const targets = Int32Array.from({ length: rows }, () => random.integer(cols));
      const mask = Uint8Array.from({ length: rows }, (_, row) => (row % 7 === 3 ? 0 : 1));
      const sampleWeights = Float64Array.from({ length: rows }, () => random.next());
      const [before, z, gradient, behind] = Array.from({ length: 4 }, () => allocate(rows, cols));
      for (const { data } of [before, behind]) data.fill(5);
      z.data.set(numbers);
      for (const options of [{}, { mask }, { zLoss: 1e-3 }, { sampleWeights }, { labelSmoothing: 0.1 }]) {
        const there = softmaxCrossEntropy(logits(z), targets, { ...options, gradient, rowLosses: true });
        const here = softmaxCrossEntropy(logits(matrix(rows, cols, numbers)), targets, {
          ...{ ...options, gradient: true, rowLosses: true },
        });
        expect(there.toJSON()).toEqual(here.toJSON());
        expect(there.rowLosses).toEqual(here.rowLosses);
        expect([...gradient.data]).toEqual([...(here.gradient?.data ?? [])]);
        expect([...z.data]).toEqual([...numbers]);
      }
      for (const { data } of [before, behind]) expect(data.every((x) => x === 5)).toBe(true);
      for (const m of [before, z, gradient, behind]) free(m);
    },
  );

  test("finds a NaN by its row and column, and writes nothing then", () => {
    const [z, gradient] = [allocate(300, 10), allocate(300, 10)];
    z.data[299 * 10 + 4] = Number.NaN;
    expect(() => softmaxCrossEntropy(logits(z), new Int32Array(300), { gradient })).toThrow(
      "logits: row 299, column 4 is NaN",
    );
    expect(() => softmaxCrossEntropy({ ...z, kind: "logits" }, new Int32Array(300), { gradient })).toThrow(
      "softmaxCrossEntropy: logits: row 299, column 4 is NaN",
    );
    expect(gradient.data.every((x) => x === 0)).toBe(true);
    free(z);
    free(gradient);
  });

  test("what was given back is neither read nor written: it may be another matrix by now", () => {
    const gone = allocate(5, 40);
    free(gone);
    const kept = allocate(5, 40);
    const z = logits(matrix(5, 40));
    expect(() => softmaxCrossEntropy(z, new Int32Array(5), { gradient: gone })).toThrow(
      "softmaxCrossEntropy: gradient was given back by free; expected a matrix that has its memory",
    );
    expect(() => softmaxCrossEntropy({ ...gone, kind: "logits" }, new Int32Array(5))).toThrow(
      "softmaxCrossEntropy: logits were given back by free",
    );
    expect(kept.data.every((x) => x === 0)).toBe(true);
    free(kept);
  });

  test("goes on with the routines that fuse multiply and add", () => {
    const [z, gradient] = [allocate(9, 20), allocate(9, 20)];
    z.data.set(z.data.map((_, i) => Math.sin(i)));
    try {
      setFusedMultiplyAdd(true);
      const there = softmaxCrossEntropy(logits(z), new Int32Array(9), { gradient });
      const here = softmaxCrossEntropy(logits(matrix(9, 20, Float32Array.from(z.data))), new Int32Array(9), {
        gradient: true,
      });
      expect(there.sum).toBe(here.sum);
      expect([...gradient.data]).toEqual([...here.gradient.data]);
    } finally {
      setFusedMultiplyAdd(false);
      free(z);
      free(gradient);
    }
  });

  test("leaves other matrices where they are when it makes more room", () => {
    const first = allocate(1, 2);
    first.data.set([1, 2]);
    const before = bytesOfMemory();
    const large = allocate(1000, 20000);
    expect(bytesOfMemory()).toBeGreaterThan(before);
    first.data[0] = 3;
    expect([...first.data]).toEqual([3, 2]);
    free(first);
    free(large);
  });

  test("100,000 times, and given back each time, it takes no more room", () => {
    const random = createRandom(1);
    const kept = Array.from({ length: 20 }, () => allocate(40, 100));
    const before = bytesOfMemory();
    for (let i = 0; i < 100_000; i++) {
      const at = random.integer(20);
      free(kept[at]);
      kept[at] = allocate(1 + random.integer(40), 1 + random.integer(100));
    }
    for (const m of kept) free(m);
    expect(bytesOfMemory()).toBe(before);
  });

  test("says how much there was no room for, and goes on", () => {
    expect(() => allocate(32768, 32768)).toThrow(
      /^allocate: 32768 x 32768: there are no \d+ x 64 KiB left for WebAssembly beside the \d+ that it has/,
    );
    free(allocate(2, 2));
    expect(() => allocate(70000, 20000)).toThrow("allocate: 70000 x 20000 numbers are too many; expected 2^30");
    expect(() => allocate(-1, 2)).toThrow("allocate: rows is -1; expected a whole number, 0 or more");
    expect(() => allocate(1, 2.5)).toThrow("allocate: cols is 2.5; expected a whole number, 0 or more");
  });
});

describe("free", () => {
  test("leaves NaN for who still reads it", () => {
    const m = allocate(2, 2);
    free(m);
    expect([...m.data]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  test("refuses what allocate has not made, or what is free", () => {
    const m = allocate(2, 2);
    free(logits(m));
    expect(() => free(m)).toThrow("free: m was not made by allocate, or is free already");
    expect(() => free(matrix(2, 2))).toThrow("free: m was not made by allocate");
    expect(() => free(7 as never)).toThrow("free: m is 7; expected a matrix");
  });
});

test("spans never overlap, and all that is given back is one again", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 50 })), { maxLength: 200 }), (steps) => {
      const spans = new Spans(100);
      const held: { at: number; bytes: number }[] = [];
      for (const [which, bytes] of steps) {
        if (which < held.length) spans.give(held.splice(which, 1)[0]);
        else held.push(spans.take(bytes));
        const inOrder = held.toSorted((a, b) => a.at - b.at);
        for (const [i, span] of inOrder.entries()) {
          expect(span.at).toBeGreaterThanOrEqual(i === 0 ? 100 : inOrder[i - 1].at + inOrder[i - 1].bytes);
          expect(span.at + span.bytes).toBeLessThanOrEqual(spans.end);
        }
      }
      for (const span of held) spans.give(span);
      expect(spans.end).toBe(100);
    }),
    { seed: 1, numRuns: 200 },
  );
});
