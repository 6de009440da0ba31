import type { Logits } from "../numerics/kinds.js";
import type { NestedRows } from "../numerics/matrix.js";
import { checkOptionNames } from "../numerics/option-names.js";
import { rowSum } from "../numerics/softmax.js";
import { CTC_FRAME_OPTIONS, type CtcFrameOptions, checkFrames } from "./ctc-frames.js";

/** The labels of one alignment. */
export interface CtcGreedyDecoding {
  /** Class indices, without repeats and blanks. */
  labels: number[];
  /** The logarithm of the probability of the alignment, in nats; the labels may have other alignments too. */
  alignmentLogProbability: number;
}

/**
 * What the most probable alignment of every sequence says: the likeliest class of each frame, repeats merged, then
 * blanks dropped. It is not always the most probable sequence of labels: see `ctcBeamDecode`.
 *
 * @param z logits of N sequences laid end to end, (T_1 + ... + T_N) x K, a row a frame; nested rows are taken as logits
 * @param options lengths (T_1 ... T_N), blank
 * @returns N decodings. Of classes that are equally likely the first is taken
 * @throws TypeError when z is a matrix of probabilities or log-probabilities
 * @throws RangeError when a logit is NaN, a frame has only -Infinity or two +Infinity, lengths do not sum to the
 * frames, or the blank is no class
 * @example
 * ctcGreedyDecode([[0, 2, 0], [0, 2, 0], [2, 0, 0], [0, 0, 2]])[0].labels; // [1, 2]
 * @see Graves et al. (ICML 2006), section 3.2, best path decoding
 */
export function ctcGreedyDecode(z: Logits | NestedRows, options: CtcFrameOptions = {}): CtcGreedyDecoding[] {
  const name = "ctcGreedyDecode";
  checkOptionNames(name, options, CTC_FRAME_OPTIONS);
  const { logits, starts, blank } = checkFrames(name, z, options);
  return Array.from({ length: starts.length - 1 }, (_, n) => {
    const labels: number[] = [];
    let alignmentLogProbability = 0;
    let last = blank;
    for (let row = starts[n]; row < starts[n + 1]; row++) {
      const { argmax, others } = rowSum(name, logits, row);
      alignmentLogProbability -= Math.log1p(others);
      if (argmax !== last && argmax !== blank) labels.push(argmax);
      last = argmax;
    }
    return { labels, alignmentLogProbability };
  });
}
