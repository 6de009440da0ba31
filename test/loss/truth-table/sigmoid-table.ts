import { type SigmoidCrossEntropyOptions, sigmoidCrossEntropy } from "../../../src/loss/sigmoid-cross-entropy.js";
import { sigmoidFocalLoss } from "../../../src/loss/sigmoid-focal-loss.js";
import { logits } from "../../../src/numerics/kinds.js";
import { matrix } from "../../../src/numerics/matrix.js";
import { combinations, logitsOf, RANGES, randomOf, weightsOf } from "./cases.js";
import { judge, type Worst } from "./judge.js";
import { sigmoidTruth } from "./sigmoid-truth.js";

const SHAPES = [
  [1, 1],
  [5, 1],
  [3, 4],
  [1, 17],
  [0, 1],
] as const;

const CHOICES = combinations({
  targets: ["hard", "between"],
  labelSmoothing: [0, 0.1, 1],
  posWeight: [undefined, 2.5, "some"],
  classWeights: [undefined, "wild"],
  sampleWeights: [undefined, "some"],
  mask: [undefined, "rows", "entries", "all"],
  gradientScale: [undefined, -0.3],
  memory: [Float64Array, Float32Array],
} as const);

/** How many cases the whole table has: every combination of options with every shape and range. */
export const SIGMOID_CASES = CHOICES.length * SHAPES.length * RANGES.length;

/** Fewer of them, for the focal loss. */
const FOCAL_CHOICES = combinations({
  targets: ["hard", "between"],
  labelSmoothing: [0, 0.1],
  sampleWeights: [undefined, "some"],
  mask: [undefined, "rows"],
  gradientScale: [undefined, -0.3],
  gamma: [0, 0.5, 2, 5],
  alpha: [undefined, 0.25, 1],
  memory: [Float64Array, Float32Array],
} as const);

/** How many cases its table has: every combination at five of the shapes and ranges, in turn. */
export const SIGMOID_FOCAL_CASES = FOCAL_CHOICES.length * 5;

export function sigmoidFocalCase(index: number, allowed: Worst, worst: Worst): string[] {
  const { targets, memory, sampleWeights, mask, gamma, alpha, ...plain } = FOCAL_CHOICES[index % FOCAL_CHOICES.length];
  const turn = Math.floor(index / FOCAL_CHOICES.length) * 7 + index;
  const [rows, cols] = SHAPES[turn % SHAPES.length];
  const range = RANGES[turn % RANGES.length];
  const random = randomOf(6, index);
  const data = memory.from(logitsOf(range, rows, cols, random));
  const y = Array.from(data, () => (targets === "hard" ? random.integer(2) : random.next() ** 6));
  const options = {
    ...plain,
    sampleWeights: sampleWeights && weightsOf(sampleWeights, rows, random),
    mask: mask && Array.from({ length: rows }, (_, i) => i % 3 !== 1),
  };
  const gradient = matrix(rows, cols, new memory(rows * cols));
  const z = logits(matrix(rows, cols, data));
  const total = sigmoidFocalLoss(z, y, { ...options, gamma, alpha, gradient, rowLosses: true });
  const truths = Array.from({ length: rows }, (_, row) => {
    const [start, end] = [row * cols, (row + 1) * cols];
    return sigmoidTruth(data.subarray(start, end), y.slice(start, end), row, rows, options, { gamma, alpha });
  });
  const choice = { range, ...plain, targets, sampleWeights, mask, gamma, alpha, memory: memory.name };
  return judge(total, truths, allowed, worst).map(
    (complaint) => `sigmoidFocalLoss ${index}: ${JSON.stringify(choice)}: ${complaint}`,
  );
}

/** What is wrong in one case, in words. */
export function sigmoidCase(index: number, allowed: Worst, worst: Worst): string[] {
  const choice = CHOICES[index % CHOICES.length];
  const turn = Math.floor(index / CHOICES.length);
  const [rows, cols] = SHAPES[turn % SHAPES.length];
  const range = RANGES[Math.floor(turn / SHAPES.length)];
  const random = randomOf(2, index);

  const data = choice.memory.from(logitsOf(range, rows, cols, random));
  const y = Array.from(data, () => (choice.targets === "hard" ? random.integer(2) : random.next() ** 6));
  const { targets: _, memory, posWeight, classWeights, sampleWeights, mask, ...plain } = choice;
  const flags = mask === "entries" ? rows * cols : rows;
  const options: SigmoidCrossEntropyOptions = {
    ...plain,
    posWeight: posWeight === "some" ? weightsOf("some", cols, random) : posWeight,
    classWeights: cols > 1 && classWeights ? weightsOf(classWeights, cols, random) : undefined,
    sampleWeights: sampleWeights && weightsOf(sampleWeights, rows, random),
    mask: mask && Array.from({ length: flags }, (_, i) => mask !== "all" && i % 3 !== 1),
  };
  const gradient = matrix(rows, cols, new memory(rows * cols));
  const total = sigmoidCrossEntropy(logits(matrix(rows, cols, data)), y, { ...options, gradient, rowLosses: true });
  const truths = Array.from({ length: rows }, (_, row) => {
    const [start, end] = [row * cols, (row + 1) * cols];
    return sigmoidTruth(data.subarray(start, end), y.slice(start, end), row, rows, options);
  });
  const bySimd = memory === Float32Array && !options.labelSmoothing;
  return judge(total, truths, allowed, worst, bySimd).map(
    (complaint) => `sigmoid ${index}: ${JSON.stringify({ range, ...choice, memory: memory.name })}: ${complaint}`,
  );
}
