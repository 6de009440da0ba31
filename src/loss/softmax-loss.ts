import type { Logits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { sumError } from "../numerics/rounding-error.js";
import type { SoftmaxRows } from "../numerics/softmax-rows.js";
import type { Place } from "../wasm/allocate.js";
import type { ClassCoefficients } from "./class-coefficients.js";
import { type ClassTerm, SlopedCoefficients } from "./class-term.js";
import { checkOwnMemory, outputsOf } from "./options.js";
import { addRowsBySimd, findsBadRows } from "./simd-rows.js";
import { isLight } from "./simd-work.js";
import { type SoftmaxLossOptions, type SoftmaxTargets, softmaxInputs } from "./softmax-inputs.js";
import type { Total } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

/**
 * The sum over rows and classes of c_k f(p_k), as `softmaxCrossEntropy` says; f(p) is -log p unless a term is given. `place` is where
 * logits and gradient are in the routines' memory, if they are.
 */
export function softmaxLoss(
  name: string,
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: SoftmaxLossOptions,
  { term, place }: { term?: ClassTerm; place?: Place } = {},
): Total {
  const { logits, softmax, coefficients, checkRow, checkRows } = softmaxInputs(name, z, targets, options);
  const { rows, cols } = logits;
  const { zLoss = 0, gradientScale = 1 } = options;
  const outputs = outputsOf(name, options, logits);
  checkOwnMemory(name, options, { logits: z, targets });
  const gradient = outputs.gradient?.data;
  const isCheckedLater = !term && findsBadRows({ logits, options, coefficients, gradient });
  if (!isCheckedLater) checkRows();
  const sloped = term && gradient && new SlopedCoefficients(term, coefficients, softmax, cols);

  const total = new TotalBuilder(outputs);
  const addRow = (row: number): void => {
    if (coefficients.leavesOut(row)) {
      total.ignore(row);
      return;
    }
    if (isCheckedLater) checkRow(row);
    softmax.read(row, gradient !== undefined);
    coefficients.read(row);
    const { weight } = coefficients;
    const rest = Math.log1p(softmax.others);
    const logZ = softmax.largest / softmax.temperature + rest;
    const penalty = weight > 0 && zLoss > 0 ? weight * (zLoss * logZ) : 0;
    total.add(row, rowLoss(softmax, coefficients, rest, cols, term) + (penalty === 0 ? 0 : penalty * logZ), weight);
    if (!gradient) return;

    sloped?.read(rest);
    const slopes = sloped ?? coefficients;
    const start = row * cols;
    const share = (slopes.weight + 2 * penalty) / (1 + softmax.others);
    const derivativeOf = (k: number): number =>
      // A large zLoss may have made the derivative Infinity.
      softmax.byLogit(k, derivative(softmax, slopes, k, share, penalty), gradientScale);
    if (slopes.single && softmax.isPlain && isLight(share * gradientScale)) {
      writeExponentials(gradient, start, softmax, cols, share * gradientScale);
      const { argmax } = softmax;
      const { target } = slopes;
      gradient[start + argmax] = derivativeOf(argmax);
      if (target !== argmax) gradient[start + target] = derivativeOf(target);
    } else for (let k = 0; k < cols; k++) gradient[start + k] = derivativeOf(k);
  };
  try {
    // Field by field, as in total-builder.ts.
    const isAdded = !term && addRowsBySimd({ logits, options, coefficients, gradient, place, total, addRow });
    for (let row = 0; !isAdded && row < rows; row++) addRow(row);
  } catch (error) {
    if (isCheckedLater) total.spoil();
    throw error;
  }
  return total.finish();
}

/** The derivative by x_k; `share` is what the exponentials are multiplied by. */
function derivative(
  softmax: SoftmaxRows,
  slopes: ClassCoefficients | SlopedCoefficients,
  k: number,
  share: number,
  penalty: number,
): number {
  const coefficient = slopes.single ? (k === slopes.target ? slopes.weight : 0) : slopes.of(k);
  const { argmax, others, exponentials, at } = softmax;
  // For the most likely class C p - c = (C - c - c others) / (1 + others), and C - c is what the others weigh: so p near 1
  // loses no digits.
  if (k === argmax) return (slopes.weightOfOthers(k) - coefficient * others + 2 * penalty) / (1 + others);
  return (exponentials[at + k] > 0 ? share * exponentials[at + k] : 0) - coefficient;
}

/** The exponentials of the row, times a number, from `start` on. */
function writeExponentials(out: Matrix["data"], start: number, softmax: SoftmaxRows, cols: number, by: number): void {
  const { exponentials, at } = softmax;
  for (let k = 0; k < cols; k++) out[start + k] = by * exponentials[at + k];
}

/**
 * The sum of c_k f(p_k), -log p_k being largest - x_k + `rest`, which is log(1 + others): no term is below 0, so that none loses
 * digits.
 */
export function rowLoss(
  softmax: SoftmaxRows,
  coefficients: ClassCoefficients,
  rest: number,
  cols: number,
  term?: ClassTerm,
): number {
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
