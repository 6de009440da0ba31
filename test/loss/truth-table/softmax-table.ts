import { polyLoss } from "../../../src/loss/poly-loss.js";
import { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from "../../../src/loss/softmax-cross-entropy.js";
import { softmaxFocalLoss } from "../../../src/loss/softmax-focal-loss.js";
import type { SoftmaxTargets } from "../../../src/loss/softmax-inputs.js";
import type { Total } from "../../../src/loss/total.js";
import { type Logits, logits } from "../../../src/numerics/kinds.js";
import { matrix } from "../../../src/numerics/matrix.js";
import type { Random } from "../../../src/numerics/random.js";
import { combinations, distribution, logitsOf, RANGES, randomOf, weightsOf } from "./cases.js";
import { type ClassTermTruth, focalTruth, polyTruth } from "./class-term-truth.js";
import { judge, type Worst } from "./judge.js";
import { softmaxTruth } from "./softmax-truth.js";

const SHAPES = [
  [1, 2],
  [1, 7],
  [4, 3],
  [1, 17],
  [0, 3],
] as const;

const CHOICES = combinations({
  targets: ["index", "oneHot", "soft"],
  labelSmoothing: [0, 0.1, 1],
  classWeights: [undefined, "some", "wild"],
  sampleWeights: [undefined, "some"],
  mask: [undefined, "some", "all"],
  ignoreIndex: [undefined, -100],
  temperature: [undefined, 0.7, 3],
  softcap: [undefined, 5],
  zLoss: [undefined, 0.01],
  gradientScale: [undefined, -0.3],
  memory: [Float64Array, Float32Array],
} as const).filter(({ targets, ignoreIndex }) => targets === "index" || ignoreIndex === undefined);

/** Fewer of them, for the losses that have other terms in the place of -log p, each with four numbers of its own. */
const TERM_CHOICES = combinations({
  targets: ["index", "oneHot", "soft"],
  labelSmoothing: [0, 0.1],
  classWeights: [undefined, "some"],
  sampleWeights: [undefined, "wild"],
  mask: [undefined, "some"],
  ignoreIndex: [undefined, -100],
  temperature: [undefined, 0.7],
  softcap: [undefined, 5],
  zLoss: [undefined, 0.01],
  number: [0, 1, 2, 3],
  memory: [Float64Array, Float32Array],
} as const).filter(({ targets, ignoreIndex }) => targets === "index" || ignoreIndex === undefined);
const GAMMAS = [0, 0.5, 2, 5];
const EPSILONS = [0, 2, -0.5, -1];

/** How many cases the whole tables have: every combination of options at four shapes and ranges, or one, in turn. */
export const SOFTMAX_CASES = CHOICES.length * 4;
export const TERM_CASES = TERM_CHOICES.length;

/** What is wrong in one case, in words. */
export function softmaxCase(index: number, allowed: Worst, worst: Worst): string[] {
  const choice = CHOICES[Math.floor(index / 4)];
  const turn = Math.floor(index / 4) * 7 + (index % 4) * 11;
  return judgeCase(
    `softmax ${index}`,
    randomOf(1, index),
    turn,
    choice,
    softmaxCrossEntropy,
    undefined,
    allowed,
    worst,
  );
}

export function softmaxFocalCase(index: number, allowed: Worst, worst: Worst): string[] {
  const { number, ...choice } = TERM_CHOICES[index];
  const gamma = GAMMAS[number];
  const loss: SoftmaxLoss = (z, targets, options) => softmaxFocalLoss(z, targets, { ...options, gamma });
  const name = `softmaxFocalLoss ${index}, gamma ${gamma}`;
  return judgeCase(
    name,
    randomOf(4, index),
    index,
    choice,
    loss,
    gamma === 0 ? undefined : focalTruth(gamma),
    allowed,
    worst,
  );
}

export function polyCase(index: number, allowed: Worst, worst: Worst): string[] {
  const { number, ...choice } = TERM_CHOICES[index];
  const epsilon = EPSILONS[number];
  const loss: SoftmaxLoss = (z, targets, options) => polyLoss(z, targets, { ...options, epsilon });
  const name = `polyLoss ${index}, epsilon ${epsilon}`;
  return judgeCase(
    name,
    randomOf(5, index),
    index,
    choice,
    loss,
    epsilon === 0 ? undefined : polyTruth(epsilon),
    allowed,
    worst,
  );
}

type SoftmaxLoss = (z: Logits, targets: SoftmaxTargets, options: SoftmaxCrossEntropyOptions) => Total;

interface Choice {
  readonly targets: "index" | "oneHot" | "soft";
  readonly labelSmoothing: number;
  readonly classWeights: "some" | "wild" | undefined;
  readonly sampleWeights: "some" | "wild" | undefined;
  readonly mask: "some" | "all" | undefined;
  readonly ignoreIndex: number | undefined;
  readonly temperature: number | undefined;
  readonly softcap: number | undefined;
  readonly zLoss: number | undefined;
  readonly gradientScale?: number;
  readonly memory: typeof Float64Array | typeof Float32Array;
}

function judgeCase(
  name: string,
  random: Random,
  turn: number,
  choice: Choice,
  loss: SoftmaxLoss,
  term: ClassTermTruth | undefined,
  allowed: Worst,
  worst: Worst,
): string[] {
  const [rows, cols] = SHAPES[turn % SHAPES.length];
  const range = RANGES[Math.floor(turn / SHAPES.length) % RANGES.length];
  const data = choice.memory.from(logitsOf(range, rows, cols, random));
  const finite = choice.zLoss !== undefined && choice.softcap === undefined;
  // float32 makes infinities of large numbers; a row may have one at the most, and none with zLoss.
  for (let i = 0; i < data.length; i++) {
    if (data[i] === Number.POSITIVE_INFINITY && (finite || range !== "infinite")) data[i] = 3e38 * random.next();
    else if (data[i] === Number.NEGATIVE_INFINITY && range !== "infinite") data[i] = -3e38 * random.next();
  }
  const indices = Array.from({ length: rows }, () => random.integer(cols));
  const soft = Array.from({ length: rows }, () => distribution(cols, random));
  if (choice.ignoreIndex !== undefined) for (let row = 0; row < rows; row += 3) indices[row] = choice.ignoreIndex;
  const oneHot = indices.map((index) => Array.from({ length: cols }, (_, k) => Number(k === index)));
  const { targets: kind, memory, classWeights, sampleWeights, mask, ...plain } = choice;
  const targets = kind === "index" ? indices : kind === "soft" ? soft : oneHot;
  const options: SoftmaxCrossEntropyOptions = {
    ...plain,
    classWeights: classWeights && weightsOf(classWeights, cols, random),
    sampleWeights: sampleWeights && weightsOf(sampleWeights, rows, random),
    mask: mask && Array.from({ length: rows }, (_, row) => mask === "some" && row % 2 === 1),
  };
  const gradient = matrix(rows, cols, new memory(rows * cols));
  const nested = targets as number[];
  const total = loss(logits(matrix(rows, cols, data)), rows === 0 ? matrix(0, cols) : nested, {
    ...options,
    ignoreIndex: rows === 0 ? undefined : options.ignoreIndex,
    gradient,
    rowLosses: true,
  });
  const truths = indices.map((_, row) =>
    softmaxTruth(data.subarray(row * cols, (row + 1) * cols), targets[row], row, options, term),
  );
  const bySimd = memory === Float32Array && !term && !options.softcap;
  return judge(total, truths, allowed, worst, bySimd).map(
    (complaint) => `${name}: ${JSON.stringify({ range, ...choice, memory: memory.name })}: ${complaint}`,
  );
}
