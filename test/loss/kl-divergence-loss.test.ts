import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entropy } from "../../src/information/entropy.js";
import type { KlDivergenceLossOptions } from "../../src/loss/divergence-of-rows.js";
import { klDivergenceLoss } from "../../src/loss/kl-divergence-loss.js";
import { reverseKlDivergenceLoss } from "../../src/loss/reverse-kl-divergence-loss.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits, logProbabilities, probabilities } from "../../src/numerics/kinds.js";
import { fromRows, matrix } from "../../src/numerics/matrix.js";
import { logSoftmax, softmax } from "../../src/numerics/softmax.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Golden {
  logits: number[][];
  logProbabilities: number[][];
  targets: number[][];
  withZeros: number[][];
  sampleWeights: number[];
  mask: number[];
  combinations: {
    direction: "forward" | "reverse";
    kind: "logits" | "logProbabilities";
    sampleWeights: boolean;
    mask: boolean;
    rowLosses: number[];
    sum: number;
    weight: number;
    gradient: number[][];
  }[];
  optax: number[];
  batchMean: number;
  extremes: ({ logits: number[]; targets: number[] } & Record<
    "forward" | "reverse",
    { loss: number; gradient: number[] | null }
  >)[];
}
const torch = golden<Golden>("loss/kl-divergence-loss");
const losses = { forward: klDivergenceLoss, reverse: reverseKlDivergenceLoss };
const directions = ["forward", "reverse"] as const;
const all = { gradient: true, rowLosses: true } as const;
const inf = Number.POSITIVE_INFINITY;
const predictions = { logits: logits(torch.logits), logProbabilities: logProbabilities(torch.logProbabilities) };

describe("every combination of options, against PyTorch in float64", () => {
  const named = torch.combinations.map((c) => {
    const on = (["sampleWeights", "mask"] as const).filter((option) => c[option]);
    return { ...c, name: [c.direction, c.kind, ...on].join(", "), on };
  });

  test.each(named)("$name", ({ direction, kind, on, ...expected }) => {
    const options: KlDivergenceLossOptions = Object.fromEntries(on.map((option) => [option, torch[option]]));
    const targets = direction === "forward" ? torch.withZeros : torch.targets;
    const total = losses[direction](predictions[kind], targets, { ...options, ...all });
    expect(total.rowLosses).toBeRelativelyClose(expected.rowLosses, 1e-14);
    expect(total.sum).toBeRelativelyClose(expected.sum, 1e-14);
    expect(total.weight).toBeRelativelyClose(expected.weight, 1e-15);
    expect(total.gradient.data).toBeRelativelyClose(expected.gradient.flat(), 1e-14, 1);
    const ignored = expected.mask ? torch.mask.filter((flag) => flag === 0).length : 0;
    expect(total).toMatchObject({ count: 6 - ignored, ignored, infinite: 0 });
  });

  test("the mean is PyTorch's batchmean, the rows are optax's", () => {
    for (const predicted of Object.values(predictions)) {
      const total = klDivergenceLoss(predicted, torch.withZeros, { rowLosses: true });
      expect(total.mean).toBeRelativelyClose(torch.batchMean, 1e-14);
      expect(total.rowLosses).toBeRelativelyClose(torch.optax, 1e-14);
    }
  });
});

describe("extreme and nearly equal rows, against mpmath", () => {
  test.each(directions.flatMap((direction) => torch.extremes.map((c) => ({ ...c, direction }))))(
    "$direction, logits $logits, targets $targets",
    ({ direction, logits: row, targets, ...expected }) => {
      const { loss, gradient } = expected[direction];
      const total = losses[direction](logits([row]), [targets], { gradient: true });
      if (loss === inf) expect(total).toMatchObject({ sum: inf, infinite: 1 });
      else expect(Math.abs(total.sum - loss)).toBeLessThanOrEqual(4 * 2 ** -53 * Math.abs(loss) + bound(row, targets));
      const finite = row.filter((x) => Number.isFinite(x));
      const gap = Math.min(800, Math.max(...finite) - Math.min(...finite));
      const p = softmax([row]).data;
      for (const [k, g] of (gradient ?? []).entries()) {
        // Where p is nearly t, what is left of their difference has the rounding of p.
        const atLeast = Math.max(Math.min(p[k], 1 - p[k]), 1e-300);
        expect(total.gradient.data[k], `class ${k}`).toBeRelativelyClose(g, (8 + gap) * 2 ** -53, atLeast);
      }
    },
  );

  /**
   * What the rounding of log(t / p), a difference of numbers of the size 1 + |log t|, may do: its first order is
   * multiplied by t - p, so that it vanishes with the divergence, and the second order is left.
   */
  function bound(row: number[], targets: number[]): number {
    const p = softmax([row]).data;
    const terms = targets.map((t, k) => {
      if (t === 0 || p[k] === 0) return 0;
      const rounding = (1 + Math.abs(Math.log(t)) + Math.abs(Math.log(p[k]))) * 2 ** -53;
      return Math.abs(t - p[k]) * rounding + Math.max(t, p[k]) * rounding ** 2;
    });
    return terms.reduce((a, b) => a + b, 0);
  }
});

describe("identities", () => {
  const share = fc.integer({ min: 1, max: 1000 });
  const row = fc.array(share, { minLength: 2, maxLength: 6 }).map((xs) => {
    const sum = xs.reduce((a, b) => a + b, 0);
    return xs.map((x) => x / sum);
  });
  const logit = fc.double({ min: -20, max: 20, noNaN: true });
  const pair = row.chain((t) =>
    fc.tuple(fc.constant(t), fc.array(logit, { minLength: t.length, maxLength: t.length })),
  );

  test("the forward one is cross-entropy less entropy, with the same gradient", () => {
    fc.assert(
      fc.property(pair, ([t, z]) => {
        const total = klDivergenceLoss(logits([z]), [t], all);
        const crossEntropy = softmaxCrossEntropy([z], [t], all);
        expect(Math.abs(total.sum - (crossEntropy.sum - entropy(t)))).toBeLessThan(1e-14);
        expect(total.gradient).toEqual(crossEntropy.gradient);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("0 or more, and 0 only where both are equal", () => {
    const eighths = fc
      .array(fc.nat(8), { minLength: 4, maxLength: 4 })
      .filter((xs) => xs.reduce((a, b) => a + b, 0) === 8)
      .map((xs) => xs.map((x) => x / 8));
    fc.assert(
      fc.property(
        eighths,
        fc.array(logit, { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 0, max: 24 }),
        (t, z, e) => {
          for (const loss of Object.values(losses)) {
            expect(loss(logits([z]), [t]).sum).toBeGreaterThanOrEqual(0);
            const uniform = [0.25, 0.25, 0.25, 0.25];
            const shifted = [z[0], z[0], z[0], z[0]];
            expect(loss(logits([shifted]), [uniform]).sum).toBe(0);
            shifted[1] += Math.abs(z[0]) * 2 ** -52 + 2 ** -e;
            expect(loss(logits([shifted]), [uniform]).sum).toBeGreaterThan(0);
          }
        },
      ),
      { seed: 2, numRuns: 300 },
    );
  });

  test("from logits and from their logarithms of the softmax it is the same", () => {
    fc.assert(
      fc.property(pair, ([t, z]) => {
        for (const loss of Object.values(losses)) {
          const there = loss(logSoftmax(logits([z])), [t]).sum;
          expect(Math.abs(loss(logits([z]), [t]).sum - there)).toBeLessThan(1e-14 * Math.max(1, there));
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test("the directions are each other with the roles exchanged", () => {
    fc.assert(
      fc.property(row, (t) => {
        const z = t.map((_, k) => Math.sin(k * 7));
        const there = klDivergenceLoss(logits([z]), [t]).sum;
        const back = reverseKlDivergenceLoss(logProbabilities([t.map(Math.log)]), softmax([z])).sum;
        expect(Math.abs(there - back)).toBeLessThan(4e-15);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  test.each(directions)("the gradient of the %s one is the difference quotient of the sum", (direction) => {
    const h = 2 ** -17;
    const { sampleWeights } = torch;
    const { gradient } = losses[direction](predictions.logits, torch.targets, { sampleWeights, gradient: true });
    for (let i = 0; i < gradient.data.length; i++) {
      const [up, down] = [h, -h].map((shift) => {
        const z = fromRows(torch.logits);
        z.data[i] += shift;
        return losses[direction](logits(z), torch.targets, { sampleWeights }).sum;
      });
      expect(Math.abs(gradient.data[i] - (up - down) / (2 * h))).toBeLessThan(5e-9);
    }
  });

  test("gradientScale multiplies the gradient and nothing else", () => {
    for (const loss of Object.values(losses)) {
      for (const predicted of Object.values(predictions)) {
        const plain = loss(predicted, torch.targets, all);
        const scaled = loss(predicted, torch.targets, { ...all, gradientScale: -2 });
        expect(scaled.sum).toBe(plain.sum);
        expect(scaled.gradient.data).toEqual(plain.gradient.data.map((g) => -2 * g));
      }
    }
  });
});

describe("zeros and infinities", () => {
  const z = logits([
    [0, -inf, 0],
    [0, 0, -inf],
  ]);

  test("a target of 0 costs the forward loss nothing, a prediction of 0 the reverse one", () => {
    const t = [
      [1, 0, 0],
      [0.5, 0.5, 0],
    ];
    expect(klDivergenceLoss(z, t, { rowLosses: true }).rowLosses).toEqual(Float64Array.of(Math.LN2, 0));
    const reverse = reverseKlDivergenceLoss(z, t, all);
    expect(reverse.rowLosses).toEqual(Float64Array.of(inf, 0));
    expect(reverse).toMatchObject({ sum: inf, infinite: 1, infiniteRows: [0] });
    expect(Array.from(reverse.gradient.data, (g) => g + 0)).toEqual([-inf, 0, inf, 0, 0, 0]);
  });

  test("the same of log-probabilities, with their own derivatives", () => {
    const logP = logProbabilities(matrix(2, 3, logSoftmax(z).data));
    const t = [
      [1, 0, 0],
      [0.5, 0.5, 0],
    ];
    const forward = klDivergenceLoss(logP, t, all);
    expect(forward.rowLosses).toBeWithinUlps([Math.LN2, 0], 1);
    expect(Array.from(forward.gradient.data)).toEqual([-1, 0, 0, -0.5, -0.5, 0]);
    const reverse = reverseKlDivergenceLoss(logP, t, all);
    expect(reverse.rowLosses).toEqual(Float64Array.of(inf, 0));
    expect(reverse.gradient.data).toBeRelativelyClose([0.5 * (1 - Math.LN2), 0, inf, 0.5, 0.5, 0], 1e-15);
  });

  test("a weight of 0 or a mask of 0 leaves neither loss nor gradient", () => {
    for (const loss of Object.values(losses)) {
      for (const options of [{ sampleWeights: [0, 0] }, { mask: [0, 0] }]) {
        const total = loss(z, Array(2).fill([0, 1, 0]), { ...options, ...all });
        expect(total).toMatchObject({ sum: 0, weight: 0, infinite: 0 });
        expect(Array.from(total.gradient.data, Math.abs)).toEqual(Array(6).fill(0));
      }
    }
  });
});

describe("errors name the function, the argument, the row and the value", () => {
  const call = (...args: unknown[]) => (klDivergenceLoss as (...args: unknown[]) => unknown)(...args);
  const two = [
    [1, 2],
    [3, 4],
  ];
  const z = logits(two);
  const t = [
    [0.5, 0.5],
    [1, 0],
  ];
  test.each<[string, unknown[], string]>([
    ["rows of no kind", [two, t], "klDivergenceLoss: predictions: got an Array of 2; expected logits(...) or"],
    ["a matrix of no kind", [fromRows(two), t], "predictions: got a 2 x 2 matrix; expected logits(...) or"],
    [
      "probabilities",
      [probabilities(t), t],
      "klDivergenceLoss: predictions: got a matrix of probabilities; expected logits(...) or logProbabilities(...)",
    ],
    ["logits as targets", [z, z], "klDivergenceLoss: targets: got a matrix of logits"],
    ["class indices", [z, [0, 1]], "klDivergenceLoss: targets is an Array of 2; expected a matrix or rows of prob"],
    ["a row that sums to 2", [z, [t[0], [1, 1]]], "klDivergenceLoss: targets: row 1 sums to 2; expected 1"],
    ["another shape", [z, [t[0]]], "klDivergenceLoss: targets are 1 x 2; expected the shape of the logits, 2 x 2"],
    ["one column", [logits([1, 2]), [[1], [1]]], "klDivergenceLoss: predictions have 1 column; expected 2 or more"],
    [
      "log-probabilities of no distribution",
      [logProbabilities([[-1, -1]]), [t[0]]],
      "klDivergenceLoss: predictions: row 0 has probabilities that sum to 0.735758882342884",
    ],
    ["only -Infinity", [logits([[-inf, -inf]]), [t[0]]], "klDivergenceLoss: predictions: row 0 has nothing but -Inf"],
    ["a negative weight", [z, t, { sampleWeights: [1, -1] }], "klDivergenceLoss: sampleWeights: entry 1 is -1"],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });

  test("nothing has been written then", () => {
    const gradient = matrix(2, 2);
    const rowLosses = new Float64Array(2);
    const bad: [unknown, unknown][] = [
      [logits([two[0], [-inf, -inf]]), t],
      [
        logProbabilities([
          [0, -inf],
          [-1, -1],
        ]),
        t,
      ],
      [z, [t[0], [1, 1]]],
    ];
    for (const [predicted, targets] of bad) {
      for (const loss of Object.values(losses) as ((...args: unknown[]) => unknown)[]) {
        expect(() => loss(predicted, targets, { gradient, rowLosses })).toThrow(RangeError);
      }
    }
    expect([...gradient.data, ...rowLosses]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("rows that sum to 1 only nearly", () => {
  const tenths = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 - 2 ** -40];

  test("never make the loss negative", () => {
    const uniform = tenths.map(() => 0);
    for (const predicted of [logits([uniform]), logSoftmax(logits([uniform]))]) {
      // sum_k t_k log(t_k / p_k) is about -2^-40 here.
      expect(klDivergenceLoss(predicted, [tenths]).sum).toBeGreaterThan(0);
      expect(klDivergenceLoss(predicted, [tenths]).sum).toBeLessThan(2 ** -40);
    }
    const over = [...tenths.slice(0, 9), 0.1 + 2 ** -40];
    for (const predicted of [logits([uniform]), logSoftmax(logits([uniform]))]) {
      // And sum_k p_k log(p_k / t_k) here.
      expect(reverseKlDivergenceLoss(predicted, [over]).sum).toBeGreaterThan(0);
      expect(reverseKlDivergenceLoss(predicted, [over]).sum).toBeLessThan(2 ** -40);
    }
  });
});

test("the examples of the comments hold", () => {
  expect(klDivergenceLoss(logits([[0, 0]]), [[0.9, 0.1]]).sum).toBeCloseTo(0.36806, 5);
  expect(reverseKlDivergenceLoss(logits([[0, 0]]), [[0.9, 0.1]]).sum).toBeWithinUlps(-Math.log(0.6), 2);
});
