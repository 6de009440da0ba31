import { expect, test } from "vitest";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
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

test("only plain losses are done by SIMD: options have the digits of float64", () => {
  const z = Float32Array.of(0.3, -2, 5);
  for (const options of [
    { posWeight: 2 },
    { labelSmoothing: 0.1 },
    { mask: [1, 0, 1] },
    { sampleWeights: [1, 2, 3] },
  ]) {
    const [single, double] = [z, Float64Array.from(z)].map((data) =>
      sigmoidCrossEntropy(logits(matrix(3, 1, data)), [1, 0, 0], options),
    );
    expect(single.sum).toBe(double.sum);
  }
});
