import {
  ARGMAX,
  BLOCK,
  GAPS,
  isPenaltyExact,
  LARGEST,
  LEAST_SUM,
  LOSS,
  REST,
  ROWS,
  S,
  SHARE,
  STAGED,
} from "./block.js";
import { type Instance, wasmInstance } from "./instance.js";
import { type LossSums, lossSumsAt, SUMS } from "./loss-sums.js";
import { MemoryParts } from "./memory.js";

/** Beyond this the error of ln 2 in two parts, as many times as it is needed, is a quarter of a unit in the last place. */
const LARGEST_LOGIT = 700;

/** Below it float32 has fewer digits. */
const LEAST_NORMAL = 2 ** -126;

/** What counts how much of some rows: row i's class k counts scale_i * (shares_k + own_i, if k is the target). */
export interface SpreadRows {
  /** The class that counts more than its share; 0 where there is none. */
  readonly targets: Int32Array;
  /** What the target counts beyond its share; 0 where there is none. */
  readonly owns: Float64Array;
  readonly scales: Float64Array;
  /** The sum over the classes of what they count; 0 leaves the row to the caller. */
  readonly weights: Float64Array;
  /** What each class counts: K numbers a row to be written, or the K numbers of all rows, which are there already. */
  readonly shares: Float32Array;
}

/** What a loss does with its rows, a block at a time. */
export interface SpreadCrossEntropyWork {
  /** N x K logits. */
  readonly z: Float32Array;
  readonly rows: number;
  /** K */
  readonly classes: number;
  readonly temperature: number;
  readonly zLoss: number;
  /** N x K: where the gradient goes, if it is wanted, and what it is multiplied by. */
  readonly gradient?: Float32Array;
  readonly gradientScale: number;
  /** K numbers that are the shares of every row; without them `stage` writes those of each. */
  readonly shares?: Float32Array;
  /** Writes what the classes of `count` rows from `first` on count: numbers of 2^-60 to 2^60, shares also 0. */
  stage(first: number, count: number, rows: SpreadRows): void;
  /**
   * Takes the losses of these rows, float32 numbers. NaN is a row left to the caller, whose gradient is not written yet: of
   * weight 0, or with NaN, an infinite logit, one beyond 700 T, others of less than 1e-26 together, a loss below 2^-126, or
   * a zLoss that would make the loss less exact. `sums` is of those that are numbers.
   */
  take(first: number, count: number, losses: Float64Array, sums: LossSums): void;
}

/**
 * The softmax cross-entropy of rows whose targets are spread over the classes, also at a temperature T and with zLoss, by
 * SIMD: with x = z / T and c_k what class k counts
 *
 *     sum_k c_k (-log p_k + zLoss (log Z)^2), its derivative (C (1 + 2 zLoss log Z) p_k - c_k) / T, C the sum of the c_k
 *
 * A block of rows at a time is copied into the routines' memory. Losses are within 2 units in the last place of float32,
 * gradients within 4 of the larger number that they are the difference of. There must be WebAssembly with SIMD
 * (`wasmInstance`), and 2 classes or more.
 */
export function simdSpreadCrossEntropy(work: SpreadCrossEntropyWork): void {
  const { z, rows, classes, temperature, gradient } = work;
  const { routines, memory } = wasmInstance() as Instance;
  const width = Math.ceil(classes / 4) * 4;
  const most = Math.max(1, Math.min(ROWS, rows, Math.floor(STAGED / width)));
  const step = work.shares ? 0 : 4 * width;
  const views = viewsOf(memory, most * width, work.shares ? width : most * width);
  const { at, logits, block, staged, sums } = views;
  if (work.shares) {
    staged.shares.fill(0, classes, width);
    staged.shares.set(work.shares);
  }
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    logits.set(z.subarray(first * classes, (first + count) * classes));
    work.stage(first, count, staged);
    if (width > classes) {
      routines.padRows(at.logits, count, classes, width, -3e38);
      if (step > 0) routines.padRows(at.shares, count, classes, width, 0);
    }
    routines.spreadExps(at.logits, at.shares, step, count, width, temperature, at.block);
    routines.rowLosses(at.block, count);
    for (let r = 0; r < count; r++) reckon(r, first + r);
    if (gradient) {
      routines.spreadGradients(at.logits, at.shares, step, count, width, at.byModel, at.byShare, at.block);
      for (let r = 0; r < count; r++) mend(r);
      if (width > classes) routines.packRows(at.logits, count, classes, width);
      gradient.set(logits.subarray(0, count * classes), first * classes);
    }
    routines.lossSums(at.block + LOSS, count, at.sums);
    work.take(first, count, block.losses, sums);
  }

  /** The row's loss out of its parts, and what its gradient is multiplied by. */
  function reckon(r: number, row: number): void {
    const { zLoss, gradientScale } = work;
    const weight = staged.weights[r];
    const scale = staged.scales[r];
    const largest = block.largest[r];
    if (staged.owns[r] > 0 && staged.targets[r] !== block.argmax[r]) {
      block.rest[r] += staged.owns[r];
      block.gaps[r] += staged.owns[r] * (largest - z[row * classes + staged.targets[r]]);
    }
    const surprise = block.losses[r];
    const logZ = largest / temperature + surprise;
    const plain = (scale * block.gaps[r]) / temperature + weight * surprise;
    const loss = plain + weight * (zLoss * logZ * logZ);
    const slope = 2 * zLoss * logZ;
    const isFine =
      Math.abs(largest) <= LARGEST_LOGIT * temperature &&
      block.sums[r] > LEAST_SUM &&
      isPenaltyExact(zLoss, logZ, surprise, loss / weight) &&
      loss >= LEAST_NORMAL &&
      loss < 3e38;
    block.losses[r] = weight > 0 && isFine ? Math.fround(loss) : Number.NaN;
    block.slopes[r] = slope;
    block.byModel[r] = (gradientScale / temperature) * weight * (1 + slope);
    block.byShare[r] = (gradientScale / temperature) * scale;
  }

  /** The derivatives by the logits of the most likely class and of the target. */
  function mend(r: number): void {
    const target = staged.targets[r];
    const argmax = block.argmax[r];
    const kept = staged.shares[(step >> 2) * r + argmax] + (argmax === target ? staged.owns[r] : 0);
    const others = block.others[r];
    const factor = work.gradientScale / temperature;
    // C' p - c is (C' - c) p - c (1 - p): p near 1 loses no digits.
    const rest = staged.scales[r] * block.rest[r] + block.slopes[r] * staged.weights[r];
    logits[r * width + argmax] = factor * (rest * (1 - others) - staged.scales[r] * kept * others);
    if (staged.owns[r] > 0 && argmax !== target) logits[r * width + target] -= block.byShare[r] * staged.owns[r];
  }
}

type Views = ReturnType<typeof makeViews>;
let made: Views | undefined;

/** Views of the routines' memory with room for so many logits and shares; made anew only when that has grown. */
function viewsOf(memory: WebAssembly.Memory, logits: number, shares: number): Views {
  const isFit = made?.buffer === memory.buffer && made.logits.length >= logits && made.staged.shares.length >= shares;
  if (!(made && isFit)) made = makeViews(memory, logits, shares);
  return made;
}

function makeViews(memory: WebAssembly.Memory, logits: number, shares: number) {
  const parts = new MemoryParts();
  const [block, byModel, byShare, slopes, owns, scales, weights] = [
    parts.take(BLOCK),
    ...Array.from({ length: 6 }, () => parts.take(8 * ROWS)),
  ];
  const targets = parts.take(4 * ROWS);
  const sums = parts.take(SUMS);
  const at = { block, byModel, byShare, sums, logits: parts.take(4 * logits), shares: parts.take(4 * shares) };
  parts.reserve(memory);
  const { buffer } = memory;
  const doubles = (start: number) => new Float64Array(buffer, start, ROWS);
  return {
    at,
    buffer,
    logits: new Float32Array(buffer, at.logits, logits),
    sums: lossSumsAt(buffer, sums),
    block: {
      sums: doubles(block + S),
      losses: doubles(block + LOSS),
      others: doubles(block + SHARE),
      gaps: doubles(block + GAPS),
      rest: doubles(block + REST),
      largest: new Float32Array(buffer, block + LARGEST, ROWS),
      argmax: new Int32Array(buffer, block + ARGMAX, ROWS),
      byModel: doubles(byModel),
      byShare: doubles(byShare),
      slopes: doubles(slopes),
    },
    staged: {
      owns: doubles(owns),
      scales: doubles(scales),
      weights: doubles(weights),
      targets: new Int32Array(buffer, targets, ROWS),
      shares: new Float32Array(buffer, at.shares, shares),
    },
  };
}
