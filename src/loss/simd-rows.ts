import { wasmInstance } from "../wasm/instance.js";
import { ADDED } from "../wasm/loss-sums.js";
import { simdSoftmaxCrossEntropy } from "../wasm/softmax-cross-entropy.js";
import { addSpreadRows } from "./simd-spread-rows.js";
import { isLight, type Rows, type RowsToAdd } from "./simd-work.js";

/** More logits than this are not in a cache when they have been looked at: to look at them beforehand takes a fifth of the time. */
const LARGE = 2 ** 18;

/**
 * Whether rows with NaN, or infinite ones that make no softmax, reach `addRow`, so that nobody has to look for them beforehand:
 * `addRowsBySimd` adds rows of one class, and there are many logits.
 */
export function findsBadRows(work: Rows): boolean {
  const { logits, coefficients } = work;
  const isLarge = logits.data.length > LARGE && logits.cols > 32;
  return isLarge && !coefficients.isSoft && isSingle(work) && haveOneClass(work);
}

/**
 * Adds the rows of a softmax cross-entropy by SIMD, where float32 does: logits and gradient of float32, no softcap. Rows that
 * float32 does not do go to `addRow`.
 *
 * @returns whether it was done
 */
export function addRowsBySimd(work: RowsToAdd): boolean {
  const { logits, gradient } = work;
  if (!isSingle(work)) return false;
  if (haveOneClass(work)) {
    addRowsOfOneClass(work, logits.data as Float32Array, gradient as Float32Array | undefined);
    return true;
  }
  return addSpreadRows(work, logits.data as Float32Array, gradient as Float32Array | undefined);
}

function isSingle({ logits, options, gradient }: Rows): boolean {
  if (!(logits.data instanceof Float32Array && (gradient === undefined || gradient instanceof Float32Array)))
    return false;
  return options.softcap === undefined && logits.cols >= 2 && wasmInstance() !== undefined;
}

/** Whether the target of every row is a class (an index, or a row that is one-hot), of which all its loss is. */
function haveOneClass({ logits, options, coefficients }: Rows): boolean {
  const { labelSmoothing = 0, temperature = 1 } = options;
  if (labelSmoothing !== 0 || temperature !== 1) return false;
  if (!coefficients.isSoft) return true;
  for (let row = 0; row < logits.rows; row++) {
    if (!coefficients.leavesOut(row) && coefficients.onlyClass(row) < 0) return false;
  }
  return true;
}

function addRowsOfOneClass(
  { logits, options, coefficients, place, total, addRow }: RowsToAdd,
  z: Float32Array,
  gradient: Float32Array | undefined,
): void {
  const { zLoss, gradientScale = 1 } = options;
  const { classes } = coefficients;
  const isSame = options.classWeights === undefined && options.sampleWeights === undefined && isLight(gradientScale);
  simdSoftmaxCrossEntropy({
    z,
    rows: logits.rows,
    classes: logits.cols,
    gradient,
    place,
    zLoss,
    stage(first, count, targets, weights) {
      if (isSame && classes) {
        for (let i = 0; i < count; i++) targets[i] = classes[first + i];
        weights.fill(gradientScale, 0, count);
        return;
      }
      for (let i = 0; i < count; i++) {
        const row = first + i;
        const target = coefficients.leavesOut(row) ? -1 : coefficients.onlyClass(row);
        targets[i] = Math.max(0, target);
        weights[i] = target < 0 ? 0 : isSame ? gradientScale : weightOf(row);
      }
    },
    take(first, count, losses, sums) {
      if (isSame) {
        total.addOnes(first, count, losses, sums);
        if (sums[ADDED] === count) return;
      }
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

  function weightOf(row: number): number {
    coefficients.read(row);
    const weight = coefficients.weight * gradientScale;
    return isLight(weight) ? weight : 0;
  }
}
