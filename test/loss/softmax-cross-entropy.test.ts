import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { toRows } from "../../src/numerics/matrix.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Golden {
  logits: number[][];
  indices: number[];
  soft: number[][];
  classWeights: number[];
  sampleWeights: number[];
  mask: number[];
  labelSmoothing: number;
  combinations: {
    targets: "index" | "soft";
    classWeights: boolean;
    labelSmoothing: boolean;
    sampleWeights: boolean;
    mask: boolean;
    rowLosses: number[];
    sum: number;
    weight: number;
    gradient: number[][];
  }[];
  means: Record<"index" | "soft" | "indexWeighted" | "softSmoothed", number>;
  extremes: { logits: number[]; target: number | number[]; loss: number; gradient: number[] }[];
}
const torch = golden<Golden>("loss/softmax-cross-entropy");
const { logits: z, indices, soft } = torch;
const inf = Number.POSITIVE_INFINITY;

describe("every combination of options, against PyTorch in float64", () => {
  const named = torch.combinations.map((c) => {
    const on = (["classWeights", "labelSmoothing", "sampleWeights", "mask"] as const).filter((option) => c[option]);
    return { ...c, name: [`${c.targets} targets`, ...on].join(", "), on };
  });

  test.each(named)("$name", ({ on, ...expected }) => {
    const options: SoftmaxCrossEntropyOptions = Object.fromEntries(on.map((option) => [option, torch[option]]));
    const total = softmaxCrossEntropy(z, expected.targets === "index" ? indices : soft, {
      ...options,
      gradient: true,
      rowLosses: true,
    });
    expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-13);
    expect(total.sum).toBeRelativelyClose(expected.sum, 1e-14);
    expect(total.weight).toBeRelativelyClose(expected.weight, 1e-14);
    expect(total.gradient.data).toBeRelativelyClose(expected.gradient.flat(), 1e-13, 1);
    const ignored = expected.mask ? torch.mask.filter((flag) => flag === 0).length : 0;
    expect(total).toMatchObject({ count: z.length - ignored, ignored, infinite: 0, infiniteRows: [] });
  });

  test("the means that PyTorch divides by the same weight are the same", () => {
    const { classWeights, labelSmoothing } = torch;
    expect(softmaxCrossEntropy(z, indices).mean).toBeRelativelyClose(torch.means.index, 1e-14);
    expect(softmaxCrossEntropy(z, soft).mean).toBeRelativelyClose(torch.means.soft, 1e-14);
    expect(softmaxCrossEntropy(z, indices, { classWeights }).mean).toBeRelativelyClose(
      torch.means.indexWeighted,
      1e-14,
    );
    expect(softmaxCrossEntropy(z, soft, { labelSmoothing }).mean).toBeRelativelyClose(torch.means.softSmoothed, 1e-14);
  });
});

describe("extreme logits, against mpmath", () => {
  const named = torch.extremes.map((c) => ({ ...c, name: `(${c.logits.slice(0, 4)}), target ${c.target}` }));

  test.each(named)("$name", ({ logits: row, target, ...expected }) => {
    const targets = typeof target === "number" ? [target] : [target];
    const total = softmaxCrossEntropy([row], targets as number[], { gradient: true });
    expect(total.sum).toBeWithinUlps(expected.loss, 4);
    // As for softmax: the rounding of z - max is the relative error of e^(z - max).
    const largest = Math.max(...row);
    for (const [k, g] of expected.gradient.entries()) {
      const gap = Math.min(800, Math.max(...row.map((x) => (largest - x > 0 ? largest - x : 0))));
      expect(total.gradient.data[k], `class ${k}`).toBeRelativelyClose(g, (6 + gap) * 2 ** -53, 1e-300);
    }
    expect(total.infinite).toBe(expected.loss === inf ? 1 : 0);
  });

  test("(40, 0), label 0 costs 4.2e-18 and has that gradient, where frameworks have 0", () => {
    const { sum, gradient } = softmaxCrossEntropy([[40, 0]], [0], { gradient: true });
    expect(sum).toBeWithinUlps(4.248354255291589e-18, 2);
    expect(gradient.data).toBeWithinUlps([-4.248354255291589e-18, 4.248354255291589e-18], 2);
  });
});

describe("identities", () => {
  const rows = fc.array(fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 3, maxLength: 3 }), {
    minLength: 1,
    maxLength: 8,
  });
  const withTargets = rows.chain((values) =>
    fc.tuple(fc.constant(values), fc.array(fc.nat(2), { minLength: values.length, maxLength: values.length })),
  );
  const oneHot = (k: number) => [0, 1, 2].map((class_) => Number(class_ === k));
  const all = { gradient: true, rowLosses: true } as const;

  test("an index is its one-hot row, bit by bit, with every option", () => {
    fc.assert(
      fc.property(withTargets, fc.double({ min: 0, max: 1, noNaN: true }), ([values, targets], labelSmoothing) => {
        const options = { ...all, labelSmoothing, classWeights: [0.5, 2, 1.5] };
        const byIndex = softmaxCrossEntropy(values, targets, options);
        expect(softmaxCrossEntropy(values, targets.map(oneHot), options)).toEqual(byIndex);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("options that say nothing change nothing, bit by bit", () => {
    const ones = z.map(() => 1);
    const neutral = { labelSmoothing: 0, classWeights: [1, 1, 1, 1], sampleWeights: ones, mask: ones };
    expect(softmaxCrossEntropy(z, indices, { ...all, ...neutral })).toEqual(softmaxCrossEntropy(z, indices, all));
  });

  test("a sample weight of 2 is the row twice, a mask is the row left out", () => {
    const twice = softmaxCrossEntropy([...z, z[1]], [...indices, indices[1]]);
    const weighted = softmaxCrossEntropy(z, indices, { sampleWeights: [1, 2, 1, 1, 1, 1] });
    expect(weighted.sum).toBeWithinUlps(twice.sum, 4);
    expect(weighted.weight).toBe(twice.weight);
    const masked = softmaxCrossEntropy(z, indices, { mask: [false, true, true, true, true, true] });
    const without = softmaxCrossEntropy(z.slice(1), indices.slice(1));
    expect(masked.sum).toBe(without.sum);
    expect(masked.mean).toBe(without.mean);
  });

  test("a smoothing of 1 is the cross-entropy against equal shares", () => {
    const uniform = z.map(() => [0.25, 0.25, 0.25, 0.25]);
    const smoothed = softmaxCrossEntropy(z, indices, { labelSmoothing: 1, gradient: true });
    const soft = softmaxCrossEntropy(z, uniform, { gradient: true });
    expect(smoothed.sum).toBe(soft.sum);
    expect(smoothed.gradient).toEqual(soft.gradient);
  });

  test("a shift of a row's logits changes nothing, and the gradient of a row sums to 0", () => {
    const whole = fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(whole, fc.nat(9), (row, pick) => {
        const target = [pick % row.length];
        const total = softmaxCrossEntropy([row], target, all);
        expect(softmaxCrossEntropy([row.map((x) => x - 2 ** 40)], target, all)).toEqual(total);
        expect(Math.abs(Array.from(total.gradient.data).reduce((a, b) => a + b, 0))).toBeLessThan(1e-15);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test("the gradient is the difference quotient of the sum", () => {
    const options = {
      classWeights: torch.classWeights,
      sampleWeights: torch.sampleWeights,
      labelSmoothing: torch.labelSmoothing,
      mask: torch.mask,
    };
    const { gradient } = softmaxCrossEntropy(z, soft, { ...options, gradient: true });
    const h = 2 ** -17;
    for (let row = 0; row < z.length; row++) {
      for (let k = 0; k < z[0].length; k++) {
        const at = (shift: number) => {
          const shifted = z.map((values) => values.slice());
          shifted[row][k] += shift;
          return softmaxCrossEntropy(shifted, soft, options).sum;
        };
        const quotient = (at(h) - at(-h)) / (2 * h);
        expect(Math.abs(gradient.data[row * z[0].length + k] - quotient)).toBeLessThan(2e-9);
      }
    }
  });

  test("the loss of a soft target is its cross-entropy, the least at the target itself", () => {
    const target = [[0.5, 0.3, 0.2]];
    const least = softmaxCrossEntropy([target[0].map(Math.log)], target, { gradient: true });
    expect(least.sum).toBeCloseTo(-0.5 * Math.log(0.5) - 0.3 * Math.log(0.3) - 0.2 * Math.log(0.2), 14);
    expect(least.gradient.data).toBeRelativelyClose([0, 0, 0], 1e-15, 1);
    expect(softmaxCrossEntropy([[0, 0, 0]], target).sum).toBeGreaterThan(least.sum);
  });
});

describe("temperature, softcap, zLoss and ignoreIndex", () => {
  const all = { gradient: true, rowLosses: true } as const;
  const everything = {
    classWeights: torch.classWeights,
    sampleWeights: torch.sampleWeights,
    labelSmoothing: torch.labelSmoothing,
    mask: torch.mask,
    temperature: 0.7,
    softcap: 3,
    zLoss: 0.3,
  };

  test("a temperature divides the logits", () => {
    const halved = z.map((row) => row.map((x) => x / 2));
    const total = softmaxCrossEntropy(z, indices, { ...all, temperature: 2, gradientScale: 2 });
    expect(total).toEqual(softmaxCrossEntropy(halved, indices, all));
  });

  test("a softcap is c tanh(z / c), -Infinity stays", () => {
    const rows = [...z, [inf, 0, -inf, 2]];
    const capped = rows.map((row) => row.map((x) => (x === -inf ? x : 3 * Math.tanh(x / 3))));
    const total = softmaxCrossEntropy(rows, [...indices, 1], { softcap: 3, rowLosses: true });
    expect(total.rowLosses).toBeRelativelyClose(
      softmaxCrossEntropy(capped, [...indices, 1], { rowLosses: true }).rowLosses ?? [],
      1e-15,
    );
    const softcap = { softcap: 2, temperature: 0.5 };
    expect(softmaxCrossEntropy([[inf, inf]], [0], softcap).sum).toBe(Math.LN2);
    expect(softmaxCrossEntropy([[inf, -inf]], [1], softcap)).toMatchObject({ sum: inf, infinite: 1 });
    // Capped first: 2 tanh(50) / 0.5 = 4, not 2 tanh(100 / 0.5 / 2) = 2.
    expect(softmaxCrossEntropy([[100, 0]], [1], softcap).sum).toBeRelativelyClose(Math.log(1 + Math.exp(4)), 1e-15);
  });

  test("zLoss adds (log Z)^2 to every -log p and nothing to the weight", () => {
    const options = { sampleWeights: torch.sampleWeights, classWeights: torch.classWeights, rowLosses: true } as const;
    const without = softmaxCrossEntropy(z, soft, options);
    const total = softmaxCrossEntropy(z, soft, { ...options, zLoss: 0.5 });
    expect(total.weight).toBe(without.weight);
    const expected = z.map((row, i) => {
      const logZ = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
      const weight = soft[i].reduce((sum, t, k) => sum + torch.sampleWeights[i] * torch.classWeights[k] * t, 0);
      return (without.rowLosses?.[i] ?? 0) + weight * 0.5 * logZ ** 2;
    });
    expect(total.rowLosses).toBeRelativelyClose(expected, 1e-13);
  });

  test("ignoreIndex leaves out the rows that a mask would", () => {
    const masked = softmaxCrossEntropy(z, [0, 9, 1, 1, 2, 0], { ...everything, ...all, mask: [1, 0, 1, 1, 0, 1] });
    const padded = [0, -100, 1, 1, 2, 0];
    const both = { ...everything, ...all, mask: [1, 1, 1, 1, 0, 1], ignoreIndex: -100 };
    expect(softmaxCrossEntropy(z, padded, both)).toEqual(masked);
    const aClass = { ...everything, ...all, mask: undefined, ignoreIndex: 2 };
    expect(softmaxCrossEntropy(z, [0, 2, 1, 1, 2, 0], aClass)).toEqual(masked);
    expect(masked.ignored).toBe(2);
  });

  test("the gradient of all of it is the difference quotient", () => {
    const scaled = softmaxCrossEntropy(z, soft, { ...everything, gradient: true, gradientScale: -3 });
    const { gradient } = softmaxCrossEntropy(z, soft, { ...everything, gradient: true });
    expect(scaled.gradient.data).toBeRelativelyClose(
      gradient.data.map((g) => -3 * g),
      1e-15,
    );
    const h = 2 ** -17;
    for (const [row, values] of z.entries()) {
      for (let k = 0; k < values.length; k++) {
        const at = (shift: number) => {
          const shifted = z.map((values) => values.slice());
          shifted[row][k] += shift;
          return softmaxCrossEntropy(shifted, soft, everything).sum;
        };
        expect(Math.abs(gradient.data[row * 4 + k] - (at(h) - at(-h)) / (2 * h))).toBeLessThan(1e-8);
      }
    }
  });
});

describe("impossible outcomes", () => {
  test("an infinite loss is counted, its row named, its gradient finite, the rest unharmed", () => {
    const rows = [
      [0, -inf],
      [0, 0],
      [inf, 0],
      [5, -inf],
    ];
    const total = softmaxCrossEntropy(rows, [1, 0, 1, 0], { gradient: true, rowLosses: true });
    expect(total).toMatchObject({ sum: inf, mean: inf, count: 4, infinite: 2, infiniteRows: [0, 2] });
    expect(Array.from(total.rowLosses ?? [])).toEqual([inf, Math.LN2, inf, 0]);
    expect(toRows(total.gradient)).toEqual([
      [1, -1],
      [-0.5, 0.5],
      [1, -1],
      [0, 0],
    ]);
  });

  test("ten rows are named at the most, all are counted", () => {
    const total = softmaxCrossEntropy(Array(25).fill([0, -inf]), Array(25).fill(1));
    expect(total.infinite).toBe(25);
    expect(total.infiniteRows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("cost nothing where their coefficient is 0: class weight, sample weight, mask", () => {
    const rows = [[0, -inf]];
    for (const options of [{ classWeights: [1, 0] }, { sampleWeights: [0] }, { mask: [false] }]) {
      const total = softmaxCrossEntropy(rows, [1], { ...options, gradient: true });
      expect(total).toMatchObject({ sum: 0, weight: 0, infinite: 0 });
      expect(Array.from(total.gradient.data, Math.abs)).toEqual([0, 0]);
      expect(total.mean).toBeNaN();
    }
  });
});

test("the example of the comment holds", () => {
  const example = softmaxCrossEntropy(
    [
      [2, 1, 0.1],
      [0, 3, -1],
    ],
    [0, 1],
  );
  expect(String(example.mean)).toMatch(/^0\.24145/);
});
