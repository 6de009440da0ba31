import { type Matrix, matrix } from "../numerics/matrix.js";
import { rowSum } from "../numerics/softmax.js";
import { type CtcLattice, leavesOutBlank } from "./ctc-lattice.js";

/**
 * The probability that the frames say anything but the labels: that an alignment leaves the way through the states at
 * some frame, or is not at its end after the last. All terms are positive, so that a small probability keeps its digits,
 * where 1 minus that of the labels would lose them. Takes frames x states x classes steps.
 */
export class CtcComplement {
  readonly missed: number;
  /** The probability of every state, still on the way, before each frame; only where it is kept. */
  private readonly before?: Matrix;
  /** The probability to have left the way before each frame. */
  private readonly left: Float64Array;
  /** The probability to miss the end or leave the way from each state after the frame that `missing` comes to next. */
  private toMiss: Float64Array;
  private readonly probabilities: Float64Array;

  /** @param keep whether `missing` will be asked for */
  constructor(
    private readonly name: string,
    private readonly lattice: CtcLattice,
    keep: boolean,
  ) {
    const { z, frames, states } = lattice;
    const size = states.length;
    this.probabilities = new Float64Array(z.cols);
    this.left = new Float64Array(frames + 1);
    this.toMiss = new Float64Array(size).fill(1, 0, Math.max(0, size - 2));
    if (keep) this.before = matrix(frames, size);
    let before = new Float64Array(size);
    let now = new Float64Array(size);
    before[0] = 1;
    for (let t = 0; t < frames; t++) {
      const p = this.readFrame(t);
      this.before?.data.set(before, t * size);
      this.left[t + 1] = this.left[t];
      for (let s = 0; s < size; s++) {
        if (before[s] > 0) this.left[t + 1] += before[s] * leaving(states, s, p);
        const skipped = leavesOutBlank(states, s) ? before[s - 2] : 0;
        now[s] = p[states[s]] * (before[s] + (s > 0 ? before[s - 1] : 0) + skipped);
      }
      [before, now] = [now, before];
    }
    let missed = this.left[frames];
    for (let s = 0; s < size - 2; s++) missed += before[s];
    this.missed = missed;
  }

  /** Writes how probable it is to have each class at frame t and to miss; t goes from the last frame to the first. */
  missing(t: number, out: Float64Array): void {
    const { lattice, toMiss, left } = this;
    const { states } = lattice;
    const { data } = this.before as Matrix;
    const size = states.length;
    const p = this.readFrame(t);
    out.fill(left[t]);
    const earlier = new Float64Array(size);
    for (let s = 0; s < size; s++) {
      const [next, afterNext] = classesAhead(states, s);
      for (let k = 0; k < p.length; k++) {
        const miss = k === states[s] ? toMiss[s] : k === next ? toMiss[s + 1] : k === afterNext ? toMiss[s + 2] : 1;
        out[k] += data[t * size + s] * miss;
        earlier[s] += p[k] * miss;
      }
    }
    for (let k = 0; k < p.length; k++) out[k] *= p[k];
    this.toMiss = earlier;
  }

  private readFrame(t: number): Float64Array {
    const { z, start } = this.lattice;
    const { argmax, largest, others } = rowSum(this.name, z, start + t);
    const base = (start + t) * z.cols;
    for (let k = 0; k < z.cols; k++) {
      this.probabilities[k] = (k === argmax ? 1 : Math.exp(z.data[base + k] - largest)) / (1 + others);
    }
    return this.probabilities;
  }
}

/** The classes that lead on from a state, to the next and to the one after it; -1 where there is none. */
function classesAhead(states: Int32Array, s: number): [number, number] {
  return [s + 1 < states.length ? states[s + 1] : -1, leavesOutBlank(states, s + 2) ? states[s + 2] : -1];
}

/** The probability of the classes that lead from a state neither to itself nor to another. */
function leaving(states: Int32Array, s: number, probabilities: Float64Array): number {
  const [next, afterNext] = classesAhead(states, s);
  let sum = 0;
  for (let k = 0; k < probabilities.length; k++) {
    if (k !== states[s] && k !== next && k !== afterNext) sum += probabilities[k];
  }
  return sum;
}
