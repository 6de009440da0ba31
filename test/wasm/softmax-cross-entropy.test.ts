import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { simdSoftmaxCrossEntropy } from "../../src/wasm/softmax-cross-entropy.js";

/** |actual - expected| in units of the last place of expected as a float32: rounding of the truth itself is up to half of one. */
function ulps(actual: number, expected: number): number {
  const size = Math.max(Math.abs(expected), 2 ** -103);
  return Math.abs(actual - expected) / 2 ** (Math.floor(Math.log2(size)) - 23);
}

/** Random logits, some rows with a target that is far ahead of the others. */
function example(rows: number, classes: number, scale: number, seed: number) {
  const random = createRandom(seed);
  const z = Float32Array.from({ length: rows * classes }, () => scale * random.normal());
  const targets = Int32Array.from({ length: rows }, () => Math.floor(random.next() * classes));
  for (let row = 0; row < rows; row += 3) z[row * classes + targets[row]] += 30;
  return { z, targets, weights: Float64Array.from({ length: rows }, () => 0.1 + random.next()) };
}

function bySimd(z: Float32Array, classes: number, targets: ArrayLike<number>, weights: ArrayLike<number>) {
  const rows = targets.length;
  const gradient = new Float32Array(z.length);
  const losses = new Float64Array(rows).fill(Number.NaN);
  const odd: number[] = [];
  simdSoftmaxCrossEntropy({
    z,
    rows,
    classes,
    gradient,
    stage(first, count, stagedTargets, stagedWeights) {
      for (let i = 0; i < count; i++) {
        stagedTargets[i] = targets[first + i];
        stagedWeights[i] = weights[first + i];
      }
    },
    take(first, count, taken) {
      losses.set(taken.subarray(0, count), first);
      for (let i = 0; i < count; i++) if (Number.isNaN(taken[i])) odd.push(first + i);
    },
  });
  return { gradient, losses, odd };
}

describe("rows of all widths, against the textbook in float64", () => {
  const widths = [2, 3, 4, 5, 7, 10, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 257, 1000, 32000];
  test.each(widths.flatMap((classes) => [1, 20].map((scale) => ({ classes, scale }))))(
    "$classes classes, logits of size $scale",
    ({ classes, scale }) => {
      for (const rows of classes > 1000 ? [3] : [1, 3, 4, 63, 64, 65, 130]) {
        const { z, targets, weights } = example(rows, classes, scale, classes + rows);
        const exact = softmaxCrossEntropy(logits(matrix(rows, classes, Float64Array.from(z))), targets, {
          gradient: true,
          rowLosses: true,
        });
        const { gradient, losses, odd } = bySimd(z, classes, targets, weights);
        for (const row of odd) expect(exact.rowLosses?.[row]).toBeLessThan(1e-25);
        let worstLoss = 0;
        let worstGradient = 0;
        for (let row = 0; row < rows; row++) {
          if (odd.includes(row)) continue;
          worstLoss = Math.max(worstLoss, ulps(losses[row], exact.rowLosses?.[row] ?? Number.NaN));
          for (let i = row * classes; i < (row + 1) * classes; i++) {
            worstGradient = Math.max(worstGradient, ulps(gradient[i], weights[row] * exact.gradient.data[i]));
          }
        }
        expect(worstLoss, `losses of ${rows} rows`).toBeLessThan(2.5);
        expect(worstGradient, `gradients of ${rows} rows`).toBeLessThan(4.5);
      }
    },
  );
});

test.each([2, 3, 4, 10, 32, 40])("rows that are left to the caller, %i classes", (classes) => {
  const { z, targets, weights } = example(12, classes, 1, 5);
  const odd = new Map([
    [1, Number.NaN],
    [2, Number.POSITIVE_INFINITY],
    [4, -3e38],
    [7, 3e4],
    [8, Number.NEGATIVE_INFINITY],
  ]);
  for (const [row, value] of odd) z.fill(value, row * classes, (row + 1) * classes);
  weights[10] = 0;
  const result = bySimd(z, classes, targets, weights);
  expect(result.odd).toEqual([...odd.keys(), 10]);
});

test("a target's logit of -Infinity costs Infinity, another's nothing", () => {
  const z = Float32Array.of(-1 / 0, 0, 0, 0, -1 / 0, 0, 0, 0);
  const { losses, gradient } = bySimd(z, 4, [0, 1], [1, 1]);
  expect(losses[0]).toBe(Number.POSITIVE_INFINITY);
  expect(ulps(losses[1], Math.log(3))).toBeLessThan(4);
  expect(Array.from(gradient)).toEqual([
    -1,
    ...Array(3).fill(Math.fround(1 / 3)),
    0,
    -Math.fround(2 / 3),
    ...Array(2).fill(Math.fround(1 / 3)),
  ]);
});
