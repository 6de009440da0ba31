import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { type LogitShape, SoftmaxRows } from "../../src/numerics/softmax-rows.js";
import { softmaxRowsOf } from "../../src/wasm/softmax-rows.js";
import { golden } from "../golden.js";
import { ulpsBetween } from "../within-ulps.js";

const inf = Number.POSITIVE_INFINITY;

const { cases } = golden<{
  cases: { logits: number[]; temperature: number; exponentials: number[]; others: number }[];
}>("numerics/softmax-rows");

/** What is read of a row. */
function readOf(rows: SoftmaxRows, row: number, cols: number) {
  rows.read(row, true);
  const { argmax, largest, others, exponentials, at } = rows;
  return { argmax, largest, others, exponentials: exponentials.slice(at, at + cols) };
}
const normal = (rows: number, cols: number, scale: number, seed = rows * cols): Matrix => {
  const random = createRandom(seed);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => scale * random.normal()),
  );
};

test.each([
  ["SIMD", softmaxRowsOf],
  ["the textbook", (z: Matrix, shape: LogitShape) => new SoftmaxRows(z, shape)],
] as const)("exponentials and their sums by %s beside mpmath", (name, make) => {
  for (const { logits, temperature, exponentials, others } of cases) {
    const read = readOf(make(matrix(1, logits.length, Float64Array.from(logits)), { temperature }), 0, logits.length);
    expect(read.argmax).toBe(logits.indexOf(Math.max(...logits)));
    // Less than 1 off is at most 1 from the nearest number.
    expect(read.exponentials, `${logits} at ${temperature}`).toBeWithinUlps(exponentials, name === "SIMD" ? 1 : 2);
    expect(read.others, `${logits} at ${temperature}`).toBeWithinUlps(others, 2);
  }
});

describe("by SIMD", () => {
  test.each([2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 255, 256, 257, 1000, 2047, 2048, 2049, 5000])(
    "rows of %i classes are as the textbook's, and the same alone as among others",
    (cols) => {
      const rows = Math.min(300, Math.max(5, Math.floor(3000 / cols)));
      for (const [i, shape] of [{}, { temperature: 0.7 }, { softcap: 20 }].entries()) {
        const z = normal(rows, cols, 10 ** i, cols + i);
        const [simd, textbook] = [softmaxRowsOf(z, shape), new SoftmaxRows(z, shape)];
        for (let row = 0; row < rows; row++) {
          const [a, b] = [readOf(simd, row, cols), readOf(textbook, row, cols)];
          expect([a.argmax, a.largest]).toEqual([b.argmax, b.largest]);
          expect(ulpsBetween(a.others, b.others)).toBeLessThanOrEqual(3);
          for (let k = 0; k < cols; k++) {
            if (ulpsBetween(a.exponentials[k], b.exponentials[k]) > 3) expect.fail(`row ${row}, column ${k}`);
          }
          if (row % 7 === 0) expect(readOf(softmaxRowsOf(z, shape), row, cols)).toEqual(a);
        }
      }
    },
  );

  test("rows come in any order, of several matrices in turns, with the same bits", () => {
    const [x, y] = [normal(100, 7, 3), normal(100, 130, 3)];
    const alone = [x, y].map((z) => Array.from({ length: 100 }, (_, row) => readOf(softmaxRowsOf(z), row, z.cols)));
    const readers = [softmaxRowsOf(x), softmaxRowsOf(y)];
    const random = createRandom(1);
    for (let i = 0; i < 1000; i++) {
      const which = i < 300 ? 0 : random.integer(2);
      const row = i < 200 ? i >> 1 : i < 300 ? 299 - i : random.integer(100);
      expect(readOf(readers[which], row, [x, y][which].cols)).toEqual(alone[which][row]);
    }
  });

  test("infinities, and the first of equals", () => {
    const z = matrix(4, 3, Float64Array.of(-inf, 2, 2, inf, -inf, 0, -1e308, 1e308, -inf, 0, 0, 0));
    const rows = softmaxRowsOf(z);
    expect([0, 1, 2, 3].map((row) => readOf(rows, row, 3))).toEqual([
      { argmax: 1, largest: 2, others: 1, exponentials: Float64Array.of(0, 1, 1) },
      { argmax: 0, largest: inf, others: 0, exponentials: Float64Array.of(1, 0, 0) },
      { argmax: 1, largest: 1e308, others: 0, exponentials: Float64Array.of(0, 1, 0) },
      { argmax: 0, largest: 0, others: 2, exponentials: Float64Array.of(1, 1, 1) },
    ]);
  });

  test("temperatures at the ends of float64", () => {
    const z = matrix(1, 3, Float64Array.of(0, -1e-310, -1e305));
    for (const temperature of [2 ** -1023, 1e-300, 1e300, 1.7e308]) {
      const a = readOf(softmaxRowsOf(z, { temperature }), 0, 3);
      const b = readOf(new SoftmaxRows(z, { temperature }), 0, 3);
      expect(a.exponentials).toBeWithinUlps(b.exponentials, 2);
    }
  });

  test("exponentials of all sizes are Math.exp's, each within 1 unit in the last place of the truth", () => {
    const count = process.env.CI === "true" ? 1e6 : 3e4;
    const z = matrix(1, count, new Float64Array(count));
    for (let k = 1; k < count; k++) z.data[k] = -746 * ((k * 0.6180339887498949) % 1) ** 3;
    const { exponentials } = readOf(softmaxRowsOf(z), 0, count);
    for (let k = 0; k < count; k++) {
      if (ulpsBetween(exponentials[k], Math.exp(z.data[k])) > 1) expect.fail(`${z.data[k]}: ${exponentials[k]}`);
    }
  });

  // Seen so in Node 20, 22 and 24 and in Deno 2.9, whose Math.exp has other bits.
  test("exponentials and gradients have the bits that they have in every engine", () => {
    const random = createRandom(7);
    const hash = createHash("sha256");
    for (const cols of [3, 10, 1000]) {
      const z = matrix(
        20,
        cols,
        Float64Array.from({ length: 20 * cols }, () => 16 * random.next()),
      );
      const rows = softmaxRowsOf(z);
      for (let row = 0; row < 20; row++) hash.update(readOf(rows, row, cols).exponentials);
      const targets = Int32Array.from({ length: 20 }, (_, row) => row % cols);
      hash.update(softmaxCrossEntropy(logits(z), targets, { gradient: true }).gradient.data);
    }
    expect(hash.digest("hex").slice(0, 16)).toBe("fee7d7977d3d3559");
  });

  test("rows wider than it takes are the textbook's", () => {
    const z = matrix(1, 2 ** 20 + 1, new Float64Array(2 ** 20 + 1));
    expect(readOf(softmaxRowsOf(z), 0, z.cols).others).toBe(2 ** 20);
  });
});

test.each([
  [1, 0],
  [-0.37, 3], // the factors are multiplied, and rounded, in another order
  [1e-30, 3],
])(
  "gradients written from all exponentials at once are those written class by class, times %d",
  (gradientScale, ulps) => {
    const z = logits(normal(40, 9, 4));
    const targets = Int32Array.from({ length: 40 }, (_, row) => (row * 5) % 9);
    const oneHot = matrix(40, 9);
    for (const [row, target] of targets.entries()) oneHot.data[row * 9 + target] = 1;
    const [a, b] = [targets, oneHot].map((y) => softmaxCrossEntropy(z, y, { gradient: true, gradientScale }));
    expect(a.sum).toBe(b.sum);
    expect(a.gradient.data).toBeWithinUlps(b.gradient.data, ulps);
  },
);
