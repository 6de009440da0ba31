import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DistillationLossOptions, distillationLoss } from "../../src/loss/distillation-loss.js";
import { klDivergenceLoss } from "../../src/loss/kl-divergence-loss.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";
import { softmax } from "../../src/numerics/softmax.js";
import { golden } from "../golden.js";
import "../within-ulps.js";

interface Golden {
  student: number[][];
  teacher: number[][];
  indices: number[];
  soft: number[][];
  sampleWeights: number[];
  mask: number[];
  combinations: {
    temperature: number;
    targets: "none" | "index" | "soft";
    hardWeight: number;
    sampleWeights: boolean;
    mask: boolean;
    rowLosses: number[];
    weight: number;
    gradient: number[][];
  }[];
  extremes: { student: number[]; teacher: number[]; temperature: number; loss: number; gradient: number[] }[];
}
const torch = golden<Golden>("loss/distillation-loss");
const { student, teacher, indices, soft, sampleWeights, mask } = torch;
const all = { gradient: true, rowLosses: true } as const;
const inf = Number.POSITIVE_INFINITY;

describe("every combination of options, against PyTorch in float64", () => {
  test.each(torch.combinations)("T $temperature, $targets targets, weights $sampleWeights, mask $mask", (c) => {
    const options: DistillationLossOptions = {
      temperature: c.temperature,
      ...(c.targets !== "none" && { targets: c.targets === "index" ? indices : soft, hardWeight: c.hardWeight }),
      ...(c.sampleWeights && { sampleWeights }),
      ...(c.mask && { mask }),
    };
    const total = distillationLoss(student, teacher, { ...options, ...all });
    expect(total.rowLosses).toBeRelativelyClose(c.rowLosses, 1e-13);
    expect(total.weight).toBeRelativelyClose(c.weight, 1e-15);
    expect(total.gradient.data).toBeRelativelyClose(c.gradient.flat(), 1e-14, 1);
    expect(total.ignored).toBe(c.mask ? 2 : 0);
  });
});

describe("extreme and nearly equal rows, against mpmath", () => {
  test.each(torch.extremes)("student $student, teacher $teacher, T $temperature", (c) => {
    const total = distillationLoss([c.student], [c.teacher], { temperature: c.temperature, gradient: true });
    if (c.loss === inf) expect(total).toMatchObject({ sum: inf, infinite: 1 });
    else {
      // The logarithms of both have the rounding of the gaps, and their difference, of the size of the root of the
      // divergence, keeps it.
      const finite = [...c.student, ...c.teacher].filter((x) => Number.isFinite(x));
      const gap = Math.min(50, (Math.max(...finite) - Math.min(...finite)) / c.temperature);
      const conditioning = (gap * 2 ** -53) / Math.min(1, Math.sqrt(c.loss) / c.temperature || 1);
      expect(total.sum).toBeRelativelyClose(c.loss, 8 * 2 ** -53 + conditioning);
      for (const [k, g] of c.gradient.entries()) {
        expect(total.gradient.data[k], `class ${k}`).toBeRelativelyClose(g, 16 * 2 ** -53 + 2 * conditioning, 1e-300);
      }
    }
  });
});

describe("identities", () => {
  const row = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 3, maxLength: 3 });
  const temperatures = fc.constantFrom(0.5, 1, 2, 8);

  test("a student with the teacher's logits, or shifted ones, has loss 0 and gradient 0", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 5 }),
        temperatures,
        (z, temperature) => {
          for (const shift of [0, 1024]) {
            const total = distillationLoss([z.map((x) => x + shift)], [z], { temperature, gradient: true });
            expect([total.sum, ...total.gradient.data].map(Math.abs)).toEqual(Array(z.length + 1).fill(0));
          }
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  test("at temperature 1 it is the divergence from the teacher's probabilities", () => {
    fc.assert(
      fc.property(row, row, (s, t) => {
        const there = klDivergenceLoss(logits([s]), softmax([t]), { gradient: true });
        const total = distillationLoss([s], [t], { gradient: true });
        expect(total.sum).toBeGreaterThanOrEqual(0);
        expect(Math.abs(total.sum - there.sum)).toBeLessThan(1e-14 * Math.max(1, there.sum));
        expect(total.gradient.data).toBeRelativelyClose(there.gradient.data, 1e-14, 1);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test("its gradient is that of the cross-entropy with the teacher's softened probabilities, times T squared", () => {
    fc.assert(
      fc.property(row, row, temperatures, (s, t, temperature) => {
        const softened = softmax([t.map((x) => x / temperature)]);
        const hinton = softmaxCrossEntropy([s], softened, {
          temperature,
          gradientScale: temperature ** 2,
          gradient: true,
        });
        const total = distillationLoss([s], [t], { temperature, gradient: true });
        expect(total.gradient.data).toBeRelativelyClose(hinton.gradient.data, 1e-14, temperature);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test("a hard weight of 1 is the cross-entropy with the targets; of 0 the teacher alone", () => {
    for (const targets of [indices, soft]) {
      const hard = distillationLoss(student, teacher, { targets, hardWeight: 1, ...all });
      const crossEntropy = softmaxCrossEntropy(student, targets, all);
      expect(hard.rowLosses).toEqual(crossEntropy.rowLosses);
      expect(hard.gradient.data).toBeRelativelyClose(crossEntropy.gradient.data, 1e-15, 1);
      const none = distillationLoss(student, teacher, { targets, hardWeight: 0, ...all });
      expect(none.rowLosses).toEqual(distillationLoss(student, teacher, all).rowLosses);
    }
  });

  test("hardWeight is 0.5 when only targets are given, and gradientScale multiplies the gradient", () => {
    const half = distillationLoss(student, teacher, { targets: indices, ...all });
    expect(half).toEqual(distillationLoss(student, teacher, { targets: indices, hardWeight: 0.5, ...all }));
    const scaled = distillationLoss(student, teacher, { targets: indices, gradientScale: -2, ...all });
    expect(scaled.gradient.data).toEqual(half.gradient.data.map((g) => -2 * g));
    expect(scaled.sum).toBe(half.sum);
  });

  test("the gradient is the difference quotient of the sum", () => {
    const options = { targets: soft, hardWeight: 0.25, temperature: 3, sampleWeights };
    const { gradient } = distillationLoss(student, teacher, { ...options, gradient: true });
    const h = 2 ** -17;
    for (let i = 0; i < gradient.data.length; i++) {
      const [up, down] = [h, -h].map((shift) => {
        const z = student.map((values, r) => values.map((x, k) => (r * 4 + k === i ? x + shift : x)));
        return distillationLoss(z, teacher, options).sum;
      });
      expect(Math.abs(gradient.data[i] - (up - down) / (2 * h))).toBeLessThan(2e-8);
    }
  });
});

test("a row of weight 0 or left out has neither loss nor gradient, whatever it holds", () => {
  const z = [[0, -inf]];
  for (const options of [{ sampleWeights: [0] }, { mask: [false] }]) {
    const total = distillationLoss(z, [[0, 0]], { ...options, ...all });
    expect(total).toMatchObject({ sum: 0, weight: 0, infinite: 0 });
    expect(Array.from(total.gradient.data, Math.abs)).toEqual([0, 0]);
  }
  const nothing = distillationLoss(z, [[-inf, -inf]], { mask: [0], targets: [-100], gradient: true });
  expect(nothing).toMatchObject({ sum: 0, ignored: 1 });
});

describe("errors name the function, the argument and the value", () => {
  const call = (...args: unknown[]) => (distillationLoss as (...args: unknown[]) => unknown)(...args);
  const z = [[1, 2]];
  const shared = new Float64Array(2);
  test.each<[string, unknown[], string]>([
    [
      "other classes",
      [z, [[1, 2, 3]]],
      "distillationLoss: teacherLogits are 1 x 3; expected the shape of studentLogits",
    ],
    ["NaN", [z, [[1, Number.NaN]]], "distillationLoss: teacherLogits: row 0, column 1 is NaN; expected a number"],
    [
      "probabilities",
      [z, softmax(z)],
      "distillationLoss: teacherLogits: got a matrix of probabilities; expected logits",
    ],
    ["nothing possible", [z, [[-inf, -inf]]], "distillationLoss: teacherLogits: row 0 has nothing but -Infinity"],
    ["one column", [[[1]], [[1]]], "distillationLoss: studentLogits have 1 column; expected 2 or more"],
    [
      "temperature 0",
      [z, z, { temperature: 0 }],
      "distillationLoss: temperature is 0; expected a finite number above 0",
    ],
    ["no such class", [z, z, { targets: [2] }], "distillationLoss: targets: row 0 is 2; expected a class index"],
    [
      "a weight above 1",
      [z, z, { targets: [0], hardWeight: 2 }],
      "distillationLoss: hardWeight is 2; expected a number",
    ],
    ["a weight of nothing", [z, z, { hardWeight: 0.5 }], "distillationLoss: hardWeight is 0.5; expected none without"],
    [
      "a gradient over the teacher",
      [z, logits(matrix(1, 2, shared)), { gradient: matrix(1, 2, shared) }],
      "distillationLoss: gradient is teacherLogits' own memory; expected another",
    ],
  ])("%s", (_name, args, message) => {
    expect(() => call(...args)).toThrow(message);
  });

  test("nothing has been written then", () => {
    const gradient = matrix(2, 2);
    expect(() => distillationLoss([z[0], z[0]], [z[0], [-inf, -inf]], { gradient })).toThrow(RangeError);
    expect(Array.from(gradient.data)).toEqual([0, 0, 0, 0]);
  });
});

test("what a tiny temperature multiplies is finite", () => {
  // T^2 D is T (12 - 7) there, with D beyond the largest number.
  expect(distillationLoss([[7, 12]], [[1, 0]], { temperature: 2 ** -1023 }).sum).toBe(5 * 2 ** -1023);
});

test("the example of the comment holds", () => {
  expect(distillationLoss([[0, 0]], [[2, 0]], { temperature: 2 }).sum).toBeCloseTo(0.44377, 4);
});
