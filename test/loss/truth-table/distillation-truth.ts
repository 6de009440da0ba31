import type { DistillationLossOptions } from "../../../src/loss/distillation-loss.js";
import { type Big, big, one, sumOf, ulp, zero } from "./big.js";
import { type BigSoftmax, bigSoftmax } from "./big-softmax.js";
import type { RowTruth } from "./row-truth.js";

/** One row of the distillation loss, as a textbook has it, in 64 digits. */
export function distillationTruth(
  student: ArrayLike<number>,
  teacher: ArrayLike<number>,
  target: number | ArrayLike<number> | undefined,
  row: number,
  options: DistillationLossOptions,
): RowTruth {
  const { sampleWeights, mask, temperature = 1, gradientScale = 1 } = options;
  if (mask && !mask[row]) return { left: false };
  const cols = student.length;
  const classes = Array.from({ length: cols }, (_, k) => k);
  const T = big(temperature);
  const hard = target === undefined ? zero : big(options.hardWeight ?? 0.5);
  const soft = one.minus(hard);
  const weight = big(sampleWeights?.[row] ?? 1);

  const p = bigSoftmax(teacher, { temperature });
  const q = bigSoftmax(student, { temperature });
  const plain = bigSoftmax(student, {});
  const t = classes.map((k) => (typeof target === "number" ? (target === k ? one : zero) : big(target?.[k] ?? 0)));
  const ratio = classes.map((k) => {
    const [ofStudent, ofTeacher] = [q.surprise[k], p.surprise[k]];
    return ofStudent && ofTeacher ? ofStudent.minus(ofTeacher) : zero;
  });
  // log (p / q) is the difference of two surprises, each of which is rounded.
  const ratioError = classes.map((k) => (q.surprise[k] ?? zero).plus(p.surprise[k] ?? zero).times(2 ** -51));

  const excluded = (s: BigSoftmax, k: number) => s.x[k] === undefined;
  const infinite =
    weight.gt(0) &&
    classes.some(
      (k) => (soft.gt(0) && excluded(q, k) && !excluded(p, k)) || (hard.gt(0) && t[k].gt(0) && excluded(plain, k)),
    );
  const divergence = sumOf(classes.map((k) => p.p[k].times(ratio[k])));
  const crossEntropy = sumOf(classes.map((k) => (t[k].isZero() ? zero : t[k].times(plain.surprise[k] ?? zero))));
  const loss = weight.times(soft.times(T).times(T).times(divergence).plus(hard.times(crossEntropy)));
  // A term is p (r - 1 + e^-r), so that its slope by r is p (1 - e^-r) = p - q.
  const softError = sumOf(classes.map((k) => p.p[k].minus(q.p[k]).abs().times(ratioError[k])));
  // Of logits that are equal to all 64 digits but one the textbook's own terms, about the size of a surprise, cancel.
  const ownError = sumOf([...q.surprise, ...p.surprise].map((surprise) => surprise ?? zero)).times(1e-62);
  const lossError = weight
    .times(soft)
    .times(T)
    .times(T)
    .times(softError.plus(ownError))
    .plus(weight.times(big(2 ** -1074)).times(T.times(T).plus(1)));

  const factor = weight.times(big(gradientScale));
  const gradient = classes.map((k) => {
    const parts = [soft.times(T).times(q.p[k].minus(p.p[k])), ...hardParts(k)].map((part) => part.times(factor));
    const largest = parts.reduce((a, b) => (a.abs().gt(b.abs()) ? a : b));
    const slack = soft
      .times(T)
      .times(q.p[k].times(ratioError[k]))
      .plus(big(2 ** -1073).times(T.plus(1)))
      .times(factor.abs());
    return { value: sumOf(parts), scale: big(ulp(largest)), slack };
  });
  return { left: true, loss: infinite ? undefined : loss, lossError, weight, gradient };

  /** Of h (P - t); for the most likely class what the others weigh, less t times what the others have. */
  function hardParts(k: number): Big[] {
    if (hard.isZero()) return [];
    if (k !== plain.argmax) return [hard.times(plain.p[k]), hard.times(t[k]).neg()];
    const others = sumOf(t.filter((_, j) => j !== k));
    return [hard.times(others).times(plain.p[k]), hard.times(t[k]).times(plain.rest[k]).neg()];
  }
}
