import type { Matrix } from "../numerics/matrix.js";
import { type RowSum, rowSum } from "../numerics/softmax.js";

const NONE = Number.NEGATIVE_INFINITY;

/**
 * One sequence: its frames, and the states that an alignment goes through from first to last, one a frame. The states
 * are blank, label 0, blank, label 1, ..., blank. From a state an alignment stays, goes to the next, or leaves out the
 * blank between two labels that differ.
 */
export interface CtcLattice {
  readonly z: Matrix;
  /** The row of the first frame. */
  readonly start: number;
  readonly frames: number;
  /** The class of each state: 2 L + 1 of them. */
  readonly states: Int32Array;
}

export function ctcStates(labels: ArrayLike<number>, blank: number): Int32Array {
  const states = new Int32Array(2 * labels.length + 1).fill(blank);
  for (let i = 0; i < labels.length; i++) states[2 * i + 1] = labels[i];
  return states;
}

/**
 * -log of the probability of the labels, summed over all their alignments, in nats; Infinity where there is none.
 *
 * Everything is a logarithm, relative to the likeliest state of its frame; what was taken out is added up with a
 * carry, so that a thousand frames do not round a thousand times.
 *
 * @param forward room for frames x states, or for 2 x states where the gradient is not wanted: row t, or t modulo 2,
 * becomes log of the probability of the frames up to t that end in a state
 */
export function ctcForward(name: string, lattice: CtcLattice, forward: Matrix): number {
  const { frames, states } = lattice;
  const size = states.length;
  const emissions = new Float64Array(size);
  // As if an alignment came from the first blank: it begins there or with the first label.
  let before: Matrix["data"] = new Float64Array(size).fill(NONE);
  before[0] = 0;
  let sum = 0;
  let carry = 0;
  for (let t = 0; t < frames; t++) {
    const from = (t % forward.rows) * size;
    const now = forward.data.subarray(from, from + size);
    emit(lattice, t, rowSum(name, lattice.z, lattice.start + t), emissions);
    let largest = NONE;
    for (let s = 0; s < size; s++) {
      const last = s > 0 ? before[s - 1] : NONE;
      now[s] = emissions[s] + logSum3(before[s], last, leavesOutBlank(states, s) ? before[s - 2] : NONE);
      if (now[s] > largest) largest = now[s];
    }
    if (largest === NONE) return Number.POSITIVE_INFINITY;
    for (let s = 0; s < size; s++) now[s] -= largest;
    const grown = sum + largest;
    if (grown > NONE) carry += Math.abs(sum) > Math.abs(largest) ? sum - grown + largest : largest - grown + sum;
    sum = grown;
    before = now;
  }
  const end = logSum3(before[size - 1], size > 1 ? before[size - 2] : NONE, NONE);
  // No probability is above 1: a sum of alignments that all but exhausts it may round to it.
  return Math.max(0, -(sum + (carry + end)));
}

/**
 * Writes weight * (softmax(z) - occupancy) into the rows of the gradient, where occupancy is the probability that an
 * alignment of these labels has the class at that frame.
 *
 * @param forward what `ctcForward` has filled, frames x states
 */
export function ctcBackward(
  name: string,
  lattice: CtcLattice,
  forward: Matrix,
  weight: number,
  gradient: Matrix,
): void {
  const { z, start, frames, states } = lattice;
  const size = states.length;
  const emissions = new Float64Array(size);
  const backward = new Float64Array(size + 2).fill(NONE);
  backward.fill(0, Math.max(0, size - 2), size);
  const ahead = new Float64Array(size + 2).fill(NONE);
  const occupancy = new Float64Array(z.cols);
  for (let t = frames - 1; t >= 0; t--) {
    const frame = rowSum(name, z, start + t);
    occupy(states, forward.data.subarray(t * size, (t + 1) * size), backward, occupancy);
    writeRow(lattice, t, frame, occupancy, weight, gradient);
    emit(lattice, t, frame, emissions);
    for (let s = 0; s < size; s++) ahead[s] = backward[s] + emissions[s];
    let largest = NONE;
    for (let s = 0; s < size; s++) {
      backward[s] = logSum3(ahead[s], ahead[s + 1], leavesOutBlank(states, s + 2) ? ahead[s + 2] : NONE);
      if (backward[s] > largest) largest = backward[s];
    }
    for (let s = 0; s < size; s++) backward[s] -= largest;
  }
}

/** Whether an alignment may come to state s from s - 2: s is a label (blanks are all the same), not the one before. */
function leavesOutBlank(states: Int32Array, s: number): boolean {
  return s > 1 && s < states.length && states[s] !== states[s - 2];
}

/** The log-probability of every state's class at frame t. */
function emit({ z, start, states }: CtcLattice, t: number, { argmax, largest, others }: RowSum, out: Float64Array) {
  const rest = Math.log1p(others);
  const base = (start + t) * z.cols;
  for (let s = 0; s < out.length; s++) {
    const k = states[s];
    out[s] = (k === argmax ? 0 : z.data[base + k] - largest) - rest;
  }
}

/** The share of every class in the alignments at one frame. */
function occupy(states: Int32Array, forward: Matrix["data"], backward: Float64Array, occupancy: Float64Array): void {
  let largest = NONE;
  for (let s = 0; s < states.length; s++) largest = Math.max(largest, forward[s] + backward[s]);
  let total = 0;
  occupancy.fill(0);
  for (let s = 0; s < states.length; s++) {
    const share = Math.exp(forward[s] + backward[s] - largest);
    total += share;
    occupancy[states[s]] += share;
  }
  for (let k = 0; k < occupancy.length; k++) occupancy[k] /= total;
}

function writeRow(
  { z, start }: CtcLattice,
  t: number,
  { argmax, largest, others }: RowSum,
  occupancy: Float64Array,
  weight: number,
  gradient: Matrix,
): void {
  const base = (start + t) * z.cols;
  let elsewhere = 0;
  for (let k = 0; k < z.cols; k++) {
    if (k === argmax) continue;
    elsewhere += occupancy[k];
    gradient.data[base + k] = weight * (Math.exp(z.data[base + k] - largest) / (1 + others) - occupancy[k]);
  }
  // Where both shares of the likeliest class are near 1, what they lack of it keeps more digits.
  const probability = 1 / (1 + others);
  const difference =
    probability + occupancy[argmax] > 1 ? elsewhere - others / (1 + others) : probability - occupancy[argmax];
  gradient.data[base + argmax] = weight * difference;
}

/** log(e^a + e^b + e^c). */
function logSum3(a: number, b: number, c: number): number {
  let largest = a;
  if (b > largest) [largest, b] = [b, largest];
  if (c > largest) [largest, c] = [c, largest];
  return largest === NONE ? NONE : largest + Math.log1p(Math.exp(b - largest) + Math.exp(c - largest));
}
