import { isShare } from "../numerics/check.js";
import { counted } from "../numerics/counted.js";
import { describeValue } from "../numerics/describe-value.js";
import { type Logits, uncheckedLogits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { checkLogitShape, SoftmaxRows } from "../numerics/softmax-rows.js";
import { divergenceTerm } from "./divergence-term.js";
import { checkOptions, checkOwnMemory, type LossOptions, outputsOf } from "./options.js";
import { checkedSoftmaxInputs, type SoftmaxTargets } from "./softmax-inputs.js";
import { classDerivative, rowLoss } from "./softmax-loss.js";
import type { Total, TotalWithGradient } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

export interface DistillationLossOptions extends Omit<LossOptions, "labelSmoothing"> {
  /** What both logits are divided by, above 0. Default 1. */
  temperature?: number;
  /** What is true: N class indices, or N x K probabilities. Their cross-entropy, without the temperature, is mixed in. */
  targets?: SoftmaxTargets;
  /** From 0 to 1: the share of the cross-entropy with `targets`. Default 0.5 with targets; without them there is none. */
  hardWeight?: number;
}

const OPTIONS: OptionNames<DistillationLossOptions> = {
  temperature: true,
  targets: true,
  hardWeight: true,
  sampleWeights: true,
  mask: true,
  gradient: true,
  gradientScale: true,
  rowLosses: true,
};

/**
 * Knowledge distillation: how far a student's softened probabilities are from its teacher's, in nats.
 *
 * With p = softmax(teacher / T), q = softmax(student / T) and h the hard weight, the loss of a row is
 * sampleWeight * ((1 - h) T^2 D(p || q) + h crossEntropy(softmax(student), targets)). It is the divergence
 * sum_k p_k log(p_k / q_k) and not the cross-entropy of Hinton et al., which is larger by the teacher's entropy: so 0
 * means that the student agrees, and the gradient is the same. T^2 keeps the gradient's size when the temperature changes.
 * The gradient by the student's logits is (1 - h) T (q - p) + h (softmax(student) - targets), times the sample weight.
 *
 * Small divergences keep their digits; D is exactly 0 for equal logits.
 *
 * @param studentLogits N x K logits, K >= 2; nested rows are taken as logits
 * @param teacherLogits N x K logits, of the same classes
 * @param options temperature, targets, weights, mask, gradient
 * @returns a Total whose weight is the sum of the sample weights; Infinity where the student excludes (by -Infinity) what
 * the teacher does not
 * @throws TypeError when logits are probabilities or log-probabilities
 * @throws RangeError when a logit is NaN, a row has only -Infinity, the shapes differ, or an option does not fit; nothing
 * has been written then
 * @example
 * distillationLoss([[0, 0]], [[2, 0]], { temperature: 2 }).sum; // 4 D((0.731, 0.268) || (0.5, 0.5)) = 0.44377...
 * @see Hinton, Vinyals, Dean: Distilling the knowledge in a neural network (2015), section 2
 */
export function distillationLoss(
  studentLogits: Logits | NestedRows,
  teacherLogits: Logits | NestedRows,
  options: DistillationLossOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function distillationLoss(
  studentLogits: Logits | NestedRows,
  teacherLogits: Logits | NestedRows,
  options?: DistillationLossOptions,
): Total;
export function distillationLoss(
  studentLogits: Logits | NestedRows,
  teacherLogits: Logits | NestedRows,
  options: DistillationLossOptions = {},
): Total {
  const name = "distillationLoss";
  checkOptionNames(name, options, OPTIONS);
  const student = uncheckedLogits(`${name}: studentLogits`, studentLogits);
  const teacher = uncheckedLogits(`${name}: teacherLogits`, teacherLogits);
  const { rows, cols } = student;
  if (cols < 2 && rows > 0) {
    throw new RangeError(`${name}: studentLogits have ${counted(cols, "columns")}; expected 2 or more`);
  }
  if (teacher.rows !== rows || teacher.cols !== cols) {
    throw new RangeError(
      `${name}: teacherLogits are ${teacher.rows} x ${teacher.cols}; expected the shape of studentLogits, ${rows} x ${cols}`,
    );
  }
  checkOptions(name, options, rows);
  checkLogitShape(name, options);
  const { mask, sampleWeights, gradientScale = 1, temperature = 1 } = options;
  const p = new SoftmaxRows(teacher, options);
  const q = new SoftmaxRows(student, options);
  for (let row = 0; row < rows; row++) {
    if (mask && !mask[row]) continue;
    p.check(`${name}: teacherLogits`, row);
    q.check(`${name}: studentLogits`, row);
  }
  const hard = hardPart(name, student, options);
  const outputs = outputsOf(name, options, student);
  const { gradient } = outputs;
  checkOwnMemory(name, options, { studentLogits, teacherLogits });

  const soft = 1 - hard.weight;
  const total = new TotalBuilder(outputs);
  for (let row = 0; row < rows; row++) {
    if (mask && !mask[row]) {
      total.ignore(row);
      continue;
    }
    const weight = sampleWeights?.[row] ?? 1;
    p.read(row);
    q.read(row);
    hard.read(row);
    const divergence = soft > 0 ? soft * temperature * divergenceOf(p, q, cols) : 0;
    total.add(row, weight > 0 ? weight * (divergence + hard.loss()) : 0, weight);
    if (!gradient) continue;
    for (let k = 0; k < cols; k++) {
      const derivative = soft * temperature * difference(p, q, k) + hard.derivative(k);
      gradient.data[row * cols + k] = weight * derivative * gradientScale;
    }
  }
  return total.finish();
}

/** The cross-entropy with the targets, times its weight; 0 without targets. */
function hardPart(name: string, student: Logits, { targets, hardWeight, mask }: DistillationLossOptions) {
  if (targets === undefined) {
    if (hardWeight !== undefined) {
      throw new RangeError(`${name}: hardWeight is ${describeValue(hardWeight)}; expected none without targets`);
    }
    return { weight: 0, read: () => {}, loss: () => 0, derivative: () => 0 };
  }
  const weight = hardWeight ?? 0.5;
  if (!isShare(weight)) {
    throw new RangeError(`${name}: hardWeight is ${describeValue(weight)}; expected a number from 0 to 1`);
  }
  const { softmax, coefficients } = checkedSoftmaxInputs(name, student, targets, { mask });
  return {
    weight,
    read: (row: number) => {
      softmax.read(row);
      coefficients.read(row);
    },
    loss: () => (weight > 0 ? weight * rowLoss(softmax, coefficients, Math.log1p(softmax.others), student.cols) : 0),
    derivative: (k: number) => weight * classDerivative(softmax, coefficients, k),
  };
}

/** The temperature times D(p || q) of a row: what logits differ by, divided by a tiny temperature, would overflow. */
function divergenceOf(p: SoftmaxRows, q: SoftmaxRows, cols: number): number {
  const { temperature } = q;
  let sum = 0;
  for (let k = 0; k < cols; k++) {
    if (q.gap(k) < Number.POSITIVE_INFINITY) {
      sum += temperature * divergenceTerm(p.probability(k), q.probability(k), logRatio(p, q, k));
    } else if (p.gap(k) < Number.POSITIVE_INFINITY) {
      // Excluded by the student, or so far down that only a share of the gap can be held. The teacher's probability may
      // be 0 in float64 and is not in truth.
      sum += q.shareOfGap(k, temperature * p.probability(k) || Number.MIN_VALUE);
    }
  }
  return sum;
}

/** q_k - p_k, which keeps its digits where both are nearly equal. */
function difference(p: SoftmaxRows, q: SoftmaxRows, k: number): number {
  const stated = p.probability(k);
  if (stated === 0) return q.probability(k);
  const ratio = logRatio(p, q, k);
  return Math.abs(ratio) < 1 ? stated * Math.expm1(-ratio) : q.probability(k) - stated;
}

/** log(p_k / q_k). */
function logRatio(p: SoftmaxRows, q: SoftmaxRows, k: number): number {
  return q.gap(k) - p.gap(k) + (Math.log1p(q.others) - Math.log1p(p.others));
}
