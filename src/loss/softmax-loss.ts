import type { Logits } from "../numerics/kinds.js";
import type { NestedRows } from "../numerics/matrix.js";
import { sumError } from "../numerics/rounding-error.js";
import type { SoftmaxRows } from "../numerics/softmax-rows.js";
import type { ClassCoefficients } from "./class-coefficients.js";
import { type ClassTerm, SlopedCoefficients } from "./class-term.js";
import { checkOwnMemory, outputsOf } from "./options.js";
import { addRowsBySimd, findsBadRows } from "./simd-rows.js";
import { type SoftmaxLossOptions, type SoftmaxTargets, softmaxInputs } from "./softmax-inputs.js";
import type { Total } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

/** The sum over rows and classes of c_k f(p_k), as `softmaxCrossEntropy` says; f(p) is -log p unless a term is given. */
export function softmaxLoss(
  name: string,
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxLossOptions,
  term?: ClassTerm,
): Total {
  const { logits, softmax, coefficients, checkRow, checkRows } = softmaxInputs(name, z, targets, options);
  const { rows, cols } = logits;
  const { zLoss = 0, gradientScale = 1 } = options;
  const outputs = outputsOf(name, options, logits);
  checkOwnMemory(name, options, { logits: z, targets });
  const gradient = outputs.gradient?.data;
  const work = { logits, options, coefficients, gradient };
  const isCheckedLater = !term && findsBadRows(work);
  if (!isCheckedLater) checkRows();
  let exponentials: Float64Array | undefined;
  const sloped = term && gradient && new SlopedCoefficients(term, coefficients, softmax, cols);

  const total = new TotalBuilder(outputs);
  const addRow = (row: number): void => {
    if (coefficients.leavesOut(row)) {
      total.ignore(row);
      return;
    }
    if (isCheckedLater) checkRow(row);
    // Made for the first row that is done here: it takes longer than a small batch by SIMD.
    if (gradient) exponentials ??= new Float64Array(cols);
    softmax.read(row, exponentials);
    coefficients.read(row);
    const { weight } = coefficients;
    const { argmax, others } = softmax;
    const rest = Math.log1p(others);
    const logZ = softmax.largest / softmax.temperature + rest;
    const penalty = weight > 0 && zLoss > 0 ? weight * (zLoss * logZ) : 0;
    total.add(row, rowLoss(softmax, coefficients, cols, term) + (penalty === 0 ? 0 : penalty * logZ), weight);
    if (!gradient || !exponentials) return;

    sloped?.read(rest);
    const slopes = sloped ?? coefficients;
    const start = row * cols;
    const share = (slopes.weight + 2 * penalty) / (1 + others);
    for (let k = 0; k < cols; k++) {
      const coefficient = slopes.single ? (k === slopes.target ? slopes.weight : 0) : slopes.of(k);
      // For the most likely class C p - c = (C - c - c others) / (1 + others), and C - c is what the others weigh: so p
      // near 1 loses no digits.
      const derivative =
        k === argmax
          ? (slopes.weightOfOthers(k) - coefficient * others + 2 * penalty) / (1 + others)
          : (exponentials[k] > 0 ? share * exponentials[k] : 0) - coefficient;
      // A large zLoss may have made the derivative Infinity.
      gradient[start + k] = softmax.byLogit(k, derivative, gradientScale);
    }
  };
  try {
    if (term || !addRowsBySimd({ ...work, total, addRow })) for (let row = 0; row < rows; row++) addRow(row);
  } catch (error) {
    if (isCheckedLater) total.spoil();
    throw error;
  }
  return total.finish();
}

/** The sum of c_k f(p_k), -log p_k being largest - x_k + log(1 + others): no term is below 0, so that none loses digits. */
export function rowLoss(softmax: SoftmaxRows, coefficients: ClassCoefficients, cols: number, term?: ClassTerm): number {
  const rest = Math.log1p(softmax.others);
  if (coefficients.single) return classLoss(softmax, coefficients.weight, coefficients.target, rest, term);
  let sum = 0;
  let lost = 0;
  for (let k = 0; k < cols; k++) {
    const loss = classLoss(softmax, coefficients.of(k), k, rest, term);
    const next = sum + loss;
    lost += sumError(sum, loss, next);
    sum = next;
  }
  return sum === Number.POSITIVE_INFINITY ? sum : sum + lost;
}

function classLoss(
  softmax: SoftmaxRows,
  coefficient: number,
  k: number,
  rest: number,
  term: ClassTerm | undefined,
): number {
  if (coefficient === 0) return 0;
  if (!term) return surprise(softmax, coefficient, k, rest);
  const p = softmax.probability(k);
  const q = softmax.complement(k);
  return surprise(softmax, coefficient * term.factor(p, q), k, rest) + coefficient * term.extra(p, q);
}

/** A gap may be beyond the largest number and its share may not; the rest is then far below its last digit. */
function surprise(softmax: SoftmaxRows, coefficient: number, k: number, rest: number): number {
  const gap = softmax.gap(k);
  return gap < Number.POSITIVE_INFINITY ? coefficient * (gap + rest) : softmax.shareOfGap(k, coefficient);
}

/**
 * The derivative of sum_k c_k (-log p_k) with respect to x_k, (C + extra) p_k - c_k. For the most likely class it is
 * (C - c + extra - c others) / (1 + others), and C - c is what the others weigh: so p near 1 loses no digits.
 */
export function classDerivative(softmax: SoftmaxRows, coefficients: ClassCoefficients, k: number, extra = 0): number {
  const coefficient = coefficients.of(k);
  return k === softmax.argmax
    ? (coefficients.weightOfOthers(k) + extra - coefficient * softmax.others) / (1 + softmax.others)
    : (coefficients.weight + extra) * softmax.probability(k) - coefficient;
}
