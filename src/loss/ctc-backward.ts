import type { Matrix } from "../numerics/matrix.js";
import { type RowSum, rowSum } from "../numerics/softmax.js";
import type { CtcComplement } from "./ctc-complement.js";
import { type CtcLattice, emit, leavesOutBlank, logSum3, NONE } from "./ctc-lattice.js";

/**
 * Writes weight * (softmax(z) - occupancy) into the rows of the gradient, where occupancy is the probability that an
 * alignment of these labels has the class at that frame.
 *
 * @param forward what `ctcForward` has filled, frames x states
 * @param complement where the probability of the labels is near 1: softmax(z) - occupancy is then the probability of a
 * class and a miss minus occupancy times that of a miss, which loses no digits
 */
export function ctcBackward(
  name: string,
  lattice: CtcLattice,
  forward: Matrix,
  weight: number,
  gradient: Matrix,
  complement?: CtcComplement,
): void {
  const { z, start, frames, states } = lattice;
  const size = states.length;
  const emissions = new Float64Array(size);
  const backward = new Float64Array(size + 2).fill(NONE);
  backward.fill(0, Math.max(0, size - 2), size);
  const ahead = new Float64Array(size + 2).fill(NONE);
  const occupancy = new Float64Array(z.cols);
  const missing = new Float64Array(z.cols);
  for (let t = frames - 1; t >= 0; t--) {
    const frame = rowSum(name, z, start + t);
    occupy(states, forward.data.subarray(t * size, (t + 1) * size), backward, occupancy);
    if (complement) {
      complement.missing(t, missing);
      writeRowOfMisses(lattice, t, missing, complement.missed, occupancy, weight, gradient);
    } else {
      writeRow(lattice, t, frame, occupancy, weight, gradient);
    }
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

/** As a row sums to 0, the class with the largest share is what the others lack. */
function writeRowOfMisses(
  { z, start }: CtcLattice,
  t: number,
  missing: Float64Array,
  missed: number,
  occupancy: Float64Array,
  weight: number,
  gradient: Matrix,
): void {
  const base = (start + t) * z.cols;
  let most = 0;
  for (let k = 1; k < z.cols; k++) if (occupancy[k] > occupancy[most]) most = k;
  let others = 0;
  for (let k = 0; k < z.cols; k++) {
    if (k === most) continue;
    const difference = missing[k] - occupancy[k] * missed;
    others += difference;
    gradient.data[base + k] = weight * difference;
  }
  gradient.data[base + most] = -weight * others;
}
