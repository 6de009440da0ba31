import { describeValue } from "../numerics/describe-value.js";
import type { Logits } from "../numerics/kinds.js";
import type { Matrix, NestedRows } from "../numerics/matrix.js";
import { checkOptionNames, type OptionNames } from "../numerics/option-names.js";
import type { ClassTerm } from "./class-term.js";
import { SOFTMAX_LOSS_OPTIONS, type SoftmaxLossOptions, type SoftmaxTargets } from "./softmax-inputs.js";
import { softmaxLoss } from "./softmax-loss.js";
import type { Total, TotalWithGradient } from "./total.js";

export interface PolyLossOptions extends SoftmaxLossOptions {
  /** -1 or more: what is added to the first coefficient of the series. Default 2, the paper's for classes of pictures. */
  epsilon?: number;
}

const OPTIONS: OptionNames<PolyLossOptions> = { epsilon: true, ...SOFTMAX_LOSS_OPTIONS };

/**
 * Poly loss (Poly-1): cross-entropy whose series in 1 - p, (1 - p) + (1 - p)^2 / 2 + ..., has another first coefficient,
 * 1 + epsilon; in nats.
 *
 * With p = softmax(z), the loss of a row is sum_k c_k (-log p_k + epsilon (1 - p_k)), with the coefficients c of
 * `softmaxCrossEntropy`. epsilon 0 is cross-entropy, bit by bit. The gradient of the sum is that of a cross-entropy with
 * the coefficients d_k = c_k (1 + epsilon p_k): (sum_j d_j) p_k - d_k.
 *
 * @param z N x K logits, K >= 2; nested rows are taken as logits
 * @param targets N class indices (0 to K - 1), or N x K probabilities
 * @param options epsilon, weights, smoothing, mask, gradient
 * @returns a Total whose weight is the sum of all c_k, as that of cross-entropy
 * @throws TypeError, RangeError as `softmaxCrossEntropy`; RangeError when epsilon is below -1, where the loss would fall
 * as p does, or not finite
 * @example
 * polyLoss([[0, 0]], [1], { epsilon: 1 }).sum; // ln 2 + 0.5 = 1.19314...
 * @see Leng et al.: PolyLoss: a polynomial expansion perspective of classification loss functions (2022), eq. 6
 */
export function polyLoss(
  z: Logits | NestedRows,
  targets: SoftmaxTargets,
  options: PolyLossOptions & { gradient: true | Matrix },
): TotalWithGradient;
export function polyLoss(z: Logits | NestedRows, targets: SoftmaxTargets, options?: PolyLossOptions): Total;
export function polyLoss(z: Logits | NestedRows, targets: SoftmaxTargets, options: PolyLossOptions = {}): Total {
  const name = "polyLoss";
  checkOptionNames(name, options, OPTIONS);
  const { epsilon = 2 } = options;
  if (!(Number.isFinite(epsilon) && epsilon >= -1)) {
    throw new RangeError(`${name}: epsilon is ${describeValue(epsilon)}; expected a finite number, -1 or more`);
  }
  return softmaxLoss(name, z, targets, options, { term: epsilon === 0 ? undefined : polyTerm(epsilon) });
}

function polyTerm(epsilon: number): ClassTerm {
  if (epsilon > 0) {
    return { factor: () => 1, extra: (_p, rest) => epsilon * rest, slope: (p) => 1 + epsilon * p };
  }
  // A negative epsilon takes away most of what -log p near p = 1 consists of: there the two are put together first.
  return {
    factor: (_p, rest) => (rest > 0.5 ? 1 : 0),
    extra: (_p, rest) => (rest > 0.5 ? epsilon * rest : (1 + epsilon) * rest + secondOrder(rest)),
    slope: (p, rest) => rest + (1 + epsilon) * p,
  };
}

/** -log(1 - x) - x for x up to 0.5, by the series of log((1 + v) / (1 - v)), v = x / (2 - x): all terms are positive. */
function secondOrder(x: number): number {
  const v = x / (2 - x);
  let power = 2 * v;
  let sum = x * v;
  for (let odd = 3; ; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}
