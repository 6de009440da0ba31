import type { Logits } from "../numerics/kinds.js";
import { sumError } from "../numerics/rounding-error.js";
import { wasmInstance } from "../wasm/instance.js";
import { type StagedLabels, simdSigmoidCrossEntropy } from "../wasm/sigmoid-cross-entropy.js";
import type { LabelCoefficients } from "./label-coefficients.js";
import type { SigmoidCrossEntropyOptions } from "./sigmoid-cross-entropy.js";
import type { TotalBuilder } from "./total-builder.js";

/** Rows with more columns are not done by SIMD: the memory stays with the routines. */
const WIDEST = 2 ** 16;

/**
 * Adds the rows of a sigmoid cross-entropy by SIMD, where float32 does: logits and gradient of float32, targets 0 and 1 without
 * smoothing. Rows that float32 does not do go to `addRow`.
 *
 * @returns whether it was done
 */
export function addLabelsBySimd(
  { data: z, rows, cols }: Logits,
  options: SigmoidCrossEntropyOptions,
  coefficients: LabelCoefficients,
  total: TotalBuilder,
  addRow: (row: number) => void,
): boolean {
  const gradient = total.outputs.gradient?.data;
  if (!(z instanceof Float32Array && (gradient === undefined || gradient instanceof Float32Array))) return false;
  const { sampleWeights, classWeights, mask, posWeight = 1, labelSmoothing = 0, gradientScale = 1 } = options;
  if (labelSmoothing !== 0 || cols === 0 || cols > WIDEST || !wasmInstance()) return false;
  const areOnes = cols === 1 && posWeight === 1 && (sampleWeights ?? classWeights ?? mask) === undefined;
  simdSigmoidCrossEntropy({
    z,
    rows,
    cols,
    stage(first, count, { logits, targets }) {
      for (let i = 0, row = first; row < first + count; row++) {
        for (let k = 0; k < cols; k++, i++) {
          const isLeftOut = coefficients.leavesOut(row, k);
          const target = isLeftOut ? 0 : coefficients.target(row, k);
          if (target !== 0 && target !== 1) return false;
          targets[i] = target;
          if (isLeftOut) logits[i] = 0;
        }
      }
      return true;
    },
    take(first, count, staged) {
      if (areOnes) {
        if (gradient) for (let i = 0; i < count; i++) gradient[first + i] = gradientScale * staged.logits[i];
        total.addOnes(first, count, staged.losses, staged.sumsOf(count));
      } else for (let i = 0; i < count; i++) takeRow(first + i, i * cols, staged);
    },
    leave(first, count) {
      for (let i = 0; i < count; i++) addRow(first + i);
    },
  });
  return true;

  /** Adds a row whose first logit is staged at `at`. */
  function takeRow(row: number, at: number, { logits, targets, losses }: StagedLabels): void {
    let loss = 0;
    let weight = 0;
    let weightLost = 0;
    let left = 0;
    for (let k = 0; k < cols; k++) {
      if (coefficients.leavesOut(row, k)) {
        if (gradient) gradient[row * cols + k] = 0;
        continue;
      }
      left++;
      const coefficient = coefficients.ofHard(row, k, targets[at + k] === 1);
      loss += coefficient * losses[at + k];
      const next = weight + coefficient;
      weightLost += sumError(weight, coefficient, next);
      weight = next;
      if (gradient) gradient[row * cols + k] = gradientScale * (coefficient * logits[at + k]);
    }
    if (left === 0) total.ignore(row);
    else total.add(row, loss, weight + weightLost);
  }
}
