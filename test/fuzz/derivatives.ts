import type { Draw } from "./draw.js";
import type { Entry, Registry } from "./entry.js";
import { filled, options, softmaxArguments } from "./loss.js";

/** The options of a second derivative of this size. */
const second = (draw: Draw, all: object, rows: number, cols: number) => {
  const { gradient, gradientScale, rowLosses, ...set } = all as ReturnType<typeof options>;
  return { ...set, out: draw.maybe(() => filled(rows, cols)) };
};
const softmax = (draw: Draw, rows?: number) => {
  const { n, k, logits, targets, options: all } = softmaxArguments(draw, rows);
  const shape = { temperature: draw.maybe(() => 0.5 + draw.share()), softcap: draw.maybe(() => 5 + draw.share()) };
  return { n, k, given: [logits, targets], all: { ...all, ...shape, zLoss: draw.maybe(() => draw.share()) } };
};
const sigmoid = (draw: Draw, n = 1 + draw.below(3), k = 1 + draw.below(2)) => {
  const { sampleWeights, labelSmoothing, mask } = options(draw, n, k);
  const all = { sampleWeights, labelSmoothing, mask, posWeight: draw.maybe(() => draw.weights(k)) };
  return { n, k, given: [k === 1 ? draw.reals(n) : draw.logits(n, k), draw.shares(n * k)], all };
};

/** Whole: one number for all columns will do too. */
const unread = /\.posWeight$/;

const secondDerivatives = (
  name: string,
  make: (draw: Draw, rows?: number) => ReturnType<typeof softmax> | ReturnType<typeof sigmoid>,
): Record<string, Entry> => ({
  [`${name}Hessian`]: {
    good: (draw) => {
      const { k, given, all } = make(draw, 1);
      return [...given, second(draw, all, k, k)];
    },
    writes: /^2\.out\b/,
    unread,
  },
  [`${name}HessianDiagonal`]: {
    good: (draw) => {
      const { n, k, given, all } = make(draw);
      return [...given, second(draw, all, n, k)];
    },
    writes: /^2\.out\b/,
    unread,
  },
  [`${name}HessianProduct`]: {
    good: (draw) => {
      const { n, k, given, all } = make(draw);
      return [...given, draw.matrix(n, k), second(draw, all, n, k)];
    },
    writes: /^3\.out\b/,
    unread,
  },
});

export const derivatives: Registry = {
  ...secondDerivatives("softmaxCrossEntropy", softmax),
  ...secondDerivatives("sigmoidCrossEntropy", sigmoid),
};
