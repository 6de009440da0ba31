import {
  contrastiveLoss,
  ctcLoss,
  distillationLoss,
  klDivergenceLoss,
  linearCrossEntropy,
  logLoss,
  polyLoss,
  reverseKlDivergenceLoss,
  sampledSoftmaxCrossEntropy,
  sigmoidCrossEntropy,
  sigmoidCrossEntropyHessianDiagonal,
  sigmoidFocalLoss,
  softmaxCrossEntropy,
  softmaxCrossEntropyHessianDiagonal,
  softmaxFocalLoss,
} from "../../src/loss/index.js";
import { logits, probabilities } from "../../src/numerics/kinds.js";
import { matrix } from "../../src/numerics/matrix.js";

type Memory = Readonly<Record<string, Float64Array>>;

/** A loss whose every argument is a float64 array, so that a test can choose where it lies. */
interface LossInMemory {
  /** What is read: numbers that the loss takes. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** What is written: how many numbers. */
  readonly outputs: Readonly<Record<string, number>>;
  readonly call: (memory: Memory) => unknown;
}

const of = (data: Float64Array, cols = 3) => matrix(data.length / cols, cols, data);
const z = [1, 2, 0, 0, 1, 3];
const soft = [0.5, 0.25, 0.25, 0, 1, 0];
const rows = { sampleWeights: [1, 2], mask: [1, 1] };
const outputs = { gradient: 6, rowLosses: 2 };
const classes = { logits: z, classWeights: [1, 2, 3], ...rows };
const labels = { logits: z, targets: soft, ...rows };
const layer = { hidden: [1, 2, 0, 1], weight: [1, 0, 0, 1, 1, 1], bias: [0, 1, 0], targets: [0, 1] };

const indexed =
  (loss: typeof softmaxCrossEntropy) =>
  ({ logits: x, targets, gradient, ...options }: Memory) =>
    loss(logits(of(x)), targets, { ...options, gradient: of(gradient) });
const labelled =
  (loss: typeof sigmoidFocalLoss) =>
  ({ logits: x, targets, gradient, ...options }: Memory) =>
    loss(logits(of(x)), targets, { ...options, gradient: of(gradient) });
const divergence =
  (loss: typeof klDivergenceLoss) =>
  ({ predictions, targets, gradient, ...options }: Memory) =>
    loss(logits(of(predictions)), probabilities(of(targets)), { ...options, gradient: of(gradient) });
const divergenceInputs = { predictions: z, targets: soft, ...rows };

/** All losses; what is after a comma only tells two of one name apart. */
export const lossesInMemory: Readonly<Record<string, LossInMemory>> = {
  softmaxCrossEntropy: { inputs: { ...classes, targets: [0, 1] }, outputs, call: indexed(softmaxCrossEntropy) },
  "softmaxCrossEntropy, soft": {
    inputs: { ...classes, targets: soft },
    outputs,
    call: ({ targets, ...memory }) => {
      const { logits: x, gradient, ...options } = memory;
      return softmaxCrossEntropy(logits(of(x)), probabilities(of(targets)), { ...options, gradient: of(gradient) });
    },
  },
  softmaxFocalLoss: { inputs: { ...classes, targets: [0, 1] }, outputs, call: indexed(softmaxFocalLoss) },
  polyLoss: { inputs: { ...classes, targets: [0, 1] }, outputs, call: indexed(polyLoss) },
  sigmoidCrossEntropy: {
    inputs: { ...labels, classWeights: [1, 2, 3], posWeight: [1, 2, 3] },
    outputs,
    call: labelled(sigmoidCrossEntropy as typeof sigmoidFocalLoss),
  },
  sigmoidFocalLoss: { inputs: labels, outputs, call: labelled(sigmoidFocalLoss) },
  logLoss: {
    inputs: { probabilities: [0.5, 0.25], targets: [1, 0], ...rows },
    outputs: { rowLosses: 2 },
    call: ({ probabilities: p, targets, ...options }) => logLoss(p, targets, options),
  },
  klDivergenceLoss: { inputs: divergenceInputs, outputs, call: divergence(klDivergenceLoss) },
  reverseKlDivergenceLoss: { inputs: divergenceInputs, outputs, call: divergence(reverseKlDivergenceLoss) },
  distillationLoss: {
    inputs: { studentLogits: z, teacherLogits: z, targets: [0, 1], ...rows },
    outputs,
    call: ({ studentLogits, teacherLogits, gradient, ...options }) =>
      distillationLoss(logits(of(studentLogits)), logits(of(teacherLogits)), { ...options, gradient: of(gradient) }),
  },
  contrastiveLoss: {
    inputs: { left: [1, 0, 0, 1], right: [1, 0, 0, 1], positives: [1, 0] },
    outputs: { "gradients: left": 4, "gradients: right": 4, rowLosses: 2 },
    call: ({ left, right, "gradients: left": byLeft, "gradients: right": byRight, ...options }) =>
      contrastiveLoss(of(left, 2), of(right, 2), {
        ...options,
        gradients: { left: of(byLeft, 2), right: of(byRight, 2) },
      }),
  },
  ctcLoss: {
    inputs: { logits: z, lengths: [1, 1], ...rows },
    outputs,
    call: ({ logits: x, gradient, ...options }) =>
      ctcLoss(logits(of(x)), [[1], [2]], { ...options, gradient: of(gradient) }),
  },
  linearCrossEntropy: {
    inputs: { ...layer, classWeights: [1, 2, 3], ...rows },
    outputs: { "gradients: hidden": 4, "gradients: weight": 6, "gradients: bias": 3, rowLosses: 2 },
    call: ({ hidden, weight, bias, targets, ...memory }) => {
      const {
        "gradients: hidden": byHidden,
        "gradients: weight": byWeight,
        "gradients: bias": byBias,
        ...options
      } = memory;
      const gradients = { hidden: of(byHidden, 2), weight: of(byWeight, 2), bias: byBias };
      return linearCrossEntropy({ hidden: of(hidden, 2), weight: of(weight, 2), bias }, targets, {
        ...options,
        gradients,
      });
    },
  },
  sampledSoftmaxCrossEntropy: {
    inputs: { ...layer, ...rows },
    outputs: { rowLosses: 2 },
    call: ({ hidden, weight, bias, targets, ...options }) =>
      sampledSoftmaxCrossEntropy({ hidden: of(hidden, 2), weight: of(weight, 2), bias }, targets, {
        ...options,
        samples: 2,
        seed: 1,
      }),
  },
  softmaxCrossEntropyHessianDiagonal: {
    inputs: { ...classes, targets: [0, 1] },
    outputs: { out: 6 },
    call: ({ logits: x, targets, out, ...options }) =>
      softmaxCrossEntropyHessianDiagonal(logits(of(x)), targets, { ...options, out: of(out) }),
  },
  sigmoidCrossEntropyHessianDiagonal: {
    inputs: { ...labels, classWeights: [1, 2, 3], posWeight: [1, 2, 3] },
    outputs: { out: 6 },
    call: ({ logits: x, targets, out, ...options }) =>
      sigmoidCrossEntropyHessianDiagonal(logits(of(x)), targets, { ...options, out: of(out) }),
  },
};
