import type { SoftmaxCrossEntropyOptions } from "../../../src/loss/softmax-cross-entropy.js";
import { type Big, big, one, sumOf, ulp, zero } from "./big.js";
import { bigSoftmax } from "./big-softmax.js";
import type { ClassTermTruth } from "./class-term-truth.js";
import type { RowTruth } from "./row-truth.js";

/** One row of softmax cross-entropy, as a textbook has it, in 64 digits; with a term, of the loss that has it for -log p. */
export function softmaxTruth(
  z: ArrayLike<number>,
  target: number | ArrayLike<number>,
  row: number,
  options: SoftmaxCrossEntropyOptions,
  term?: ClassTermTruth,
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

  const { x, argmax, largest, others, logOfSum, p, rest, surprise } = bigSoftmax(z, options);
  const logZ = largest.plus(logOfSum);
  const infinite = classes.some((k) => x[k] === undefined && c[k].gt(0));
  const penalty = weight.times(big(zLoss)).times(logZ);
  const each = (of: (k: number, surprise: Big) => Big) =>
    sumOf(classes.map((k) => (c[k].isZero() ? zero : of(k, surprise[k] ?? zero))));
  const cost = each((k, s) => c[k].times(term ? term.cost(p[k], rest[k], s) : s));
  const loss = infinite ? undefined : cost.plus(penalty.times(logZ));
  // A cross-entropy with these coefficients has the same gradient.
  const d = classes.map((k) =>
    term && !c[k].isZero() ? c[k].times(term.slope(p[k], rest[k], surprise[k] ?? zero)) : c[k],
  );

  // How far rounding may lead where the problem itself is sensitive. A capped logit is known within 2 ulp, 2^-51 of it,
  // and log Z, a sum that may cancel, within 2^-51 of its parts.
  const size = softcap === undefined ? zero : big(Math.max(...x.map((value) => Math.abs(Number(value ?? 0)))));
  const logZError = largest
    .abs()
    .plus(logOfSum)
    .times(2 ** -51);
  const slopes = sumOf(d);
  const sensitivity = sumOf(classes.map((k) => slopes.times(p[k]).minus(d[k]).abs()));
  const lossError = sensitivity
    .times(size)
    .times(2 ** -51)
    .plus(penalty.abs().times(2).times(logZError))
    .plus(each((k, s) => (term ? c[k].times(term.costError(p[k], rest[k], s)) : zero)))
    .plus(term ? weight.times(big(2 ** -1074)) : zero);

  const extra = penalty.times(2);
  const gradient = classes.map((k) => {
    // Of the most likely class D p - d is (D - d) - D (1 - p): D - d is what the others weigh.
    const parts =
      k === argmax
        ? [
            sumOf(d.filter((_, j) => j !== k)).div(others.plus(1)),
            d[k].times(others).div(others.plus(1)).neg(),
            extra.times(p[k]),
          ]
        : [slopes.plus(extra).times(p[k]), d[k].neg()];
    const slope = softcap === undefined ? one : Number.isFinite(z[k]) ? slopeOf(big(z[k]).div(big(softcap))) : zero;
    const factor = slope.div(big(temperature)).times(big(gradientScale));
    const value = sumOf(parts).times(factor);
    // The larger of the parts counts where they cancel; p below the smallest number is held in steps of 2^-1074.
    const largestPart = parts.reduce((a, b) => (a.abs().gt(b.abs()) ? a : b)).times(factor);
    const steepness = softcap === undefined || !Number.isFinite(z[k]) ? 0 : (2 * Math.abs(z[k])) / softcap;
    const slack = largestPart
      .abs()
      .times(
        size
          .plus(Math.min(steepness, 1e6) / 4)
          .plus(size.plus(1).times(term?.steepness ?? 0))
          .times(2 ** -50),
      )
      .plus(
        big(2 * zLoss)
          .times(weight)
          .times(p[k])
          .times(logZError)
          .times(factor.abs()),
      )
      .plus(
        (term ? slopes.plus(weight) : weight)
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
