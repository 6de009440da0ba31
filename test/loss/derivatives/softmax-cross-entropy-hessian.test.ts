import fc from "fast-check";
import { all, type BigNumber, create, derivative } from "mathjs";
import { describe, expect, test } from "vitest";
import {
  type SoftmaxCrossEntropyHessianOptions,
  softmaxCrossEntropyHessian,
  softmaxCrossEntropyHessianDiagonal,
  softmaxCrossEntropyHessianProduct,
} from "../../../src/loss/derivatives/softmax-cross-entropy-hessian.js";
import { softmaxCrossEntropy } from "../../../src/loss/softmax-cross-entropy.js";
import { logits } from "../../../src/numerics/kinds.js";
import { matrix, toRows } from "../../../src/numerics/matrix.js";
import "../../within-ulps.js";

const math = create(all, { number: "BigNumber", precision: 120 });
const big = (x: number) => math.bignumber(x) as BigNumber;
const inf = Number.POSITIVE_INFINITY;

/** Three classes, a soft target, and the options that change the Hessian. */
const target = [0.125, 0.25, 0.625];
const cases: [string, number[], SoftmaxCrossEntropyHessianOptions][] = [
  ["no options", [1, -0.5, 2], {}],
  ["equal logits", [0, 0, 0], {}],
  ["confident", [40, 0, -3], {}],
  ["weights and smoothing", [1, -0.5, 2], { classWeights: [0.5, 2, 0.25], sampleWeights: [3], labelSmoothing: 0.25 }],
  ["temperature", [1, -0.5, 2], { temperature: 0.5 }],
  ["softcap", [1, -0.5, 2], { softcap: 4 }],
  ["zLoss", [1, -0.5, 2], { zLoss: 0.25 }],
  [
    "everything",
    [5, -0.5, 2],
    {
      classWeights: [0.5, 2, 0.25],
      sampleWeights: [3],
      labelSmoothing: 0.25,
      temperature: 2,
      softcap: 8,
      zLoss: 0.125,
    },
  ],
  [
    "everything, confident",
    [30, -0.5, 2],
    { classWeights: [0.5, 2, 0.25], temperature: 0.5, softcap: 32, zLoss: 0.125 },
  ],
];

function coefficientsOf({
  classWeights = [1, 1, 1],
  sampleWeights = [1],
  labelSmoothing = 0,
}: SoftmaxCrossEntropyHessianOptions) {
  return target.map((t, k) => sampleWeights[0] * classWeights[k] * ((1 - labelSmoothing) * t + labelSmoothing / 3));
}

/** The loss as its comment says it, in decimal numbers. */
function loss(z: BigNumber[], options: SoftmaxCrossEntropyHessianOptions): BigNumber {
  const { temperature = 1, softcap, zLoss = 0 } = options;
  const capped = softcap === undefined ? z : z.map((x) => math.tanh(x.div(softcap)).mul(softcap));
  const x = capped.map((value) => value.div(temperature));
  const logZ = x
    .map((value) => value.exp())
    .reduce((a, b) => a.add(b))
    .ln();
  return coefficientsOf(options)
    .map((c, k) => logZ.sub(x[k]).add(logZ.mul(logZ).mul(zLoss)).mul(c))
    .reduce((a, b) => a.add(b));
}

/** The difference quotient of the loss, with steps of 1e-30. */
function firstDifference(z: number[], i: number, options: SoftmaxCrossEntropyHessianOptions): number {
  const h = math.bignumber("1e-30") as BigNumber;
  const at = (s: number) =>
    loss(
      z.map((x, k) => (k === i ? big(x).add(h.mul(s)) : big(x))),
      options,
    );
  return at(1).sub(at(-1)).div(h.mul(2)).toNumber();
}

/** The second difference quotient of the loss, with steps of 1e-20. */
function secondDifference(z: number[], i: number, j: number, options: SoftmaxCrossEntropyHessianOptions): number {
  const h = math.bignumber("1e-20") as BigNumber;
  const at = (si: number, sj: number) => {
    const moved = z.map(big);
    moved[i] = moved[i].add(h.mul(si));
    moved[j] = moved[j].add(h.mul(sj));
    return loss(moved, options);
  };
  const difference = at(1, 1).sub(at(1, -1)).sub(at(-1, 1)).add(at(-1, -1));
  return difference.div(h.mul(h).mul(4)).toNumber();
}

describe.each(cases)("%s", (_name, z, options) => {
  const hessian = toRows(softmaxCrossEntropyHessian([z], [target], options));
  const largest = Math.max(...hessian.flat().map(Math.abs));

  test("the gradient of the loss is the difference quotient in 120 digits", () => {
    const { gradient } = softmaxCrossEntropy([z], [target], { ...options, gradient: true });
    const scale = coefficientsOf(options).reduce((a, b) => a + b) / (options.temperature ?? 1);
    for (const [i, entry] of gradient.data.entries()) {
      // p - t may cancel: what is left is as exact as p and t are.
      expect(Math.abs(entry - firstDifference(z, i, options)), `${i}`).toBeLessThan(1e-14 * scale);
    }
  });

  test("the Hessian is the second difference quotient of the loss in 120 digits", () => {
    for (const [i, row] of hessian.entries()) {
      for (const [j, entry] of row.entries()) {
        const tolerance = options.softcap ? 1e-12 : 1e-14;
        expect(entry, `${i}, ${j}`).toBeRelativelyClose(secondDifference(z, i, j, options), tolerance, 1e-300);
      }
    }
  });

  test("and the symbolic derivatives, first and second", () => {
    const { gradient } = softmaxCrossEntropy([z], [target], { ...options, gradient: true });
    const { temperature = 1, softcap, zLoss = 0 } = options;
    const x = [1, 2, 3].map((k) => `${softcap ? `(${softcap} * tanh(z${k} / ${softcap}))` : `z${k}`} / ${temperature}`);
    const logZ = `log(${x.map((term) => `exp(${term})`).join(" + ")})`;
    const terms = coefficientsOf(options).map((c, k) => `${c} * (${logZ} - ${x[k]} + ${zLoss} * ${logZ}^2)`);
    const at = Object.fromEntries(z.map((value, k) => [`z${k + 1}`, value]));
    for (const [i, row] of hessian.entries()) {
      const first = derivative(terms.join(" + "), `z${i + 1}`, { simplify: false });
      expect(Math.abs(gradient.data[i] - first.evaluate(at))).toBeLessThan(1e-13 * Math.max(1, largest));
      for (const [j, entry] of row.entries()) {
        const value = derivative(first, `z${j + 1}`, { simplify: false }).evaluate(at);
        expect(Math.abs(entry - value)).toBeLessThan(1e-13 * Math.max(1, largest));
      }
    }
  });

  test("diagonal and products are those of the matrix", () => {
    const diagonal = softmaxCrossEntropyHessianDiagonal([z], [target], options).data;
    expect(Array.from(diagonal)).toEqual(hessian.map((row, k) => row[k]));
    for (const v of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [2, -3, 0.5],
    ]) {
      const expected = hessian.map((row) => row.reduce((sum, entry, k) => sum + entry * v[k], 0));
      const product = softmaxCrossEntropyHessianProduct([z], [target], [v], options).data;
      const unit = v.filter((x) => x !== 0).length === 1;
      expect(product).toBeRelativelyClose(
        expected,
        options.softcap || options.zLoss ? 1e-11 : 4e-15,
        unit ? 0 : largest,
      );
    }
  });
});

describe("many rows", () => {
  const z = [
    [1, -0.5, 2],
    [0, 3, -1],
    [17, 0, 0],
    [4, 4, 4],
  ];
  const v = [
    [1, 2, 3],
    [-1, 0, 1],
    [1, -1, 1],
    [0.5, 0, 0],
  ];
  const targets = [2, 0, 1, -100];
  const options = { classWeights: [0.5, 2, 1], labelSmoothing: 0.1, ignoreIndex: -100, temperature: 1.5, zLoss: 0.01 };

  test("the product is how the gradient changes along the direction", () => {
    const h = 2 ** -20;
    const product = softmaxCrossEntropyHessianProduct(z, targets, v, options);
    const [up, down] = [h, -h].map((step) => {
      const moved = z.map((row, r) => row.map((x, k) => x + step * v[r][k]));
      return softmaxCrossEntropy(moved, targets, { ...options, gradient: true }).gradient.data;
    });
    for (let i = 0; i < 12; i++) expect(Math.abs(product.data[i] - (up[i] - down[i]) / (2 * h))).toBeLessThan(1e-9);
    expect(Array.from(product.data.subarray(9))).toEqual([0, 0, 0]);
    const diagonal = softmaxCrossEntropyHessianDiagonal(z, targets, options);
    expect(Array.from(diagonal.data.subarray(9))).toEqual([0, 0, 0]);
  });

  test("it does not depend on the targets but by their weight", () => {
    const there = softmaxCrossEntropyHessianProduct(z, [0, 0, 0, 0], v);
    expect(softmaxCrossEntropyHessianProduct(z, [2, 1, 0, 1], v)).toEqual(there);
  });

  test("`out` is filled and given back", () => {
    const out = matrix(4, 3);
    out.data.fill(9);
    expect(softmaxCrossEntropyHessianProduct(z, targets, v, { ...options, out })).toBe(out);
    expect(out).toEqual(softmaxCrossEntropyHessianProduct(z, targets, v, options));
    out.data.fill(9);
    expect(softmaxCrossEntropyHessianDiagonal(z, targets, { ...options, out })).toBe(out);
    expect(out).toEqual(softmaxCrossEntropyHessianDiagonal(z, targets, options));
    const square = matrix(3, 3);
    square.data.fill(9);
    expect(softmaxCrossEntropyHessian([z[3]], [-100], { ignoreIndex: -100, out: square })).toBe(square);
    expect(square).toEqual(matrix(3, 3));
  });
});

describe("identities", () => {
  const row = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 2, maxLength: 6 });

  test("rows sum to 0, and v H v is 0 or more", () => {
    fc.assert(
      fc.property(row, row, (z, direction) => {
        const v = z.map((_, k) => direction[k % direction.length]);
        const hessian = toRows(softmaxCrossEntropyHessian([z], [0]));
        for (const [k, entries] of hessian.entries()) {
          expect(Math.abs(entries.reduce((a, b) => a + b, 0))).toBeLessThanOrEqual(4e-15 * entries[k]);
        }
        const product = Array.from(softmaxCrossEntropyHessianProduct([z], [0], [v]).data);
        const size = product.reduce((sum, x, k) => sum + Math.abs(x * v[k]), 0);
        expect(product.reduce((sum, x, k) => sum + x * v[k], 0)).toBeGreaterThanOrEqual(-1e-14 * size);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("a shift of all logits is no change: the product with equal entries is 0", () => {
    fc.assert(
      fc.property(row, fc.double({ min: -5, max: 5, noNaN: true }), (z, c) => {
        const product = softmaxCrossEntropyHessianProduct([z], [0], [z.map(() => c)]);
        expect(Array.from(product.data, Math.abs)).toEqual(z.map(() => 0));
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});

test("where the loss is Infinity the second derivative is finite: the impossible class has none", () => {
  const z = [[0, 0, -inf]];
  expect(toRows(softmaxCrossEntropyHessian(z, [2])).map((row) => row.map((x) => x + 0))).toEqual([
    [0.25, -0.25, 0],
    [-0.25, 0.25, 0],
    [0, 0, 0],
  ]);
  const product = softmaxCrossEntropyHessianProduct(z, [2], [[1, 0, 5]]).data;
  expect(Array.from(product, (x) => x + 0)).toEqual([0.25, -0.25, 0]);
});

test("(40, 0): the curvature is 4.2e-18, not 0", () => {
  expect(softmaxCrossEntropyHessianDiagonal([[40, 0]], [0]).data).toBeWithinUlps(
    [4.248354255291589e-18, 4.248354255291589e-18],
    2,
  );
});

describe("errors name the function, the argument and the value", () => {
  const call = (f: unknown, ...args: unknown[]) => (f as (...args: unknown[]) => unknown)(...args);
  const z = [[1, 2]];
  const shared = new Float64Array(4);
  test.each<[string, () => unknown, string]>([
    [
      "no direction",
      () => call(softmaxCrossEntropyHessianProduct, z, [0]),
      "softmaxCrossEntropyHessianProduct: direction is undefined; expected a matrix or rows of numbers",
    ],
    [
      "another shape",
      () => softmaxCrossEntropyHessianProduct(z, [0], [[1]]),
      "direction is 1 x 1; expected the shape of the logits, 1 x 2",
    ],
    [
      "an infinite direction",
      () => softmaxCrossEntropyHessianProduct(z, [0], [[1, inf]]),
      "direction: row 0, column 1 is Infinity; expected a finite number",
    ],
    [
      "no such class",
      () => softmaxCrossEntropyHessianDiagonal(z, [2]),
      "softmaxCrossEntropyHessianDiagonal: targets: row 0 is 2",
    ],
    [
      "two rows",
      () => softmaxCrossEntropyHessian([...z, ...z], [0, 0]),
      "softmaxCrossEntropyHessian: logits have 2 rows; expected one",
    ],
    [
      "a small out",
      () => softmaxCrossEntropyHessian(z, [0], { out: matrix(1, 2) }),
      "softmaxCrossEntropyHessian: out is 1 x 2; expected a matrix of 2 x 2",
    ],
    [
      "an out over the logits",
      () =>
        softmaxCrossEntropyHessianDiagonal(logits(matrix(1, 2, shared.subarray(0, 2))), [0], {
          out: matrix(1, 2, shared.subarray(1, 3)),
        }),
      "softmaxCrossEntropyHessianDiagonal: out is logits' own memory; expected another",
    ],
  ])("%s", (_name, run, message) => {
    expect(run).toThrow(message);
  });
});

test("what could overflow on its way is refused", () => {
  const two = [
    [1, 2],
    [0, 1],
  ];
  expect(() => softmaxCrossEntropyHessianDiagonal(two, [0, 1], { zLoss: 1e308 })).toThrow(
    "softmaxCrossEntropyHessianDiagonal: row 0 is such that its second derivative could overflow; expected a larger",
  );
  expect(() => softmaxCrossEntropyHessian([[1, 2]], [0], { temperature: 1e-200 })).toThrow("could overflow");
  expect(() => softmaxCrossEntropyHessian([[1, 2]], [0], { softcap: 5e-324 })).toThrow("could overflow");
  expect(() =>
    softmaxCrossEntropyHessianProduct(
      two,
      [0, 1],
      [
        [0, 0],
        [1e308, -1e308],
      ],
    ),
  ).toThrow("could overflow");
  const halved = { rows: 2, cols: 2, data: new Float64Array(2) };
  expect(() => softmaxCrossEntropyHessianProduct(two, [0, 1], halved)).toThrow("direction: data has 2 numbers");
  expect(() => softmaxCrossEntropyHessianDiagonal(two, [0, 1], { out: halved })).toThrow("out: data has 2 numbers");
});

test("the examples of the comments hold", () => {
  expect(Array.from(softmaxCrossEntropyHessianProduct([[0, 0]], [0], [[1, 0]]).data)).toEqual([0.25, -0.25]);
  expect(Array.from(softmaxCrossEntropyHessianDiagonal([[0, 0]], [0]).data)).toEqual([0.25, 0.25]);
  expect(Array.from(softmaxCrossEntropyHessian([[0, 0]], [0]).data)).toEqual([0.25, -0.25, -0.25, 0.25]);
});
