import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClassSampler } from "../../src/loss/class-sample.js";
import { logUniformSampler } from "../../src/loss/log-uniform-sampler.js";
import {
  type SampledSoftmaxOptions,
  sampledSoftmaxCrossEntropy,
} from "../../src/loss/sampled-softmax-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { fromRows, type Matrix, matrix, toRows } from "../../src/numerics/matrix.js";
import { multiplyTransposedRight } from "../../src/numerics/multiply.js";
import { createRandom } from "../../src/numerics/random.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Result {
  rowLosses: number[];
  hidden: number[][];
  weight: number[][];
  bias: number[];
}
interface Golden {
  hidden: number[][];
  weight: number[][];
  bias: number[];
  targets: number[];
  cases: (Result & { classes: number[]; expectedCounts: number[] })[];
  full: Result;
}
const { hidden, weight, bias, targets, cases, full } = golden<Golden>("loss/sampled-softmax-cross-entropy");
const layer = { hidden, weight, bias };
const K = weight.length;
const inf = Number.POSITIVE_INFINITY;

/** The gradients as matrices of all classes. */
function dense(gradients: { classes: Int32Array; weight: Matrix; bias: Float64Array }, classes = K) {
  const all = { weight: matrix(classes, gradients.weight.cols), bias: new Float64Array(classes) };
  gradients.classes.forEach((k, place) => {
    all.bias[k] = gradients.bias[place];
    all.weight.data.set(toRows(gradients.weight)[place], k * all.weight.cols);
  });
  return all;
}

describe("against TensorFlow's sampled_softmax_loss in float64, for the same samples", () => {
  const named = cases.map((c) => ({ ...c, name: `classes ${c.classes}` }));

  test.each(named)("$name", ({ classes, expectedCounts, ...expected }) => {
    const sampler = () => ({ classes, expectedCounts });
    const total = sampledSoftmaxCrossEntropy(layer, targets, {
      samples: 1,
      seed: 0,
      sampler,
      gradients: true,
      rowLosses: true,
    });
    expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-13);
    expect(total.gradients.hidden.data).toBeRelativelyClose(expected.hidden.flat(), 1e-13, 1);
    expect(Array.from(total.gradients.classes)).toEqual([...new Set([...targets, ...classes])].sort((a, b) => a - b));
    const all = dense(total.gradients);
    expect(all.weight.data).toBeRelativelyClose(expected.weight.flat(), 1e-13, 1);
    expect(all.bias).toBeRelativelyClose(expected.bias, 1e-13, 1);
  });
});

describe("when all classes are drawn it is the full softmax", () => {
  test("against PyTorch", () => {
    const options = { samples: K, seed: 3, gradients: true, rowLosses: true } as const;
    const total = sampledSoftmaxCrossEntropy(layer, targets, options);
    expect(total.rowLosses).toBeRelativelyClose(full.rowLosses, 1e-14);
    expect(total.gradients.hidden.data).toBeRelativelyClose(full.hidden.flat(), 1e-14, 1);
    expect(Array.from(total.gradients.classes)).toEqual(Array.from({ length: K }, (_, k) => k));
    expect(total.gradients.weight.data).toBeRelativelyClose(full.weight.flat(), 1e-14, 1);
    expect(total.gradients.bias).toBeRelativelyClose(full.bias, 1e-14, 1);
    expect(total).toMatchObject({ weight: targets.length, count: targets.length });
  });

  test("with weights, a mask and a scale it is softmaxCrossEntropy with them", () => {
    const z = multiplyTransposedRight(fromRows(hidden), fromRows(weight));
    for (let i = 0; i < z.data.length; i++) z.data[i] += bias[i % K];
    const options = { sampleWeights: [1, 0, 2.5, 0.5, 1], mask: [1, 1, 1, 1, 0], gradientScale: -0.5, rowLosses: true };
    const same = softmaxCrossEntropy(logits(z), targets, { ...options, gradient: true });
    const total = sampledSoftmaxCrossEntropy(layer, targets, { ...options, samples: K, seed: 3, gradients: true });
    expect(total.rowLosses).toBeWithinUlps(same.rowLosses as Float64Array, 8);
    expect(total).toMatchObject({ sum: expect.closeTo(same.sum, 12), weight: 4, count: 4, ignored: 1 });
    const columns = new Float64Array(K);
    same.gradient.data.forEach((g, i) => {
      columns[i % K] += g;
    });
    expect(dense(total.gradients).bias).toBeRelativelyClose(columns, 1e-14, 1);
    expect(toRows(total.gradients.hidden)[4]).toEqual([0, 0, 0]);
  });

  test("a masked row's target may be anything, and takes no row of the gradients", () => {
    const options = { samples: 2, seed: 3, mask: [1, 0, 0, 1, 0], gradients: true } as const;
    const total = sampledSoftmaxCrossEntropy(layer, [0, -7, 11, 3, 7], options);
    const { classes } = logUniformSampler(K, 2, createRandom(3));
    expect(new Set(total.gradients.classes)).toEqual(new Set([0, 3, ...Array.from(classes)]));
  });
});

describe("an estimate", () => {
  const classes = 400;
  const random = createRandom(11);
  const normal = (rows: number, cols: number) =>
    matrix(
      rows,
      cols,
      new Float64Array(rows * cols).map(() => random.normal() / 2),
    );
  const wide = { hidden: normal(3, 4), weight: normal(classes, 4) };
  const wideTargets = [0, 17, 390];
  const exact = softmaxCrossEntropy(logits(multiplyTransposedRight(wide.hidden, wide.weight)), wideTargets, {
    rowLosses: true,
  });
  const all = sampledSoftmaxCrossEntropy(wide, wideTargets, { samples: classes, seed: 1, gradients: true });
  /** What `read` gives on average over all samples: the one random number they depend on goes through its range. */
  const average = (points: number, samples: number, read: (total: ReturnType<typeof draw>) => ArrayLike<number>) => {
    let sum: number[] = [];
    for (let i = 0; i < points; i++) {
      const values = read(draw(samples, (i + 0.5) / points));
      sum = Array.from(values, (x, j) => (sum[j] ?? 0) + x / points);
    }
    return sum;
  };
  const draw = (samples: number, u: number) => {
    const sampler: ClassSampler = (k, n, generator) => logUniformSampler(k, n, { ...generator, next: () => u });
    return sampledSoftmaxCrossEntropy(wide, wideTargets, {
      samples,
      seed: 0,
      sampler,
      gradients: true,
      rowLosses: true,
    });
  };

  test("1 / p is right on average, though classes and accidental hits come and go", () => {
    const inverse = average(4000, 40, (total) => Array.from(total.rowLosses ?? [], Math.exp));
    // A class is drawn at a share of the points that is right but for 2 of them.
    expect(inverse).toBeRelativelyClose(Array.from(exact.rowLosses ?? [], Math.exp), 0.005);
  });

  test("the gradient is biased the less the more classes are drawn, and right when all are", () => {
    const bias = (samples: number) => {
      const mean = average(1000, samples, (total) => total.gradients.hidden.data);
      return Math.hypot(...mean.map((g, i) => g - all.gradients.hidden.data[i]));
    };
    const [few, some, many] = [10, 40, 160].map(bias);
    const size = Math.hypot(...all.gradients.hidden.data);
    expect(few / size).toBeGreaterThan(0.02);
    expect(some).toBeLessThan(few / 3);
    expect(many).toBeLessThan(some / 4);
    expect(bias(classes)).toBeLessThan(1e-13);
  });

  test("draws with replacement come to the full softmax too", () => {
    const draws = 200000;
    const uniform: ClassSampler = (k, _n, generator) => ({
      classes: Array.from({ length: draws }, () => generator.integer(k)),
      expectedCounts: new Float64Array(draws).fill(draws / k),
    });
    const options = { samples: 1, seed: 2, sampler: uniform, gradients: true, rowLosses: true } as const;
    const total = sampledSoftmaxCrossEntropy(layer, targets, options);
    expect(total.rowLosses).toBeRelativelyClose(full.rowLosses, 0.01);
    expect(total.gradients.hidden.data).toBeRelativelyClose(full.hidden.flat(), 0.01, 1);
    expect(dense(total.gradients).weight.data).toBeRelativelyClose(full.weight.flat(), 0.01, 1);
  });

  test("the same seed gives the same bits, another seed another estimate", () => {
    const at = (seed: number) => sampledSoftmaxCrossEntropy(wide, wideTargets, { samples: 20, seed, gradients: true });
    expect(at(5)).toEqual(at(5));
    expect(at(6).sum).not.toBe(at(5).sum);
  });
});

describe("against its formula", () => {
  test("any samples, computed directly", () => {
    const entry = fc.double({ min: -2, max: 2, noNaN: true });
    const rows = (n: number, m: number) =>
      fc.array(fc.array(entry, { minLength: m, maxLength: m }), { minLength: n, maxLength: n });
    const drawn = fc.array(fc.tuple(fc.nat(5), fc.double({ min: 0.01, max: 3, noNaN: true })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(rows(2, 3), rows(6, 3), fc.tuple(fc.nat(5), fc.nat(5)), drawn, (h, w, y, sample) => {
        const total = sampledSoftmaxCrossEntropy({ hidden: h, weight: w }, y, {
          samples: 1,
          seed: 0,
          sampler: () => ({ classes: sample.map(([k]) => k), expectedCounts: sample.map(([, n]) => n) }),
          rowLosses: true,
        });
        const expected = h.map((row, i) => {
          const score = (k: number) => Math.exp(row.reduce((sum, x, d) => sum + x * w[k][d], 0));
          const others = sample.filter(([k]) => k !== y[i]).reduce((sum, [k, n]) => sum + score(k) / n, 0);
          return Math.log1p(others / score(y[i]));
        });
        expect(total.rowLosses).toBeRelativelyClose(expected, 1e-12);
      }),
      { seed: 10, numRuns: 300 },
    );
  });

  test("rows are taken in blocks, which changes no bit", () => {
    const random = createRandom(12);
    const many = matrix(700, 3, new Float64Array(2100).map(random.normal));
    const sampler: ClassSampler = (k) => ({
      classes: Array.from({ length: 4000 }, (_, i) => i % k),
      expectedCounts: new Float64Array(4000).fill(4000 / k),
    });
    const y = Int32Array.from({ length: 700 }, (_, i) => i % K);
    const options = { samples: 1, seed: 0, sampler, gradients: true, rowLosses: true } as const;
    const sampleWeights = Float64Array.from(y, (k) => k / 4);
    const mask = Array.from(y, (_, i) => i % 7 !== 3);
    const total = sampledSoftmaxCrossEntropy({ hidden: many, weight }, y, { ...options, sampleWeights, mask });
    for (const row of [0, 260, 261, 262, 263, 522, 525, 699]) {
      const one = { hidden: [Array.from(toRows(many)[row])], weight };
      const alone = sampledSoftmaxCrossEntropy(one, [y[row]], {
        ...options,
        sampleWeights: [sampleWeights[row]],
        mask: [mask[row]],
      });
      expect(total.rowLosses?.[row], `row ${row}`).toBe(alone.sum);
      expect(toRows(total.gradients.hidden)[row]).toEqual(toRows(alone.gradients.hidden)[0]);
    }
    expect(total.ignored).toBe(100);
  });
});

describe("errors name the function, the argument and the value", () => {
  const fine = { samples: 3, seed: 1 };
  const call = (...args: unknown[]) => (sampledSoftmaxCrossEntropy as (...args: unknown[]) => unknown)(...args);
  const name = "sampledSoftmaxCrossEntropy";
  const given = (classes: unknown, expectedCounts: unknown) => ({
    ...fine,
    sampler: () => ({ classes, expectedCounts }),
  });
  test.each<[string, unknown[], string]>([
    ["no options", [layer, targets], `${name}: options is undefined; expected an object`],
    [
      "too many samples",
      [layer, targets, { samples: 13, seed: 1 }],
      `${name}: samples is 13; expected a whole number, 1 to 12`,
    ],
    ["half a sample", [layer, targets, { samples: 0.5, seed: 1 }], `${name}: samples is 0.5`],
    ["no seed", [layer, targets, { samples: 3 }], `${name}: seed is undefined; expected a whole number`],
    [
      "a sampler that is none",
      [layer, targets, { ...fine, sampler: "zipf" }],
      `${name}: sampler is "zipf"; expected a function`,
    ],
    [
      "a sampler of nothing",
      [layer, targets, given([], [])],
      `${name}: sampler: classes is an Array of 0; expected one class or more`,
    ],
    [
      "a sampler without counts",
      [layer, targets, given([1], undefined)],
      `${name}: sampler: expectedCounts is undefined; expected 1 count, one a class`,
    ],
    [
      "a class that is none",
      [layer, targets, given([12], [1])],
      `${name}: sampler: classes: row 0 is 12; expected a class index`,
    ],
    [
      "a count of 0",
      [layer, targets, given([1], [0])],
      `${name}: sampler: expectedCounts: entry 0 is 0; expected a finite number above 0`,
    ],
    ["a target that is none", [layer, [0, 3, 12, 3, 7], fine], `${name}: targets: row 2 is 12; expected a class index`],
    [
      "too few targets",
      [layer, [0], fine],
      `${name}: targets has length 1; expected 5 class indices, one a row of hidden`,
    ],
    [
      "logits instead of a layer",
      [logits(hidden), targets, fine],
      `${name}: got a 5 x 3 matrix; expected { hidden, weight, bias }`,
    ],
    [
      "logits as hidden",
      [{ hidden: logits(hidden), weight }, targets, fine],
      `${name}: hidden: got a matrix of logits; expected one without a kind`,
    ],
    [
      "a weight of D x K",
      [
        {
          hidden,
          weight: [
            [1, 2],
            [3, 4],
          ],
        },
        targets,
        fine,
      ],
      `${name}: hidden has 3 columns; expected 2, as weight has`,
    ],
    [
      "NaN",
      [
        {
          hidden: [[0, Number.NaN]],
          weight: [
            [1, 2],
            [3, 4],
          ],
        },
        [0],
        { samples: 1, seed: 1 },
      ],
      `${name}: hidden: row 0, column 1 is NaN; expected a finite number`,
    ],
    [
      "an infinite weight",
      [
        {
          hidden: [[0, 1]],
          weight: [
            [1, 2],
            [3, inf],
          ],
        },
        [0],
        { samples: 1, seed: 1 },
      ],
      `${name}: weight: row 1, column 1 is Infinity`,
    ],
    [
      "a bias of another length",
      [{ hidden, weight, bias: [1] }, targets, fine],
      `${name}: bias has length 1; expected 12 numbers, one a class`,
    ],
    [
      "a bias of Infinity",
      [{ hidden, weight, bias: bias.with(3, inf) }, targets, fine],
      `${name}: bias: class 3 is Infinity; expected a finite number or -Infinity`,
    ],
    [
      "an excluded target",
      [{ hidden, weight, bias: bias.with(3, -inf) }, targets, fine],
      `${name}: targets: row 1 is 3, a class that its bias excludes; expected a possible one`,
    ],
    [
      "logits that overflow",
      [
        {
          hidden: [[1e200, 1]],
          weight: [
            [1, 2],
            [3, 1e200],
          ],
        },
        [0],
        { samples: 1, seed: 1 },
      ],
      `${name}: the numbers of hidden and weight are so large that a logit could overflow`,
    ],
    [
      "one class",
      [{ hidden, weight: [[1, 2, 3]] }, targets, fine],
      `${name}: weight has 1 row; expected 2 or more, one a class`,
    ],
    [
      "a negative weight",
      [layer, targets, { ...fine, sampleWeights: [1, 1, -1, 1, 1] }],
      `${name}: sampleWeights: entry 2 is -1`,
    ],
    ["a short mask", [layer, targets, { ...fine, mask: [1] }], `${name}: mask has length 1; expected 5`],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });

  test("an excluded class that is drawn costs nothing", () => {
    const options: SampledSoftmaxOptions & { gradients: true } = { samples: K, seed: 1, gradients: true };
    const without = sampledSoftmaxCrossEntropy({ hidden, weight, bias: bias.with(5, -inf) }, targets, options);
    expect(without.sum).toBeLessThan(sampledSoftmaxCrossEntropy(layer, targets, options).sum);
    expect(without.gradients.bias[5]).toBe(0);
  });

  test("no rows are a total of nothing", () => {
    const total = sampledSoftmaxCrossEntropy({ hidden: [], weight }, [], { ...fine, gradients: true });
    expect(total).toMatchObject({ sum: 0, weight: 0, count: 0 });
  });
});
