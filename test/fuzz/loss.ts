import { logUniformSampler, Total } from "../../src/loss/index.js";
import { createRandom, logits, logSoftmax, matrix } from "../../src/numerics/index.js";
import type { Draw } from "./draw.js";
import type { Registry } from "./entry.js";

/** What all losses on logits take; outputs hold sevens, so that a partly written one shows. */
export const options = (draw: Draw, rows: number, cols: number) => ({
  gradient: draw.pick<unknown>(undefined, true, filled(rows, cols)),
  rowLosses: draw.pick<unknown>(undefined, true, new Float64Array(rows).fill(7)),
  sampleWeights: draw.maybe(() => draw.weights(rows)),
  mask: draw.maybe(() => draw.flags(rows)),
  labelSmoothing: draw.maybe(() => draw.share()),
  gradientScale: draw.maybe(() => draw.real()),
});
export const filled = (rows: number, cols: number) => matrix(rows, cols, new Float64Array(rows * cols).fill(7));
const outputs = /^2\.(gradients?|rowLosses)\b/;
const isAtLeast0 = (total: Total) => {
  if (!(total.sum >= 0 && total.weight >= 0)) throw new Error(`sum ${total.sum}, weight ${total.weight}`);
};

const layer = (draw: Draw, n: number) => ({
  hidden: draw.matrix(n, 2),
  weight: draw.matrix(3, 2),
  bias: draw.maybe(() => draw.reals(3)),
});
/** Arguments of the losses on the softmax of logits. */
export const softmaxArguments = (draw: Draw, n = 1 + draw.below(3)) => {
  const k = 2 + draw.below(2);
  const targets = draw.pick<() => unknown>(
    () => draw.indices(n, k),
    () => draw.probabilities(n, k),
  )();
  const set = { ...options(draw, n, k), classWeights: draw.maybe(() => draw.weights(k)) };
  return { n, k, logits: draw.logits(n, k), targets, options: set };
};
const softmax = (draw: Draw, more: (draw: Draw) => object = () => ({})) => {
  const { logits, targets, options } = softmaxArguments(draw);
  return [logits, targets, { ...options, ...more(draw) }];
};
const divergence = (draw: Draw) => {
  const [n, k] = [1 + draw.below(3), 2 + draw.below(2)];
  const { labelSmoothing, ...set } = options(draw, n, k);
  const z = logits(draw.logits(n, k));
  return [draw.below(2) ? z : logSoftmax(z), draw.probabilities(n, k), set];
};

export const loss: Registry = {
  softmaxCrossEntropy: {
    good: (draw) =>
      softmax(draw, () => ({
        temperature: draw.maybe(() => 0.5 + draw.share()),
        zLoss: draw.maybe(() => draw.share()),
      })),
    writes: outputs,
    check: isAtLeast0,
  },
  softmaxFocalLoss: {
    good: (draw) => softmax(draw, () => ({ gamma: draw.maybe(() => 3 * draw.share()) })),
    writes: outputs,
    check: isAtLeast0,
  },
  polyLoss: {
    good: (draw) => softmax(draw, () => ({ epsilon: draw.maybe(() => 3 * draw.share() - 1) })),
    writes: outputs,
    check: isAtLeast0,
  },
  distillationLoss: {
    good: (draw) => {
      const { n, k, logits, targets, options: all } = softmaxArguments(draw);
      const { classWeights, labelSmoothing, ...set } = all;
      const hard = draw.below(2) ? { targets, hardWeight: draw.maybe(() => draw.share()) } : {};
      return [logits, draw.logits(n, k), { ...set, ...hard, temperature: draw.maybe(() => 0.5 + draw.share()) }];
    },
    writes: outputs,
    check: isAtLeast0,
  },
  sigmoidCrossEntropy: {
    good: (draw) => {
      const [n, k] = [1 + draw.below(3), 1 + draw.below(2)];
      const set = { ...options(draw, n, k), posWeight: draw.maybe(() => draw.weight()) };
      return k === 1
        ? [draw.reals(n), draw.shares(n), set]
        : [draw.logits(n, k), draw.list(n, () => draw.shares(k)), set];
    },
    writes: outputs,
    check: isAtLeast0,
  },
  logLoss: {
    good: (draw) => {
      const n = 1 + draw.below(3);
      const { rowLosses, sampleWeights } = options(draw, n, 1);
      const set = { rowLosses, sampleWeights, clip: draw.maybe(() => draw.share() / 4) };
      return draw.below(2)
        ? [draw.shares(n), draw.shares(n), set]
        : [draw.probabilities(n, 3), draw.indices(n, 3), set];
    },
    writes: outputs,
    check: isAtLeast0,
  },
  contrastiveLoss: {
    good: (draw) => {
      const [n, m] = [1 + draw.below(2), 2];
      const gradients = draw.pick<unknown>(undefined, true, { left: filled(n, 2), right: filled(m, 2) });
      const positives = n === m ? draw.maybe(() => draw.indices(n, m)) : draw.indices(n, m);
      const temperature = draw.maybe(() => 0.5 + draw.share());
      const rowLosses = draw.pick<unknown>(undefined, true, new Float64Array(n).fill(7));
      return [draw.matrix(n, 2), draw.matrix(m, 2), { positives, temperature, gradients, rowLosses }];
    },
    writes: outputs,
    check: isAtLeast0,
  },
  sigmoidFocalLoss: {
    good: (draw) => {
      const n = 1 + draw.below(3);
      return [draw.reals(n), draw.shares(n), { ...options(draw, n, 1), gamma: draw.maybe(() => 2 * draw.share()) }];
    },
    writes: outputs,
    check: isAtLeast0,
  },
  linearCrossEntropy: {
    good: (draw) => {
      const n = 1 + draw.below(2);
      const { gradient, ...set } = options(draw, n, 3);
      return [layer(draw, n), draw.indices(n, 3), { ...set, gradients: draw.maybe(() => true) }];
    },
    writes: outputs,

    check: isAtLeast0,
  },
  sampledSoftmaxCrossEntropy: {
    good: (draw) => {
      const n = 1 + draw.below(2);
      const { rowLosses, sampleWeights, mask } = options(draw, n, 3);
      const set = { rowLosses, sampleWeights, mask, gradients: draw.maybe(() => true) };
      return [layer(draw, n), draw.indices(n, 3), { ...set, samples: 1 + draw.below(3), seed: draw.below(9) }];
    },
    writes: outputs,
    says: /^(sampledS|s)oftmaxCrossEntropy\b/,

    check: isAtLeast0,
  },
  logUniformSampler: {
    good: (draw) => [3 + draw.below(5), 1 + draw.below(3)],
    call: (classes, samples) => logUniformSampler(classes, samples, createRandom(1)),
  },
  klDivergenceLoss: { good: divergence, writes: outputs, check: isAtLeast0 },
  reverseKlDivergenceLoss: { good: divergence, writes: outputs, check: isAtLeast0 },
  explainDifference: {
    good: (draw) => {
      const n = 1 + draw.below(2);
      const inputs = { targets: draw.indices(n, 2), sampleWeights: draw.maybe(() => draw.weights(n)) };
      const shape = {
        temperature: draw.maybe(() => 2),
        softcap: draw.maybe(() => 3),
        zLoss: draw.maybe(() => draw.share()),
      };
      return [{ logits: draw.logits(n, 2), ...inputs, ...shape, theirs: draw.share() }];
    },
    costly: true,
    unread: /^0\.theirs$/, // text will do
    nan: /^(ours|theirs)$/, // the mean of rows that weigh nothing
  },
  ctcLoss: {
    good: (draw) => {
      const labels = draw.list(1 + draw.below(2), () => draw.list(draw.below(3), () => 1 + draw.below(2)));
      const lengths = labels.map(() => 1 + draw.below(3));
      const frames = lengths.reduce((a, b) => a + b, 0);
      const { labelSmoothing, ...set } = options(draw, labels.length, 3);
      const gradient = draw.pick<unknown>(undefined, true, filled(frames, 3));
      const zeroInfinity = draw.maybe(() => draw.pick(true, false));
      return [draw.logits(frames, 3), labels, { ...set, gradient, lengths, zeroInfinity, blank: draw.maybe(() => 0) }];
    },
    writes: outputs,
    check: isAtLeast0,
  },
  ctcGreedyDecode: { good: (draw) => [draw.logits(3, 3), { lengths: draw.maybe(() => [1, 2]), blank: draw.below(3) }] },
  ctcBeamDecode: {
    good: (draw) => [draw.logits(3, 3), { lengths: draw.maybe(() => [1, 2]), beamWidth: draw.maybe(() => 2) }],
  },
  Total: {
    good: (draw) => [{ sum: draw.share(), weight: draw.weight(), count: draw.below(4), ignored: draw.maybe(() => 1) }],
    call: (parts) => new Total(parts),
  },
};
