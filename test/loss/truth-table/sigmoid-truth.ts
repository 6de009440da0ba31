import type { SigmoidCrossEntropyOptions } from "../../../src/loss/sigmoid-cross-entropy.js";
import { type Big, big, log1p, one, sumOf, ulp, zero } from "./big.js";
import { focalTruth } from "./class-term-truth.js";
import type { RowTruth } from "./row-truth.js";

/** One row of sigmoid cross-entropy, as a textbook has it, in 64 digits. */
export function sigmoidTruth(
  z: ArrayLike<number>,
  targets: ArrayLike<number>,
  row: number,
  rows: number,
  options: SigmoidCrossEntropyOptions,
  { gamma = 0, alpha }: { gamma?: number; alpha?: number } = {},
): RowTruth {
  const term = focalTruth(gamma);
  // The power multiplies the relative errors of p and 1 - p, which are known within 4 ulp.
  const relative = big(gamma * 2 ** -50);
  const cols = z.length;
  const { sampleWeights, classWeights, posWeight = 1, mask, labelSmoothing = 0, gradientScale = 1 } = options;
  const perEntry = mask !== undefined && mask.length !== rows;
  const entries = Array.from({ length: cols }, (_, k) => {
    if (mask && !mask[perEntry ? row * cols + k : row]) return undefined;
    const t = one.minus(big(labelSmoothing)).times(big(targets[k])).plus(big(labelSmoothing).div(2));
    const weight = big(sampleWeights?.[row] ?? 1).times(big(classWeights?.[k] ?? 1));
    const ofYes = weight.times(big(typeof posWeight === "number" ? posWeight : posWeight[k])).times(t);
    const ofNo = weight.times(one.minus(t));
    const yes = alpha === undefined ? ofYes : ofYes.times(big(alpha));
    const no = alpha === undefined ? ofNo : ofNo.times(one.minus(big(alpha)));
    const [pYes, pNo] = probabilities(z[k]);
    const infinite =
      (yes.gt(0) && z[k] === Number.NEGATIVE_INFINITY) || (no.gt(0) && z[k] === Number.POSITIVE_INFINITY);
    const loss = infinite
      ? undefined
      : yes.times(term.cost(pYes, pNo, softplus(-z[k]))).plus(no.times(term.cost(pNo, pYes, softplus(z[k]))));
    const parts = [
      no.times(term.slope(pNo, pYes, softplus(z[k]))).times(pYes),
      yes
        .times(term.slope(pYes, pNo, softplus(-z[k])))
        .times(pNo)
        .neg(),
    ].map((part) => part.times(big(gradientScale)));
    const larger = parts[0].abs().gt(parts[1].abs()) ? parts[0] : parts[1];
    // A probability below the smallest number is held in steps of 2^-1074.
    const slack = yes
      .plus(no)
      .times(big(Math.abs(gradientScale)))
      .times(big((gamma + 1) * 2 ** -1074))
      .plus(larger.abs().times(relative));
    return { loss, weight: yes.plus(no), gradient: { value: sumOf(parts), scale: big(ulp(larger)), slack } };
  });
  const kept = entries.filter((entry) => entry !== undefined);
  if (kept.length === 0) return { left: false };
  const nothing = { value: zero, scale: zero, slack: zero };
  return {
    left: true,
    loss: kept.some(({ loss }) => loss === undefined) ? undefined : sumOf(kept.map(({ loss }) => loss ?? zero)),
    lossError: sumOf(
      kept.map(({ weight, loss }) => weight.times(big(2 ** -1074)).plus((loss ?? zero).times(relative))),
    ),
    weight: sumOf(kept.map(({ weight }) => weight)),
    gradient: entries.map((entry) => entry?.gradient ?? nothing),
  };
}

/** log(1 + e^z); 0 where e^z is. */
function softplus(z: number): Big {
  if (z === Number.NEGATIVE_INFINITY) return zero;
  if (z === Number.POSITIVE_INFINITY) return zero;
  const rest = log1p(big(-Math.abs(z)).exp());
  return z > 0 ? rest.plus(big(z)) : rest;
}

/** The probabilities of yes and of no. */
function probabilities(z: number): [Big, Big] {
  if (!Number.isFinite(z)) return z > 0 ? [one, zero] : [zero, one];
  const e = big(-Math.abs(z)).exp();
  const large = one.div(e.plus(1));
  const small = e.div(e.plus(1));
  return z >= 0 ? [large, small] : [small, large];
}
