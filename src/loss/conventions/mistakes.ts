import { counted } from "../../numerics/counted.js";
import type { LogitShape } from "../../numerics/softmax-rows.js";
import { type Case, mapped, probabilitiesOf, shapedAs } from "./case.js";
import type { Mistake } from "./mistake.js";
import { counts, figure } from "./reckoning.js";
import { targetMistakes } from "./target-mistakes.js";

/** What people most often do otherwise, likelier ones first. */
export const mistakes: readonly Mistake[] = [
  {
    words: ({ unshaped }) => `the temperature of ${figure(unshaped?.shape.temperature ?? 1)} is left out`,
    change: (c) => reshaped(c, "temperature"),
  },
  {
    words: ({ unshaped }) => `the softcap of ${figure(unshaped?.shape.softcap ?? 0)} is left out`,
    change: (c) => reshaped(c, "softcap"),
  },
  {
    words: ({ zLoss }) => `the zLoss of ${figure(zLoss)} is left out`,
    change: (c) => (c.zLoss > 0 ? { ...c, zLoss: 0 } : undefined),
  },
  {
    words: ({ given, kind }) => {
      const name = kind === "softmax" ? "softmax" : "sigmoid";
      return given === "logits"
        ? `the ${name} is applied twice: probabilities were given where logits are expected`
        : `the probabilities are taken for logits: a ${name} is applied to them`;
    },
    change: (c) => ({ ...c, given: "logits", predictions: probabilitiesOf(c), unshaped: undefined }),
  },
  {
    words: () => "the class weights are left out",
    change: (c) => (c.classWeights ? { ...c, classWeights: undefined } : undefined),
  },
  {
    words: () => "the weights of the rows are left out",
    change: (c) => (c.sampleWeights ? { ...c, sampleWeights: undefined } : undefined),
  },
  {
    words: ({ posWeight }) => `the posWeight of ${figure(posWeight)} is left out`,
    change: (c) => (c.posWeight === 1 ? undefined : { ...c, posWeight: 1 }),
  },
  {
    words: ({ labelSmoothing }) => `the label smoothing of ${figure(labelSmoothing)} is left out`,
    change: (c) => (c.labelSmoothing === 0 ? undefined : { ...c, labelSmoothing: 0 }),
  },
  ...[0.1, 0.05, 0.2].map(
    (labelSmoothing): Mistake => ({
      words: (c) =>
        c.labelSmoothing === 0
          ? `a label smoothing of ${labelSmoothing} is put in`
          : `the label smoothing is ${labelSmoothing}, not ${figure(c.labelSmoothing)}`,
      change: (c) => (c.labelSmoothing === labelSmoothing ? undefined : { ...c, labelSmoothing }),
    }),
  ),
  {
    words: ({ labelSmoothing, kind, predictions }) =>
      kind === "softmax"
        ? `the smoothing of ${figure(labelSmoothing)} is spread over the ${predictions.cols - 1} other classes, not over all ${predictions.cols}`
        : `the smoothing of ${figure(labelSmoothing)} goes wholly to the other answer, not by half`,
    change: (c) => {
      const labelSmoothing =
        c.kind === "softmax"
          ? (c.labelSmoothing * c.predictions.cols) / (c.predictions.cols - 1)
          : 2 * c.labelSmoothing;
      return c.labelSmoothing === 0 || labelSmoothing > 1 ? undefined : { ...c, labelSmoothing };
    },
  },
  {
    words: (c) => `the ${counted(leftOut(c).length, "rows")} to be left out are taken in`,
    change: (c) =>
      leftOut(c).length > 0 && leftOut(c).every((row) => isTrue(c, row)) ? { ...c, mask: undefined } : undefined,
  },
  ...targetMistakes,
  {
    words: ({ given }) => `the ${given} are rounded to float32 first`,
    change: (c) => ({ ...c, predictions: mapped(c.predictions, Math.fround) }),
  },
  {
    words: () => "the loss is that of float32 probabilities, not of the logits",
    change: (c) =>
      c.given === "logits"
        ? { ...c, given: "probabilities", predictions: mapped(probabilitiesOf(c), Math.fround) }
        : undefined,
  },
];

/** The logits without one of the two that shape them. */
function reshaped(c: Case, without: keyof LogitShape): Case | undefined {
  if (c.unshaped?.shape[without] === undefined) return undefined;
  return { ...c, ...shapedAs({ ...c.unshaped.shape, [without]: undefined }, c.unshaped.logits) };
}

function leftOut(c: Case): number[] {
  return Array.from({ length: c.targets.rows }, (_, row) => row).filter((row) => !counts(c, row));
}

/** Whether the target of a row is a distribution also where the mask leaves it out. */
function isTrue({ targets, kind }: Case, row: number): boolean {
  const entries = targets.data.subarray(row * targets.cols, (row + 1) * targets.cols);
  return entries.every((t) => t >= 0 && t <= 1) && (kind === "sigmoid" || entries.some((t) => t > 0));
}
