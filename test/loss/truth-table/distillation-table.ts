import { type DistillationLossOptions, distillationLoss } from "../../../src/loss/distillation-loss.js";
import { logits } from "../../../src/numerics/kinds.js";
import { matrix } from "../../../src/numerics/matrix.js";
import { combinations, distribution, logitsOf, RANGES, randomOf, weightsOf } from "./cases.js";
import { distillationTruth } from "./distillation-truth.js";
import { judge, type Worst } from "./judge.js";

const SHAPES = [
  [1, 2],
  [3, 4],
  [1, 9],
] as const;

const CHOICES = combinations({
  targets: [undefined, "index", "soft"],
  hardWeight: [undefined, 0, 0.3, 1],
  temperature: [undefined, 0.7, 4],
  sampleWeights: [undefined, "some", "wild"],
  mask: [undefined, "some"],
  gradientScale: [undefined, -0.3],
  ofStudent: RANGES,
  // Nearly the student's, so that small divergences come up, or of a size of their own.
  teacher: ["near", "own"],
} as const).filter(({ targets, hardWeight }) => targets !== undefined || hardWeight === undefined);

export const DISTILLATION_CASES = CHOICES.length;

/** What is wrong in one case, in words. */
export function distillationCase(index: number, allowed: Worst, worst: Worst): string[] {
  const { targets: kind, ofStudent, teacher: kindOfTeacher, sampleWeights, mask, ...plain } = CHOICES[index];
  const [rows, cols] = SHAPES[index % SHAPES.length];
  const random = randomOf(6, index);
  const student = logitsOf(ofStudent, rows, cols, random);
  const teacher =
    kindOfTeacher === "near"
      ? student.map((z) => z * (1 + 10 ** (-14 * random.next())))
      : logitsOf(RANGES[(index * 5) % RANGES.length], rows, cols, random);
  const indices = Array.from({ length: rows }, () => random.integer(cols));
  const shares = Array.from({ length: rows }, () => distribution(cols, random));
  const targets = kind === "index" ? indices : kind === "soft" ? shares : undefined;
  const options: DistillationLossOptions = {
    ...plain,
    targets: targets as number[] | undefined,
    sampleWeights: sampleWeights && weightsOf(sampleWeights, rows, random),
    mask: mask && Array.from({ length: rows }, (_, row) => row % 2 === 1),
  };
  const total = distillationLoss(logits(matrix(rows, cols, student)), logits(matrix(rows, cols, teacher)), {
    ...options,
    gradient: true,
    rowLosses: true,
  });
  const truths = indices.map((_, row) => {
    const part = [row * cols, (row + 1) * cols] as const;
    return distillationTruth(student.subarray(...part), teacher.subarray(...part), targets?.[row], row, options);
  });
  return judge(total, truths, allowed, worst).map(
    (complaint) => `distillationLoss ${index}: ${JSON.stringify(CHOICES[index])}: ${complaint}`,
  );
}
