import { type LogLossOptions, logLoss } from "../../../src/loss/log-loss.js";
import { probabilities } from "../../../src/numerics/kinds.js";
import { matrix } from "../../../src/numerics/matrix.js";
import type { Random } from "../../../src/numerics/random.js";
import { combinations, distribution, randomOf, weightsOf } from "./cases.js";
import { judge, type Worst } from "./judge.js";
import { logLossTruth } from "./log-loss-truth.js";

const SHAPES = [
  [1, 1],
  [5, 1],
  [1, 2],
  [4, 3],
  [1, 17],
  [0, 1],
] as const;

const CHOICES = combinations({
  targets: ["index", "oneHot", "soft"],
  range: ["ordinary", "confident", "certain"],
  sampleWeights: [undefined, "some", "wild"],
  mask: [undefined, "some", "all"],
  clip: [undefined, 1e-3, 1e-15],
  normalise: [false, true],
} as const);

/** How many cases the whole table has: every combination of options with every shape, ten times. */
export const LOG_LOSS_CASES = CHOICES.length * SHAPES.length * 10;

/** What is wrong in one case, in words. */
export function logLossCase(index: number, allowed: Worst, worst: Worst): string[] {
  const choice = CHOICES[index % CHOICES.length];
  const [rows, cols] = SHAPES[Math.floor(index / CHOICES.length) % SHAPES.length];
  const random = randomOf(3, index);

  const p = Array.from({ length: rows }, () => stated(choice.range, cols, random));
  const indices = Array.from({ length: rows }, () => random.integer(Math.max(2, cols)));
  const oneHot = indices.map((index) => Array.from({ length: cols }, (_, k) => Number(k === index)));
  const soft = p.map(() => (cols === 1 ? random.next() : distribution(cols, random)));
  const { targets: kind, range, sampleWeights, mask, ...plain } = choice;
  const targets = kind === "soft" ? soft : kind === "index" || cols === 1 ? indices : oneHot;
  const options: LogLossOptions = {
    ...plain,
    normalise: plain.normalise && cols > 1,
    sampleWeights: sampleWeights && weightsOf(sampleWeights, rows, random),
    mask: mask && Array.from({ length: rows }, (_, row) => mask === "some" && row % 2 === 1),
  };
  const rowsOfP = rows === 0 ? probabilities(matrix(0, cols)) : p;
  const total = logLoss(rowsOfP as number[][], targets as number[], { ...options, rowLosses: true });
  const truths = p.map((row, i) => logLossTruth(row, targets[i] as number, i, options));
  const complaints = judge(total, truths, allowed, worst);
  for (const name of ["clipped", "normalised"] as const) {
    const expected = truths.filter((truth) => truth[name]).length;
    if (total[name] !== expected) complaints.push(`${name} is ${total[name]}; expected ${expected}`);
  }
  return complaints.map((complaint) => `logLoss ${index}: ${JSON.stringify(choice)}: ${complaint}`);
}

function stated(range: string, cols: number, random: Random): number[] {
  if (cols === 1) {
    if (range === "ordinary") return [random.next()];
    const small = range === "certain" ? 0 : 10 ** (-320 * random.next());
    return [random.next() < 0.5 ? small : 1 - small];
  }
  if (range === "ordinary") return distribution(cols, random);
  const k = random.integer(cols);
  return Array.from({ length: cols }, (_, j) =>
    j === k ? 1 : range === "certain" ? 0 : 10 ** (-40 - 280 * random.next()),
  );
}
