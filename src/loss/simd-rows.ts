import type { Logits } from "../numerics/kinds.js";
import { wasmInstance } from "../wasm/instance.js";
import { simdSoftmaxCrossEntropy } from "../wasm/softmax-cross-entropy.js";
import type { ClassCoefficients } from "./class-coefficients.js";
import type { SoftmaxLossOptions } from "./softmax-inputs.js";
import type { TotalBuilder } from "./total.js";

const LIGHT = 2 ** -60;
const HEAVY = 2 ** 60;

/**
 * Adds the rows of a softmax cross-entropy by SIMD, where float32 does: logits and gradient of float32, four classes or
 * more, class indices or one-hot rows, no smoothing, softcap, temperature or zLoss. Rows that float32 does not do go to
 * `addRow`.
 *
 * @returns whether it was done
 */
export function addRowsBySimd(
  logits: Logits,
  options: SoftmaxLossOptions,
  coefficients: ClassCoefficients,
  total: TotalBuilder,
  addRow: (row: number) => void,
): boolean {
  const { labelSmoothing = 0, temperature = 1, softcap, zLoss = 0, gradientScale = 1 } = options;
  const { data: z, rows, cols: classes } = logits;
  const gradient = total.outputs.gradient?.data;
  if (!(z instanceof Float32Array) || !(gradient === undefined || gradient instanceof Float32Array)) return false;
  const isPlain = labelSmoothing === 0 && temperature === 1 && softcap === undefined && zLoss === 0;
  if (!isPlain || classes < 4 || !wasmInstance()) return false;

  const isSame = options.classWeights === undefined && options.sampleWeights === undefined && isLight(gradientScale);
  simdSoftmaxCrossEntropy({
    z,
    rows,
    classes,
    gradient,
    stage(first, count, targets, weights) {
      for (let i = 0; i < count; i++) {
        const row = first + i;
        const target = coefficients.leavesOut(row) ? -1 : coefficients.onlyClass(row);
        targets[i] = Math.max(0, target);
        weights[i] = target < 0 ? 0 : isSame ? gradientScale : weightOf(row);
      }
    },
    take(first, count, losses) {
      if (isSame) total.addOnes(first, count, losses);
      for (let i = 0; i < count; i++) {
        const row = first + i;
        if (Number.isNaN(losses[i])) addRow(row);
        else if (!isSame) {
          coefficients.read(row);
          const { weight } = coefficients;
          total.add(row, weight * losses[i], weight);
        }
      }
    },
  });
  return true;

  function weightOf(row: number): number {
    coefficients.read(row);
    const weight = coefficients.weight * gradientScale;
    return isLight(weight) ? weight : 0;
  }
}

/** Whether the product of a weight and a probability is far from the ends of float32. */
function isLight(weight: number): boolean {
  const size = Math.abs(weight);
  return size > LIGHT && size < HEAVY;
}
