import type { Logits } from "../numerics/kinds.js";
import { wasmInstance } from "../wasm/instance.js";
import { simdSigmoidCrossEntropy } from "../wasm/sigmoid-cross-entropy.js";
import type { SigmoidCrossEntropyOptions } from "./sigmoid-cross-entropy.js";
import type { TotalBuilder } from "./total-builder.js";

/**
 * Adds the rows of a sigmoid cross-entropy by SIMD, where float32 does: one column, logits and gradient of float32, targets 0
 * and 1, and no options but the outputs. Rows that float32 does not do go to `addRow`.
 *
 * @param yesOf the target of a row
 * @returns whether it was done
 */
export function addLabelsBySimd(
  { data: z, cols }: Logits,
  options: SigmoidCrossEntropyOptions,
  yesOf: (row: number) => number,
  total: TotalBuilder,
  addRow: (row: number) => void,
): boolean {
  const gradient = total.outputs.gradient?.data;
  if (cols !== 1 || !(z instanceof Float32Array)) return false;
  if (!(gradient === undefined || gradient instanceof Float32Array)) return false;
  const { sampleWeights, mask, posWeight = 1, labelSmoothing = 0, gradientScale = 1 } = options;
  const isPlain = sampleWeights === undefined && mask === undefined && labelSmoothing === 0 && gradientScale === 1;
  if (!isPlain || posWeight !== 1 || !wasmInstance()) return false;
  simdSigmoidCrossEntropy({
    z,
    gradient,
    stage(first, count, targets) {
      for (let i = 0; i < count; i++) {
        const yes = yesOf(first + i);
        if (yes !== 0 && yes !== 1) return false;
        targets[i] = yes;
      }
      return true;
    },
    take: (first, count, losses, sums) => total.addOnes(first, count, losses, sums),
    leave(first, count) {
      for (let i = 0; i < count; i++) addRow(first + i);
    },
  });
  return true;
}
