import { isMatrix } from "../numerics/matrix.js";
import { wasmInstance } from "../wasm/instance.js";
import { simdLogLoss } from "../wasm/log-loss.js";
import { ADDED } from "../wasm/loss-sums.js";
import type { Total } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

/**
 * The log loss of one column by SIMD, where float32 does: a Float32Array of probabilities and numbers 0 and 1 as targets, of
 * which every row counts the same.
 *
 * @returns undefined when it has to be done otherwise, be it to tell what is wrong
 */
export function logLossBySimd(probabilities: unknown, targets: unknown, rowLosses = false): Total | undefined {
  const p = singleColumn(probabilities);
  const y = targets as Float64Array;
  if (
    !p ||
    !ArrayBuffer.isView(y) ||
    y instanceof DataView ||
    typeof y[0] === "bigint" ||
    y.length !== p.length ||
    !wasmInstance()
  )
    return undefined;
  const total = new TotalBuilder({ rowLosses: rowLosses ? new Float64Array(p.length) : undefined });
  const isDone = simdLogLoss({
    p,
    stage: (first, count, staged) => stageTargets(y.subarray(first, first + count), staged),
    take(first, count, losses, sums) {
      total.addOnes(first, count, losses, sums);
      if (sums[ADDED] === count) return;
      for (let i = 0; i < count; i++) {
        const row = first + i;
        if (Number.isNaN(losses[i])) total.add(row, 0 - (y[row] === 1 ? Math.log(p[row]) : Math.log1p(-p[row])), 1);
      }
    },
  });
  return isDone ? total.finish({ clipped: 0, normalised: 0 }) : undefined;
}

function singleColumn(probabilities: unknown): Float32Array | undefined {
  if (probabilities instanceof Float32Array) return probabilities;
  if (!isMatrix(probabilities)) return undefined;
  const { rows, cols, data, kind = "probabilities" } = probabilities as typeof probabilities & { kind?: unknown };
  const isColumn = cols === 1 && data.length === rows && kind === "probabilities";
  return isColumn && data instanceof Float32Array ? data : undefined;
}

let kept = new Float64Array(0);

/** Writes targets as bytes; false when there is one that is neither 0 nor 1, unless it is a byte. */
function stageTargets(y: Float64Array | Uint8Array | Int8Array, staged: Uint8Array): boolean {
  if (y instanceof Uint8Array || y instanceof Int8Array) {
    staged.set(y);
    return true;
  }
  // As float64 first, whatever they are: so the loop knows only one kind. It has no branch that is not always the same.
  const { length } = y;
  if (kept.length < length) kept = new Float64Array(length);
  const numbers = kept;
  numbers.set(y);
  let seen = 0;
  for (let i = 0; i < length; i++) {
    const target = numbers[i];
    const byte = target | 0;
    if (byte !== target) return false;
    seen |= byte;
    staged[i] = byte;
  }
  return (seen & ~1) === 0;
}
