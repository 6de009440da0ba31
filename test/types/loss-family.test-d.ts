/** As losses.test-d.ts, for the losses beside cross-entropy. */
import {
  type BothSides,
  contrastiveLoss,
  klDivergenceLoss,
  reverseKlDivergenceLoss,
  sigmoidFocalLoss,
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
