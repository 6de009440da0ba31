import { all, type BigNumber, create, derivative } from "mathjs";
import { describe, expect, test } from "vitest";
import {
  sigmoidCrossEntropyHessian,
  sigmoidCrossEntropyHessianDiagonal,
  sigmoidCrossEntropyHessianProduct,
} from "../../../src/loss/derivatives/sigmoid-cross-entropy-hessian.js";
import { softmaxCrossEntropyHessian } from "../../../src/loss/derivatives/softmax-cross-entropy-hessian.js";
import { sigmoidCrossEntropy } from "../../../src/loss/sigmoid-cross-entropy.js";
import { logits } from "../../../src/numerics/kinds.js";
import { fromRows, matrix, toRows } from "../../../src/numerics/matrix.js";
import "../../within-ulps.js";

const math = create(all, { number: "BigNumber", precision: 120 });
const inf = Number.POSITIVE_INFINITY;
const options = { sampleWeights: [2], posWeight: 3, labelSmoothing: 0.25 };

describe.each([0, 1, -3, 17, -40, 60])("z = %d", (z) => {
  test.each([0, 0.25, 1])(
    "target %d: the difference quotients in 120 digits and the symbolic ones, first and second",
    (y) => {
      const smooth = 0.75 * y + 0.125;
      const [yes, no] = [6 * smooth, 2 * (1 - smooth)];
      const loss = (x: BigNumber) => {
        const [up, down] = [x.neg().exp(), x.exp()].map((e) => e.add(1).ln());
        return up.mul(yes).add(down.mul(no));
      };
      const h = math.bignumber("1e-30") as BigNumber;
      const at = math.bignumber(z) as BigNumber;
      const difference = loss(at.add(h))
        .sub(loss(at).mul(2))
        .add(loss(at.sub(h)));
      const [entry] = sigmoidCrossEntropyHessianDiagonal([z], [y], options).data;
      expect(entry).toBeWithinUlps(difference.div(h.mul(h)).toNumber(), 4);
      const slope = loss(at.add(h))
        .sub(loss(at.sub(h)))
        .div(h.mul(2))
        .toNumber();
      const [first] = sigmoidCrossEntropy([z], [y], { ...options, gradient: true }).gradient.data;
      // The yes and the no may cancel: what is left is as exact as both are.
      expect(Math.abs(first - slope)).toBeLessThan(1e-15 * (yes + no));
      const exact = { simplify: false };
      const text = `${yes} * log(1 + exp(-z)) + ${no} * log(1 + exp(z))`;
      const symbolic = derivative(derivative(text, "z", exact), "z", exact);
      expect(Math.abs(entry - symbolic.evaluate({ z }))).toBeLessThan(1e-14);
      expect(Math.abs(first - derivative(text, "z", exact).evaluate({ z }))).toBeLessThan(1e-15 * (yes + no));
    },
  );
});

describe("many labels", () => {
  const z = logits([
    [1, -0.5, 2],
    [0, 3, -1],
    [0, 0, 0],
  ]);
  const y = fromRows([
    [1, 0, 0.25],
    [0, 1, 1],
    [1, 1, 1],
  ]);
  const v = [
    [1, 2, 3],
    [-1, 0, 1],
    [1, 1, 1],
  ];
  const every = { sampleWeights: [1, 0.5, 2], mask: [1, 1, 0], labelSmoothing: 0.1, posWeight: 2 };

  test("the product is how the gradient changes along the direction", () => {
    const h = 2 ** -20;
    const product = sigmoidCrossEntropyHessianProduct(z, y, v, every);
    const [up, down] = [h, -h].map((step) => {
      const moved = logits(toRows(z).map((row, r) => row.map((x, k) => x + step * v[r][k])));
      return sigmoidCrossEntropy(moved, y, { ...every, gradient: true }).gradient.data;
    });
    for (let i = 0; i < 9; i++) expect(Math.abs(product.data[i] - (up[i] - down[i]) / (2 * h))).toBeLessThan(1e-9);
    expect(Array.from(product.data.subarray(6), (x) => x + 0)).toEqual([0, 0, 0]);
  });

  test("the product is the diagonal times the direction; the full one has the diagonal only", () => {
    const diagonal = sigmoidCrossEntropyHessianDiagonal(z, y, every);
    const product = sigmoidCrossEntropyHessianProduct(z, y, v, every);
    expect(Array.from(product.data)).toEqual(v.flat().map((x, i) => x * diagonal.data[i]));
    const full = sigmoidCrossEntropyHessian([[1, -0.5, 2]], [1, 0, 0.25], { labelSmoothing: 0.1, posWeight: 2 });
    const [a, b, c] = diagonal.data;
    expect(Array.from(full.data)).toEqual([a, 0, 0, 0, b, 0, 0, 0, c]);
  });

  test("a mask of entries leaves out entries, and weights of columns count, as in the loss", () => {
    const byEntry = { mask: [1, 0, 1, 1, 1, 1, 0, 0, 1], classWeights: [2, 0.5, 1], posWeight: [1, 4, 3] };
    const diagonal = sigmoidCrossEntropyHessianDiagonal(z, y, byEntry).data;
    const whole = sigmoidCrossEntropyHessianDiagonal(z, y, { ...byEntry, mask: undefined }).data;
    expect(Array.from(diagonal)).toEqual(Array.from(whole, (x, i) => (byEntry.mask[i] ? x : 0)));
    expect(whole[0]).toBeWithinUlps(2 * sigmoidCrossEntropyHessianDiagonal([1], [1]).data[0], 2);
  });

  test("nested rows of targets are the matrix of them", () => {
    const of = (targets: typeof y | number[][]) => sigmoidCrossEntropyHessianDiagonal(z, targets, every);
    expect(of(toRows(y))).toEqual(of(y));
    expect(sigmoidCrossEntropyHessianProduct(z, toRows(y), v, every)).toEqual(
      sigmoidCrossEntropyHessianProduct(z, y, v, every),
    );
    expect(sigmoidCrossEntropyHessian([[0, 0]], [[1, 0]])).toEqual(sigmoidCrossEntropyHessian([[0, 0]], [1, 0]));
  });

  test("`out` is filled and given back", () => {
    const out = matrix(3, 3);
    out.data.fill(9);
    expect(sigmoidCrossEntropyHessianDiagonal(z, y, { ...every, out })).toBe(out);
    expect(out).toEqual(sigmoidCrossEntropyHessianDiagonal(z, y, every));
  });
});

test("(0, z) under softmax curves as z under the sigmoid", () => {
  for (const x of [0, 1, -2, 30]) {
    const [entry] = sigmoidCrossEntropyHessianDiagonal([x], [1]).data;
    expect(softmaxCrossEntropyHessian([[0, x]], [1]).data[3]).toBeWithinUlps(entry, 3);
  }
});

test("at infinite logits nothing curves, also where the loss is Infinity", () => {
  const diagonal = sigmoidCrossEntropyHessianDiagonal([inf, -inf, inf, -inf], [0, 1, 1, 0]);
  expect(Array.from(diagonal.data)).toEqual([0, 0, 0, 0]);
});

test("errors name the function, the argument and the value", () => {
  expect(() => sigmoidCrossEntropyHessianDiagonal([0], [2])).toThrow(
    "sigmoidCrossEntropyHessianDiagonal: targets: row 0 is 2; expected a number from 0 to 1",
  );
  expect(() => sigmoidCrossEntropyHessianProduct([0], [1], [[1, 2]])).toThrow(
    "sigmoidCrossEntropyHessianProduct: direction is 1 x 2; expected the shape of the logits, 1 x 1",
  );
  expect(() => sigmoidCrossEntropyHessian([[0], [0]], [1, 1])).toThrow(
    "sigmoidCrossEntropyHessian: logits have 2 rows; expected one",
  );
});

test("the examples of the comments hold", () => {
  expect(Array.from(sigmoidCrossEntropyHessianDiagonal([0], [1]).data)).toEqual([0.25]);
  expect(Array.from(sigmoidCrossEntropyHessianProduct([0], [1], [[2]]).data)).toEqual([0.5]);
  expect(Array.from(sigmoidCrossEntropyHessian([[0, 0]], [1, 0]).data)).toEqual([0.25, 0, 0, 0.25]);
});
