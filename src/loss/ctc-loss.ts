import { checkFlag, isArrayLike } from "../numerics/check.js";
import { describeValue } from "../numerics/describe-value.js";
import type { Logits } from "../numerics/kinds.js";
import { type Matrix, matrix, type NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { rowSum } from "../numerics/softmax.js";
import { ctcBackward } from "./ctc-backward.js";
import { CtcComplement } from "./ctc-complement.js";
import { ctcForward } from "./ctc-forward.js";
import { CTC_FRAME_OPTIONS, type CtcFrameOptions, type CtcFrames, checkFrames } from "./ctc-frames.js";
import { ctcStates } from "./ctc-lattice.js";
import { checkOptions, checkOwnMemory, type LossOptions, outputsOf } from "./options.js";
import type { Total, TotalWithGradient } from "./total.js";
import { TotalBuilder } from "./total-builder.js";

/** The rows of `rowLosses`, `sampleWeights` and `mask` are the N sequences; those of `gradient` are the frames. */
export interface CtcLossOptions extends Omit<LossOptions, "labelSmoothing">, CtcFrameOptions {
  /**
   * A sequence that no alignment fits has loss 0 and weight 0 instead of Infinity, and is counted as `ignored` and in
   * `zeroed`. Default false.
   */
  zeroInfinity?: boolean;
}

/**
 * Below this a loss is taken from what its probability lacks of 1: a sum of logarithms has the error of the largest, which
 * is then more than a few ulp of the sum.
 */
const SMALL = 2 ** -6;

const OPTIONS: OptionNames<CtcLossOptions> = {
  ...CTC_FRAME_OPTIONS,
  zeroInfinity: true,
  sampleWeights: true,
  mask: true,
  gradient: true,
  gradientScale: true,
  rowLosses: true,
};

/**
 * Connectionist temporal classification: how surprised a model of frames is by a sequence of labels whose places are
 * not known, in nats.
 *
 * The loss of a sequence is -log of the probability of its labels: the sum over all alignments of the product over
 * frames of softmax(z)[class of the frame]. An alignment gives every frame a class; its labels are what is left when
 * repeats are merged and then blanks dropped. The gradient of the sum is sampleWeight * (softmax(z) - o), where o is
 * the share of the class in the alignments at that frame.
 *
 * A loss is within a few ulp of the truth, over thousands of frames and also near 0, where the gradient keeps its digits
 * too. Where logits are far apart the rounding of their difference stays, as that many ulp.
 *
 * Where no alignment fits (fewer frames than labels and blanks between equal ones, or a -Infinity logit everywhere on
 * the way), the loss is Infinity, the sequence is named in `infiniteRows`, and its gradient is 0: no step of the logits
 * changes it. Without a gradient the memory needed is that of two frames; with one, of the longest sequence's frames
 * times its states.
 *
 * @param z logits of N sequences laid end to end, (T_1 + ... + T_N) x K, a row a frame; nested rows are taken as logits
 * @param labels N sequences of class indices, each 0 to K - 1 and not the blank; a sequence may be empty
 * @param options lengths (T_1 ... T_N), blank, weights, mask, gradient
 * @returns a Total with a row a sequence, whose weight is the sum of the sample weights: without options, N. So `mean`
 * is nats a sequence, however long it is
 * @throws TypeError when z is a matrix of probabilities or log-probabilities
 * @throws RangeError when a logit is NaN, a frame has only -Infinity, lengths do not sum to the frames, a label is no
 * class or the blank, or an option does not fit; nothing has been written then
 * @example
 * // Two frames, blank 0: the labels (1) are said by 1 1, 0 1 and 1 0, each with probability 1/4.
 * ctcLoss([[0, 0], [0, 0]], [[1]]).sum; // -log(3/4) = 0.28768...
 * @see Graves, Fernandez, Gomez, Schmidhuber: Connectionist temporal classification (ICML 2006), equations 6 to 16
 */
export function ctcLoss(
  z: Logits | NestedRows,
  labels: readonly ArrayLike<number>[],
  options: CtcLossOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function ctcLoss(z: Logits | NestedRows, labels: readonly ArrayLike<number>[], options?: CtcLossOptions): Total;
export function ctcLoss(
  z: Logits | NestedRows,
  labels: readonly ArrayLike<number>[],
  options: CtcLossOptions = {},
): Total {
  const name = "ctcLoss";
  checkOptionNames(name, options, OPTIONS);
  checkList(`${name}: labels`, labels, "sequences of labels");
  const sequences = labels.length;
  const { sampleWeights, mask, zeroInfinity = false, gradientScale = 1 } = options;
  checkFlag(`${name}: zeroInfinity`, zeroInfinity);
  const frames = checkFrames(name, z, options, sequences);
  const { logits, starts, blank } = frames;
  checkOptions(name, options, sequences);
  checkLabels(name, labels, logits.cols, blank, mask);
  const { gradient } = outputsOf(name, { gradient: options.gradient }, logits);
  const { rowLosses } = outputsOf(name, { rowLosses: options.rowLosses }, { ...logits, rows: sequences });
  checkOwnMemory(name, options, { logits: z, labels });
  checkEachFrame(name, frames, mask);

  const total = new TotalBuilder({ rowLosses });
  let zeroed = 0;
  gradient?.data.fill(0);
  for (let n = 0; n < sequences; n++) {
    if (mask && !mask[n]) {
      total.ignore(n);
      continue;
    }
    const lattice = {
      z: logits,
      start: starts[n],
      frames: starts[n + 1] - starts[n],
      states: ctcStates(labels[n], blank),
    };
    const weight = sampleWeights?.[n] ?? 1;
    const forward = matrix(gradient ? lattice.frames : 2, lattice.states.length);
    let loss = ctcForward(name, lattice, forward);
    const complement = loss < SMALL ? new CtcComplement(name, lattice, gradient !== undefined) : undefined;
    if (complement) loss = -Math.log1p(-complement.missed);
    if (loss === Number.POSITIVE_INFINITY && zeroInfinity) {
      zeroed++;
      total.ignore(n);
      continue;
    }
    total.add(n, weight > 0 ? weight * loss : 0, weight);
    if (gradient && loss < Number.POSITIVE_INFINITY) {
      ctcBackward(name, lattice, forward, weight * gradientScale, gradient, complement);
    }
  }
  return Object.assign(total.finish({ zeroed }), gradient && { gradient });
}

function checkLabels(
  name: string,
  labels: readonly ArrayLike<number>[],
  classes: number,
  blank: number,
  mask: LossOptions["mask"],
): void {
  for (let n = 0; n < labels.length; n++) {
    if (mask && !mask[n]) continue;
    const sequence = labels[n];
    checkList(`${name}: labels: sequence ${n}`, sequence, "class indices");
    for (let i = 0; i < sequence.length; i++) {
      const label = sequence[i];
      if (!(Number.isInteger(label) && label >= 0 && label < classes) || label === blank) {
        throw new RangeError(
          `${name}: labels: sequence ${n}, label ${i} is ${describeValue(label)}; expected a class index, a whole number from 0 to ${classes - 1} and not the blank, ${blank}`,
        );
      }
    }
  }
}

function checkList(name: string, values: ArrayLike<unknown>, what: string): void {
  if (!isArrayLike(values)) {
    throw new TypeError(`${name} is ${describeValue(values)}; expected ${what}`);
  }
}

function checkEachFrame(name: string, { logits, starts }: CtcFrames, mask: LossOptions["mask"]): void {
  for (let n = 0; n + 1 < starts.length; n++) {
    if (!mask || mask[n]) for (let row = starts[n]; row < starts[n + 1]; row++) rowSum(name, logits, row);
  }
}
