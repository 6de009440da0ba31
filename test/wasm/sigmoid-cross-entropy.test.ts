import { expect, test } from "vitest";
import { type SigmoidCrossEntropyOptions, sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";

/** Units in the last place of float32 of a number of this size. */
const ulp = (size: number) => 2 ** (Math.floor(Math.log2(Math.max(size, 2 ** -100))) - 23);

function both(z: Float32Array, targets: ArrayLike<number>) {
  const options = { gradient: true, rowLosses: true } as const;
  const single = sigmoidCrossEntropy(logits(matrix(z.length, 1, z)), targets, options);
  const double = sigmoidCrossEntropy(logits(matrix(z.length, 1, Float64Array.from(z))), targets, options);
  return { single, double };
}

test.each([0, 1, 3, 4, 5, 15, 16, 17, 63, 64, 65, 127, 128, 129, 1000])("%i rows beside float64", (rows) => {
  const random = createRandom(rows);
  for (const scale of [0.01, 1, 10, 40]) {
    const z = Float32Array.from({ length: rows }, () => scale * random.normal());
    const targets = Uint8Array.from({ length: rows }, () => random.integer(2));
    const { single, double } = both(z, targets);
    expect(single.gradient.data).toBeInstanceOf(Float32Array);
    expect([single.count, single.weight]).toEqual([rows, rows]);
    for (let row = 0; row < rows; row++) {
      const [loss, g] = [double.rowLosses?.[row] as number, double.gradient.data[row]];
      expect(Math.abs((single.rowLosses?.[row] as number) - loss)).toBeLessThanOrEqual(2 * ulp(loss));
      expect(Math.abs(single.gradient.data[row] - g)).toBeLessThanOrEqual(4 * ulp(Math.abs(g)));
    }
  }
});

test("a block with a row that float32 does not do is done in float64", () => {
  const z = Float32Array.of(0, 59.5, 1, Number.POSITIVE_INFINITY, -1, 3e38, Number.NEGATIVE_INFINITY, 2);
  for (const yes of [1, 0.25, 0]) {
    const { single, double } = both(z, new Float64Array(8).fill(yes));
    expect(single.rowLosses).toEqual(double.rowLosses);
    expect(single.gradient.data).toEqual(Float32Array.from(double.gradient.data));
    expect(single.infiniteRows).toEqual(double.infiniteRows);
  }
});

test("smoothed and soft targets have the digits of float64", () => {
  const z = Float32Array.of(0.3, -2, 5);
  for (const [y, options] of [
    [[1, 0, 0], { labelSmoothing: 0.1 }],
    [[1, 0.5, 0], {}],
  ] as const) {
    const [single, double] = [z, Float64Array.from(z)].map((data) =>
      sigmoidCrossEntropy(logits(matrix(3, 1, data)), y, options),
    );
    expect(single.sum).toBe(double.sum);
  }
});

const SHAPES = [
  [0, 3],
  [1, 2],
  [5, 1],
  [5, 3],
  [300, 1],
  [40, 17],
  [3, 255],
  [3, 256],
  [3, 257],
  [2, 1000],
];
test.each(SHAPES)("%i rows of %i labels beside float64, with weights, masks and a scale", (rows, cols) => {
  const random = createRandom(rows + cols);
  const size = rows * cols;
  const weights = (count: number) => Float64Array.from({ length: count }, () => 3 * random.next() ** 2);
  const z = Float32Array.from({ length: size }, () => 5 * random.normal());
  const y = Uint8Array.from({ length: size }, () => random.integer(2));
  const flags = (count: number) => Uint8Array.from({ length: count }, () => random.integer(3));
  const rowsKept = flags(rows).map((flag) => Math.min(flag, 1));
  const kept = flags(size).map((flag) => Math.min(flag, 1));
  const choices: SigmoidCrossEntropyOptions[] = [
    { gradientScale: -0.01 },
    { posWeight: 2.5 },
    { posWeight: weights(cols), sampleWeights: weights(rows), gradientScale: 7 },
    { mask: rowsKept, posWeight: 0 },
    { mask: kept, sampleWeights: weights(rows) },
    ...(cols > 1 ? [{}, { classWeights: weights(cols), mask: kept }] : []),
  ];
  for (const options of choices) {
    const [single, double] = [z.slice(), Float64Array.from(z)].map((data) => {
      const given = logits(matrix(rows, cols, data));
      // What is left out may be anything.
      if (options.mask === kept) for (let i = 0; i < size; i += 2) if (!kept[i]) data[i] = Number.NaN;
      return sigmoidCrossEntropy(given, y, { ...options, gradient: true, rowLosses: true });
    });
    expect([single.count, single.ignored, single.weight]).toEqual([double.count, double.ignored, double.weight]);
    for (let row = 0; row < rows; row++) {
      const loss = double.rowLosses?.[row] as number;
      expect(Math.abs((single.rowLosses?.[row] as number) - loss)).toBeLessThanOrEqual(loss && 2 * ulp(loss));
    }
    for (let i = 0; i < size; i++) {
      const g = double.gradient.data[i];
      if (!(Math.abs(single.gradient.data[i] - g) <= (g && 4 * ulp(Math.abs(g))))) expect.fail(`entry ${i}`);
    }
    if (single.sum !== 0 && options.posWeight !== 0) expect(single.sum).not.toBe(double.sum);
  }
});
