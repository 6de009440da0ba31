import { describeValue } from "../numerics/describe-value.js";
import type { Logits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import { type RowSum, rowSum } from "../numerics/softmax.js";
import { CTC_FRAME_OPTIONS, type CtcFrameOptions, checkFrames } from "./ctc-frames.js";

export interface CtcBeamDecodeOptions extends CtcFrameOptions {
  /** How many beginnings are kept after each frame, 1 or more. Default 100. */
  beamWidth?: number;
}

const OPTIONS: OptionNames<CtcBeamDecodeOptions> = { ...CTC_FRAME_OPTIONS, beamWidth: true };

/** A sequence of labels that the beam has found. */
export interface CtcBeamDecoding {
  /** Class indices, without blanks. */
  labels: number[];
  /**
   * The logarithm of the probability of the labels, in nats, over the alignments that stayed in the beam: exact when
   * the beam held every beginning, else at most the truth, which is `-ctcLoss(z, [labels]).sum`.
   */
  logProbability: number;
}

/** A beginning of a sequence of labels, in a tree of all that are needed. */
interface Prefix {
  readonly before?: Prefix;
  readonly label: number;
  readonly longer: Map<number, Prefix>;
}

/** log-probability of a prefix's alignments so far: of those that end with the blank, and with its last label. */
interface Ends {
  blank: number;
  label: number;
}

const NONE = Number.NEGATIVE_INFINITY;

/**
 * The most probable sequences of labels, found by a prefix beam search: frame by frame every kept beginning is
 * continued with every class, alignments of the same labels are added up, and the `beamWidth` most probable are kept.
 *
 * @param z logits of N sequences laid end to end, (T_1 + ... + T_N) x K, a row a frame; nested rows are taken as logits
 * @param options lengths (T_1 ... T_N), blank, beamWidth
 * @returns for each of the N sequences the decodings of the last beam, the most probable first
 * @throws TypeError when z is a matrix of probabilities or log-probabilities
 * @throws RangeError as `ctcGreedyDecode`, and when beamWidth is not a whole number of 1 or more
 * @example
 * // The likeliest alignment is 0 0, which says nothing; but 0 1, 1 0 and 1 1 all say (1).
 * ctcBeamDecode([[0.4, 0], [0.4, 0]])[0][0].labels; // [1]
 * @see Hannun, Maas, Jurafsky, Ng: First-pass large vocabulary continuous speech recognition using bi-directional
 * recurrent DNNs (2014), algorithm 1, here without a language model
 */
export function ctcBeamDecode(z: Logits | NestedRows, options: CtcBeamDecodeOptions = {}): CtcBeamDecoding[][] {
  const name = "ctcBeamDecode";
  checkOptionNames(name, options, OPTIONS);
  const { logits, starts, blank } = checkFrames(name, z, options);
  const { beamWidth = 100 } = options;
  if (!(Number.isInteger(beamWidth) && beamWidth >= 1)) {
    throw new RangeError(`${name}: beamWidth is ${describeValue(beamWidth)}; expected a whole number, 1 or more`);
  }
  return Array.from({ length: starts.length - 1 }, (_, n) => {
    let beam = new Map<Prefix, Ends>([
      [
        { label: blank, longer: new Map() },
        { blank: 0, label: NONE },
      ],
    ]);
    for (let row = starts[n]; row < starts[n + 1]; row++) {
      beam = pruned(continued(beam, logits, row, rowSum(name, logits, row), blank), beamWidth);
    }
    return Array.from(beam, ([prefix, ends]) => ({ labels: labelsOf(prefix), logProbability: probabilityOf(ends) }));
  });
}

/** Every prefix of the beam with one more frame: as it is, or longer by a label. */
function continued(
  beam: Map<Prefix, Ends>,
  z: Matrix,
  row: number,
  { argmax, largest, others }: RowSum,
  blank: number,
): Map<Prefix, Ends> {
  const rest = Math.log1p(others);
  const next = new Map<Prefix, Ends>();
  for (const [prefix, ends] of beam) {
    const either = probabilityOf(ends);
    for (let k = 0; k < z.cols; k++) {
      const emission = (k === argmax ? 0 : z.data[row * z.cols + k] - largest) - rest;
      if (emission === NONE) continue;
      if (k === blank) {
        add(next, prefix, "blank", either + emission);
      } else if (k === prefix.label) {
        // The same label again is the same one, unless a blank came between.
        add(next, prefix, "label", ends.label + emission);
        if (ends.blank > NONE) add(next, longer(prefix, k), "label", ends.blank + emission);
      } else {
        add(next, longer(prefix, k), "label", either + emission);
      }
    }
  }
  return next;
}

function add(next: Map<Prefix, Ends>, prefix: Prefix, end: keyof Ends, logProbability: number): void {
  if (logProbability === NONE) return;
  let ends = next.get(prefix);
  if (!ends) {
    ends = { blank: NONE, label: NONE };
    next.set(prefix, ends);
  }
  ends[end] = logAdd(ends[end], logProbability);
}

function longer(prefix: Prefix, label: number): Prefix {
  let found = prefix.longer.get(label);
  if (!found) {
    found = { before: prefix, label, longer: new Map() };
    prefix.longer.set(label, found);
  }
  return found;
}

/** The `width` most probable, in that order; what nothing is kept of is taken out of the tree. */
function pruned(candidates: Map<Prefix, Ends>, width: number): Map<Prefix, Ends> {
  const sorted = Array.from(candidates).sort(([, a], [, b]) => probabilityOf(b) - probabilityOf(a));
  const kept = new Map(sorted.slice(0, width));
  for (const [dropped] of sorted.slice(width)) {
    let prefix = dropped;
    while (prefix.before && !kept.has(prefix) && prefix.longer.size === 0) {
      prefix.before.longer.delete(prefix.label);
      prefix = prefix.before;
    }
  }
  return kept;
}

function probabilityOf({ blank, label }: Ends): number {
  return logAdd(blank, label);
}

function labelsOf(prefix: Prefix): number[] {
  const labels: number[] = [];
  for (let at = prefix; at.before; at = at.before) labels.push(at.label);
  return labels.reverse();
}

/** log(e^a + e^b). */
function logAdd(a: number, b: number): number {
  const [largest, other] = a < b ? [b, a] : [a, b];
  return other === NONE ? largest : largest + Math.log1p(Math.exp(other - largest));
}
