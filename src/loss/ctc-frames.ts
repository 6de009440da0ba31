import { checkLength, isArrayLike } from "../numerics/check.js";
import { counted } from "../numerics/counted.js";
import { describeValue } from "../numerics/describe-value.js";
import { checkedLogits, type Logits } from "../numerics/kinds.js";
import type { NestedRows } from "../numerics/matrix.js";
import type { OptionNames } from "../numerics/option-names.js";

/** How the frames of several sequences lie in one matrix. */
export interface CtcFrameOptions {
  /**
   * N whole numbers, 0 or more, that sum to the rows of the logits: how many frames each sequence has. One sequence
   * needs none: it has all the frames.
   */
  lengths?: ArrayLike<number>;
  /** The class that stands for "no label here". Default 0. */
  blank?: number;
}

export const CTC_FRAME_OPTIONS: OptionNames<CtcFrameOptions> = { lengths: true, blank: true };

/** The frames of sequence n are the rows `starts[n]` to `starts[n + 1] - 1` of the logits. */
export interface CtcFrames {
  logits: Logits;
  starts: Int32Array;
  blank: number;
}

/** Throws unless the logits are those of `count` sequences (or of as many as there are lengths) laid end to end. */
export function checkFrames(
  name: string,
  z: Logits | NestedRows,
  options: CtcFrameOptions,
  sequences?: number,
): CtcFrames {
  const { lengths, blank = 0 } = options;
  if (lengths !== undefined && !isArrayLike(lengths)) {
    throw new TypeError(`${name}: lengths is ${describeValue(lengths)}; expected numbers of frames, one a sequence`);
  }
  const count = sequences ?? lengths?.length ?? 1;
  const logits = checkedLogits(`${name}: logits`, z);
  const { rows, cols } = logits;
  if (cols < 2 && rows > 0) {
    throw new RangeError(
      `${name}: logits have ${counted(cols, "columns")}; expected 2 or more, the blank and the labels`,
    );
  }
  if (!(Number.isInteger(blank) && blank >= 0 && (blank < cols || rows === 0))) {
    throw new RangeError(
      `${name}: blank is ${describeValue(blank)}; expected a class index, a whole number from 0 to ${cols - 1}`,
    );
  }
  if (lengths === undefined && count > 1) {
    throw new RangeError(
      `${name}: lengths is not given; expected ${counted(count, "numbers of frames")}, one a sequence, that sum to the ${counted(rows, "rows")} of the logits`,
    );
  }
  const given = lengths ?? (count === 1 ? [rows] : []);
  checkLength(`${name}: lengths`, given, count, "numbers of frames, one a sequence");
  const starts = new Int32Array(count + 1);
  for (let n = 0; n < count; n++) {
    if (!(Number.isInteger(given[n]) && given[n] >= 0 && given[n] <= rows - starts[n])) {
      throw new RangeError(
        `${name}: lengths: sequence ${n} is ${describeValue(given[n])}; expected a number of frames, 0 to ${rows - starts[n]}: what is left of the ${rows} rows`,
      );
    }
    starts[n + 1] = starts[n] + given[n];
  }
  if (starts[count] !== rows) {
    throw new RangeError(`${name}: lengths sum to ${starts[count]}; expected ${rows}, the rows of the logits`);
  }
  return { logits, starts, blank };
}
