import type { SoftmaxCrossEntropyOptions } from "../../../src/loss/softmax-cross-entropy.js";
import { type Big, big, log1p, one, sumOf, tanh, ulp, zero } from "./big.js";
import type { RowTruth } from "./row-truth.js";

/** Exponentials and everything else of one row of softmax cross-entropy, as a textbook has it, in 64 digits. */
export function softmaxTruth(
  z: ArrayLike<number>,
  target: number | ArrayLike<number>,
  row: number,
  options: SoftmaxCrossEntropyOptions,
): RowTruth {
  const cols = z.length;
  const classes = Array.from({ length: cols }, (_, k) => k);
  const { sampleWeights, classWeights, mask, ignoreIndex, labelSmoothing = 0 } = options;
  const { temperature = 1, softcap, zLoss = 0, gradientScale = 1 } = options;
  if ((mask && !mask[row]) || (ignoreIndex !== undefined && target === ignoreIndex)) return { left: false };

  const smoothing = big(labelSmoothing);
  const c = classes.map((k) => {
    const t = typeof target === "number" ? (target === k ? one : zero) : big(target[k]);
    const smoothed = one.minus(smoothing).times(t).plus(smoothing.div(cols));
    return big(sampleWeights?.[row] ?? 1)
      .times(big(classWeights?.[k] ?? 1))
      .times(smoothed);
  });
  const weight = sumOf(c);

  // The shaped logits; undefined stands for -Infinity. With a +Infinity all others are excluded.
  const certain = softcap === undefined ? Array.from(z).indexOf(Number.POSITIVE_INFINITY) : -1;
  const x = classes.map((k): Big | undefined => {
    if (z[k] === Number.NEGATIVE_INFINITY) return undefined;
    if (certain >= 0) return k === certain ? zero : undefined;
    if (softcap === undefined) return big(z[k]).div(big(temperature));
    const capped = z[k] === Number.POSITIVE_INFINITY ? one : tanh(big(z[k]).div(big(softcap)));
    return capped.times(big(softcap)).div(big(temperature));
  });
  let argmax = x.findIndex((value) => value !== undefined);
  for (const k of classes) if (x[k]?.gt(x[argmax] as Big)) argmax = k;
  const largest = x[argmax] as Big;
  const e = x.map((value, k) => (k === argmax ? one : value ? value.minus(largest).exp() : zero));
  const others = sumOf(e.filter((_, k) => k !== argmax));
  const rest = log1p(others);
  const logZ = largest.plus(rest);

  const infinite = classes.some((k) => x[k] === undefined && c[k].gt(0));
  const penalty = weight.times(big(zLoss)).times(logZ);
  const terms = classes.map((k) => (c[k].isZero() || !x[k] ? zero : c[k].times(largest.minus(x[k]).plus(rest))));
  const loss = infinite ? undefined : sumOf(terms).plus(penalty.times(logZ));

  // How far rounding may lead where the problem itself is sensitive. A capped logit is known within 2 ulp, 2^-51 of it,
  // and log Z, a sum that may cancel, within 2^-51 of its parts.
  const size = softcap === undefined ? zero : big(Math.max(...x.map((value) => Math.abs(Number(value ?? 0)))));
  const logZError = largest
    .abs()
    .plus(rest)
    .times(2 ** -51);
  const p = e.map((value) => value.div(others.plus(1)));
  const sensitivity = sumOf(classes.map((k) => weight.times(p[k]).minus(c[k]).abs()));
  const lossError = sensitivity
    .times(size)
    .times(2 ** -51)
    .plus(penalty.abs().times(2).times(logZError));

  const extra = penalty.times(2);
  const gradient = classes.map((k) => {
    // Of the most likely class C p - c is (C - c) - C (1 - p): C - c is what the others weigh.
    const parts =
      k === argmax
        ? [
            sumOf(c.filter((_, j) => j !== k)).div(others.plus(1)),
            c[k].times(others).div(others.plus(1)).neg(),
            extra.times(p[k]),
          ]
        : [weight.plus(extra).times(p[k]), c[k].neg()];
    const slope = softcap === undefined ? one : Number.isFinite(z[k]) ? slopeOf(big(z[k]).div(big(softcap))) : zero;
    const factor = slope.div(big(temperature)).times(big(gradientScale));
    const value = sumOf(parts).times(factor);
    // The larger of the parts counts where they cancel; p below the smallest number is held in steps of 2^-1074.
    const largestPart = parts.reduce((a, b) => (a.abs().gt(b.abs()) ? a : b)).times(factor);
    const steepness = softcap === undefined || !Number.isFinite(z[k]) ? 0 : (2 * Math.abs(z[k])) / softcap;
    const slack = largestPart
      .abs()
      .times(size.times(2 ** -50).plus(Math.min(steepness, 1e6) * 2 ** -52))
      .plus(
        big(2 * zLoss)
          .times(weight)
          .times(p[k])
          .times(logZError)
          .times(factor.abs()),
      )
      .plus(
        weight
          .plus(extra.abs())
          .times(factor.abs())
          .times(big(2 ** -1073)),
      );
    return { value, scale: big(ulp(largestPart)), slack };
  });
  return { left: true, loss, lossError, weight, gradient };
}

/** 1 - tanh(x)^2 = 4 e / (1 + e)^2, e = e^(-2 |x|). */
function slopeOf(x: Big): Big {
  const e = x.abs().times(-2).exp();
  return e.times(4).div(e.plus(1).pow(2));
}
