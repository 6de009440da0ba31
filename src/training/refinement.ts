import type { Total } from "../loss/total.js";
import { brand, type Logits } from "../numerics/kinds.js";
import { matrix } from "../numerics/matrix.js";
import { checkedTotal, type TrainingLoss } from "./training-loss.js";

/** The part of a loss that no temperature mends. */
export interface Refinement {
  /** The least mean loss of z / temperature, in nats. */
  readonly loss: number;
  /** Where it is; Infinity where none is better than logits of 0. Where all classes are told apart, one at which the loss is 0. */
  readonly temperature: number;
}

/** The search is between the inverse of this and this. */
const LARGEST = 2 ** 500;
/** The relative width at which the search ends: the loss is then within the square of it. */
const WIDTH = 1e-7;

/**
 * The mean loss of logits at the temperature T that is the best for these rows: min over T of loss(z / T).
 *
 * With b = 1 / T a cross-entropy is a convex function of b, whose slope is sum_ij z_ij g_ij for the gradient g at b z: where it
 * changes its sign is found by halving.
 *
 * @param z N x 1 or N x K logits
 * @param targets N class indices
 * @param sampleWeights N numbers: how much a row counts; without them 1
 * @see Berta, Holzmüller, Jordan, Bach: Rethinking early stopping: refine, then calibrate (2025)
 */
export function refinement(
  loss: TrainingLoss,
  z: Logits,
  targets: ArrayLike<number>,
  sampleWeights?: ArrayLike<number>,
): Refinement {
  const data = Float64Array.from(z.data);
  const weights = sampleWeights && { sampleWeights };
  const at = (b: number): { total: Total; slope: number } => {
    const scaled = brand(
      "logits",
      matrix(
        z.rows,
        z.cols,
        data.map((entry) => (Number.isFinite(entry) ? b * entry : entry)),
      ),
    );
    const total = checkedTotal("loss", loss(scaled, targets, { gradient: true, ...weights }), scaled);
    const g = total.gradient.data;
    return { total, slope: data.reduce((sum, entry, i) => (g[i] === 0 ? sum : sum + entry * g[i]), 0) };
  };
  const none = at(0);
  if (none.slope >= 0) return { loss: none.total.mean, temperature: Number.POSITIVE_INFINITY };
  let high = 1;
  while (high < LARGEST && at(high).slope < 0) high *= 2;
  let low = high / 2;
  while (low > 1 / LARGEST && at(low).slope >= 0) {
    high = low;
    low /= 2;
  }
  while (high - low > WIDTH * high) {
    const middle = (low + high) / 2;
    if (at(middle).slope < 0) low = middle;
    else high = middle;
  }
  return { loss: at(high).total.mean, temperature: 1 / high };
}
