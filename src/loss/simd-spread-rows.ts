import { simdSpreadCrossEntropy } from "../wasm/spread-cross-entropy.js";
import { isLight, type RowsToAdd } from "./simd-work.js";

/**
 * Adds the rows of a softmax cross-entropy whose targets are soft or smoothed, or whose logits have a temperature, by SIMD;
 * logits and gradient are of float32. Rows that float32 does not do go to `addRow`.
 *
 * @returns whether it was done
 */
export function addSpreadRows(
  { logits, options, coefficients, total, addRow }: RowsToAdd,
  z: Float32Array,
  gradient: Float32Array | undefined,
): boolean {
  const { rows, cols: classes } = logits;
  const { classWeights, sampleWeights, temperature = 1, zLoss = 0, gradientScale = 1 } = options;
  if (!isLight(temperature)) return false;
  const { isSoft } = coefficients;
  const shares = isSoft ? undefined : new Float32Array(classes);
  for (let k = 0; shares && k < classes; k++) shares[k] = coefficients.share(k, 0);
  if (shares && !areLight(shares, 0, classes)) return false;
  const areOnes = !isSoft && classWeights === undefined && sampleWeights === undefined;

  simdSpreadCrossEntropy({
    z,
    rows,
    classes,
    temperature,
    zLoss,
    gradient,
    gradientScale,
    shares,
    stage(first, count, staged) {
      for (let i = 0; i < count; i++) {
        const row = first + i;
        staged.targets[i] = 0;
        staged.owns[i] = 0;
        staged.weights[i] = 0;
        if (coefficients.leavesOut(row)) {
          if (isSoft) staged.shares.fill(0, i * classes, (i + 1) * classes);
          continue;
        }
        coefficients.read(row);
        const { weight, sampleWeight, target } = coefficients;
        staged.scales[i] = sampleWeight;
        const factor = gradientScale / temperature;
        let isFine = isLight(weight * factor) && isLight(sampleWeight * factor) && isLight(sampleWeight);
        if (isSoft) {
          coefficients.writeShares(row, staged.shares, i * classes);
          isFine &&= areLight(staged.shares, i * classes, (i + 1) * classes);
        } else {
          staged.targets[i] = target;
          staged.owns[i] = coefficients.share(target, 1) - coefficients.share(target, 0);
        }
        if (isFine) staged.weights[i] = weight;
      }
    },
    take(first, count, losses, sums) {
      if (areOnes) total.addOnes(first, count, losses, sums);
      for (let i = 0; i < count; i++) {
        const row = first + i;
        if (Number.isNaN(losses[i])) addRow(row);
        else if (!areOnes) {
          coefficients.read(row);
          total.add(row, losses[i], coefficients.weight);
        }
      }
    },
  });
  return true;
}

/** Whether float32 holds these with all digits: none is so small, or large, that its products with weights and logits lose any. */
function areLight(shares: Float32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (shares[i] !== 0 && !isLight(shares[i])) return false;
  return true;
}
