/** As losses.test-d.ts, for the losses beside cross-entropy. */
import {
  type BothSides,
  contrastiveLoss,
  distillationLoss,
  klDivergenceLoss,
  polyLoss,
  reverseKlDivergenceLoss,
  sigmoidCrossEntropyHessianDiagonal,
  sigmoidFocalLoss,
  softmaxCrossEntropyHessianProduct,
  softmaxFocalLoss,
} from "../../src/loss/index.js";
import { type Logits, logits, type Probabilities } from "../../src/numerics/kinds.js";
import { type Matrix, matrix } from "../../src/numerics/matrix.js";
import { sigmoid } from "../../src/numerics/sigmoid.js";
import { logSoftmax, softmax } from "../../src/numerics/softmax.js";

declare const z: Logits;
declare const p: Probabilities;
const rows = [[1, 2]];

// Contrastive: two sides.
export const both: BothSides = contrastiveLoss(rows, matrix(1, 2), { gradients: true }).gradients;
// @ts-expect-error: they were not asked for
export const neither: BothSides = contrastiveLoss(rows, rows).gradients;
// @ts-expect-error: positives are not the second side
contrastiveLoss(rows, [0]);
// @ts-expect-error: one matrix is not enough for two sides
contrastiveLoss(rows, rows, { gradients: matrix(1, 2) });

// Divergences: the brand of the predictions decides, so there must be one.
export const ofLogits: Matrix = klDivergenceLoss(z, p, { gradient: true }).gradient;
export const ofLogs: Matrix = reverseKlDivergenceLoss(logSoftmax(z), rows, { gradient: true }).gradient;
// @ts-expect-error: rows could be logits or log-probabilities
klDivergenceLoss(rows, p);
// @ts-expect-error: a matrix could be either
reverseKlDivergenceLoss(matrix(1, 2), p);
// @ts-expect-error: probabilities are neither
klDivergenceLoss(softmax(z), p);
// @ts-expect-error: the predictions come first
klDivergenceLoss(p, z);
// @ts-expect-error: logits are no targets
klDivergenceLoss(z, z);
// @ts-expect-error: the targets are rows, not classes
klDivergenceLoss(logits(rows), [0]);
// @ts-expect-error: smoothing is for the targets of a cross-entropy
klDivergenceLoss(z, p, { labelSmoothing: 0.1 });

// Focal losses take what their cross-entropy takes.
export const focal: Matrix = sigmoidFocalLoss([0], [1], { gamma: 1, alpha: 0.5, gradient: true }).gradient;
// @ts-expect-error: a double sigmoid
sigmoidFocalLoss(sigmoid(z), p);
// @ts-expect-error: the logits come first
sigmoidFocalLoss(p, z);
// @ts-expect-error: alpha says it
sigmoidFocalLoss([0], [1], { posWeight: 2 });
export const softFocal: Matrix = softmaxFocalLoss(z, p, { gamma: 1, temperature: 2, gradient: true }).gradient;
export const poly: Matrix = polyLoss(z, [0], { epsilon: -1, zLoss: 0.1, gradient: true }).gradient;
// @ts-expect-error: a double softmax
softmaxFocalLoss(softmax(z), p);
// @ts-expect-error: the logits come first
polyLoss(p, z);
// @ts-expect-error: alpha is for yes and no; classes have classWeights
softmaxFocalLoss(z, p, { alpha: 0.25 });

// Distillation takes logits on both sides.
export const distilled: Matrix = distillationLoss(z, z, { targets: p, hardWeight: 0.1, gradient: true }).gradient;
// @ts-expect-error: the teacher's probabilities are no logits
distillationLoss(z, p);
// @ts-expect-error: the teacher's logits are not optional
distillationLoss(z, { temperature: 2 });

// Second derivatives are matrices, and have options of the value only.
export const product: Matrix = softmaxCrossEntropyHessianProduct(z, p, rows, { out: matrix(1, 2) });
// @ts-expect-error: there is no gradient to fill
softmaxCrossEntropyHessianProduct(z, p, rows, { gradient: true });
// @ts-expect-error: probabilities are no logits
sigmoidCrossEntropyHessianDiagonal(sigmoid(z), p);
