import * as n from "../../src/numerics/index.js";
import type { Registry } from "./entry.js";

const entry = (m: n.Matrix, i: number) => m.data[i];

export const numerics: Registry = {
  logits: {
    good: (draw) => [draw.pick<unknown>(draw.logits(draw.below(3), 1 + draw.below(3)), draw.reals(draw.below(4)))],
  },
  probabilities: {
    good: (draw) => [draw.pick<unknown>(draw.probabilities(draw.below(3), 1 + draw.below(3)), draw.shares(2))],
  },
  logProbabilities: {
    good: (draw) => [draw.table(draw.list(draw.below(3), () => draw.list(2, () => -draw.share())))],
  },
  matrix: {
    good: (draw) => {
      const [rows, cols] = [draw.below(3), draw.below(3)];
      return [rows, cols, draw.maybe(() => new Float64Array(rows * cols))];
    },
    unread: /^2\./, // kept, not looked at
    nan: /^data\./,
  },
  fromRows: { good: (draw) => [draw.list(draw.below(3), () => draw.list(2, () => draw.real()))], keepsNaN: true },
  isMatrix: { good: (draw) => [draw.matrix(draw.below(3), 2)], unread: /^/ },
  rowOf: { good: (draw) => [draw.matrix(1 + draw.below(3), 2), 0], nan: /^\d/ },
  toRows: { good: (draw) => [draw.matrix(draw.below(3), 2)], nan: /^\d/ },
  takeRows: { good: (draw) => [draw.matrix(3, 2), draw.indices(draw.below(4), 3)], nan: /^data\./ },
  createRandom: { good: (draw) => [draw.below(100), draw.maybe(() => draw.below(5))] },
  "createRandom.integer": {
    good: (draw) => [1 + draw.below(9)],
    call: (k) => n.createRandom(1).integer(k),
    says: /^integer\b/,
    check: (result, k) => {
      if (!(result >= 0 && result < k)) throw new Error(`${result} is not below ${k}`);
    },
  },
  sigmoid: {
    good: (draw) => [draw.pick<unknown>(draw.real(), n.logits(draw.matrix(draw.below(3), 2)))],
    keepsNaN: true,
  },
  softplus: { good: (draw) => [draw.real()], keepsNaN: true },
  logSigmoid: { good: (draw) => [draw.real()], keepsNaN: true },
  logSumExp: { good: (draw) => [draw.reals(draw.below(4))], keepsNaN: true, nan: /^$/ },
  softmax: {
    good: (draw) => [draw.logits(draw.below(3) + 1, 2 + draw.below(2))],
    check: (p) => {
      for (let i = 0; i < p.data.length; i++) if (!(entry(p, i) >= 0 && entry(p, i) <= 1)) throw new Error("no shares");
    },
  },
  logSoftmax: { good: (draw) => [draw.logits(draw.below(3) + 1, 2 + draw.below(2))] },
};
