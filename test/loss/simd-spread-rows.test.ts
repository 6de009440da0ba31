import { describe, expect, test } from "vitest";
import { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits, probabilities } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { createRandom } from "../../src/numerics/random.js";
import { softmax } from "../../src/numerics/softmax.js";

/** Units in the last place of float32 of a number of this size. */
const ulp = (size: number) => 2 ** (Math.floor(Math.log2(Math.max(size, 2 ** -100))) - 23);

/** Logits of float32, some rows sure of a class, indices and soft targets. */
function example(rows: number, classes: number, scale: number) {
  const random = createRandom(classes + rows);
  const z = Float32Array.from({ length: rows * classes }, () => scale * random.normal());
  for (let row = 0; row < rows; row += 3) z[row * classes + random.integer(classes)] += 30;
  const soft = softmax(
    logits(
      matrix(
        rows,
        classes,
        Float64Array.from(z, () => 2 * random.normal()),
      ),
    ),
  );
  const targets = Int32Array.from({ length: rows }, () => random.integer(classes));
  const weights = Float64Array.from({ length: rows }, () => 0.1 + random.next());
  return { z, targets, soft: probabilities(soft), weights };
}

/** What class k of a row counts, in its derivative. */
function countOf(
  target: Int32Array | { data: ArrayLike<number> },
  row: number,
  k: number,
  options: SoftmaxCrossEntropyOptions,
  classes: number,
): number {
  const { labelSmoothing = 0, temperature = 1, gradientScale = 1, sampleWeights, classWeights } = options;
  const share = target instanceof Int32Array ? Number(target[row] === k) : target.data[row * classes + k];
  const weight = (sampleWeights?.[row] ?? 1) * (classWeights?.[k] ?? 1) * (gradientScale / temperature);
  return weight * ((1 - labelSmoothing) * share + labelSmoothing / classes);
}

const widths = [4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 257, 1000, 32000];
const settings: [string, SoftmaxCrossEntropyOptions][] = [
  ["soft or plain", {}],
  ["smoothing", { labelSmoothing: 0.1 }],
  ["temperature", { temperature: 2.5 }],
  ["zLoss", { zLoss: 1e-3 }],
  ["all of them", { labelSmoothing: 0.3, temperature: 0.7, zLoss: 0.01, gradientScale: 1 / 64 }],
];

describe.each(settings)("float32 by SIMD beside float64: %s", (_, options) => {
  test.each(widths)("%i classes", (classes) => {
    for (const rows of classes > 1000 ? [2] : classes > 100 ? [3] : [3, 65]) {
      for (const scale of process.env.CI === "true" ? [1, 20] : [3]) {
        const { z, targets, soft, weights } = example(rows, classes, scale);
        const classWeights = Float64Array.from({ length: classes }, (_, k) => 0.5 + (k % 3));
        const mask = Array.from(targets, (_, row) => row % 5 !== 2);
        for (const given of [options, { ...options, sampleWeights: weights, classWeights, mask }]) {
          for (const target of [targets, soft]) {
            const asked = { ...given, gradient: true as const, rowLosses: true as const };
            const exact = softmaxCrossEntropy(logits(matrix(rows, classes, Float64Array.from(z))), target, asked);
            const quick = softmaxCrossEntropy(logits(matrix(rows, classes, z)), target, asked);
            expect(quick.gradient.data).toBeInstanceOf(Float32Array);
            expect([quick.count, quick.ignored, quick.weight]).toEqual([exact.count, exact.ignored, exact.weight]);
            let [loss, gradient] = [0, 0];
            for (let row = 0; row < rows; row++) {
              const truth = exact.rowLosses?.[row] as number;
              loss = Math.max(loss, Math.abs((quick.rowLosses?.[row] as number) - truth) / ulp(truth));
              for (let k = 0; k < classes; k++) {
                const i = row * classes + k;
                // The derivative is the difference of what the model gives to the class and what it counts.
                const counts = countOf(target, row, k, given, classes);
                const size = Math.max(counts, Math.abs(exact.gradient.data[i] + counts));
                gradient = Math.max(gradient, Math.abs(quick.gradient.data[i] - exact.gradient.data[i]) / ulp(size));
              }
            }
            expect(loss).toBeLessThan(2.5);
            expect(gradient).toBeLessThan(4.5);
          }
        }
      }
    }
  });
});

test("what float32 does not do is done in float64: NaN is refused, infinities have their limits", () => {
  const z = matrix(2, 4, Float32Array.of(0, Number.NEGATIVE_INFINITY, 1, 2, 3e38, 0, -3e38, 1));
  const double = matrix(2, 4, Float64Array.from(z.data));
  for (const options of [{ labelSmoothing: 0.1 }, { temperature: 3 }]) {
    const asked = { ...options, gradient: true as const };
    const quick = softmaxCrossEntropy(logits(z), [0, 1], asked);
    const exact = softmaxCrossEntropy(logits(double), [0, 1], asked);
    expect(quick.sum).toBe(exact.sum);
    for (const [i, g] of exact.gradient.data.entries()) {
      expect(Math.abs(quick.gradient.data[i] - g)).toBeLessThanOrEqual(4 * ulp(Math.abs(g)));
    }
  }
  z.data[5] = Number.NaN;
  expect(() => softmaxCrossEntropy(logits(z), [0, 1], { labelSmoothing: 0.1 })).toThrow(
    "logits: row 1, column 1 is NaN; expected a number",
  );
});

test("one-hot rows with smoothing are the same to the last bit as their indices", () => {
  const { z, targets } = example(9, 10, 3);
  const oneHot = matrix(9, 10);
  for (const [row, k] of targets.entries()) oneHot.data[row * 10 + k] = 1;
  const options = { labelSmoothing: 0.2, gradient: true as const };
  const byIndex = softmaxCrossEntropy(logits(matrix(9, 10, z)), targets, options);
  const byRow = softmaxCrossEntropy(logits(matrix(9, 10, z)), probabilities(oneHot), options);
  for (const [i, g] of byIndex.gradient.data.entries()) {
    expect(Math.abs(byRow.gradient.data[i] - g)).toBeLessThanOrEqual(2 * ulp(Math.abs(g)));
  }
  expect(Math.abs(byRow.sum - byIndex.sum)).toBeLessThan(9 * ulp(byIndex.sum / 9));
});

test("p near 1 and a smoothing that is tiny: the derivatives keep their digits", () => {
  const z = Float32Array.of(30, 0, 0, 0, 0);
  const options = { labelSmoothing: 2 ** -40, gradient: true } as const;
  const quick = softmaxCrossEntropy(logits(matrix(1, 5, z)), [0], options);
  const exact = softmaxCrossEntropy(logits(matrix(1, 5, Float64Array.from(z))), [0], options);
  for (const [k, truth] of exact.gradient.data.entries()) {
    expect(Math.abs(quick.gradient.data[k] - truth)).toBeLessThan(4 * ulp(Math.abs(truth)));
  }
});

test("infinities, large and tiny numbers, and all that float32 does not do, as in float64", () => {
  const z = [
    [1, -1 / 0, 2, 0],
    [1 / 0, 0, 1, 2],
    [3e38, -3e38, 0, 1],
    [1e-40, 0, -1e-40, 1e-45],
    [-701, -702, -703, -704],
    [-1e5, -1e5, -1e5, -1e5],
  ];
  for (const options of [{ labelSmoothing: 0.1 }, { temperature: 2 }, { labelSmoothing: 0.1, temperature: 1e-3 }]) {
    const of = (Numbers: typeof Float32Array | typeof Float64Array) =>
      softmaxCrossEntropy(logits(matrix(6, 4, Numbers.from(Float32Array.from(z.flat())))), [0, 0, 0, 3, 1, 2], {
        ...options,
        gradient: true,
        rowLosses: true,
      });
    const [quick, exact] = [of(Float32Array), of(Float64Array)];
    for (const [row, loss] of (exact.rowLosses ?? []).entries()) {
      const got = quick.rowLosses?.[row] ?? Number.NaN;
      if (got !== loss) expect(Math.abs(got - loss), `row ${row}`).toBeLessThan(2.5 * ulp(loss));
    }
    for (const [i, truth] of exact.gradient.data.entries()) {
      expect(Math.abs(quick.gradient.data[i] - truth), `entry ${i}`).toBeLessThan(
        4 * ulp(Math.max(Math.abs(truth), 1)),
      );
    }
    expect(quick.infiniteRows).toEqual(exact.infiniteRows);
  }
});

test("a large zLoss beside a log Z near 0 would enlarge its error: float64 does such rows", () => {
  const random = createRandom(3);
  for (let i = 0; i < 20; i++) {
    const row = Array.from({ length: 6 }, () => random.normal());
    const logZ = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
    const z = Float32Array.from(row, (x) => x - logZ + 0.01);
    for (const labelSmoothing of [0, 0.1]) {
      const options = { labelSmoothing, zLoss: 1e4 };
      const quick = softmaxCrossEntropy(logits(matrix(1, 6, z)), [1], options);
      const exact = softmaxCrossEntropy(logits(matrix(1, 6, Float64Array.from(z))), [1], options);
      expect(Math.abs(quick.sum - exact.sum)).toBeLessThan(2 * ulp(exact.sum));
    }
  }
});
