/** As losses.test-d.ts, for the losses beside cross-entropy. */
import { type BothSides, contrastiveLoss } from "../../src/loss/index.js";
import { matrix } from "../../src/numerics/matrix.js";

const rows = [[1, 2]];

export const both: BothSides = contrastiveLoss(rows, matrix(1, 2), { gradients: true }).gradients;
// @ts-expect-error: they were not asked for
export const neither: BothSides = contrastiveLoss(rows, rows).gradients;
// @ts-expect-error: positives are not the second side
contrastiveLoss(rows, [0]);
// @ts-expect-error: one matrix is not enough for two sides
contrastiveLoss(rows, rows, { gradients: matrix(1, 2) });
