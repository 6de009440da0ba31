import type { Matrix } from "../numerics/matrix.js";
import { rowSum } from "../numerics/softmax.js";
import { type CtcLattice, emit, leavesOutBlank, logSum3, NONE } from "./ctc-lattice.js";

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
