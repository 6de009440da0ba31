/**
 * What must not compile: never run, only checked by `npm run types`. A line that starts to compile leaves an unused
 * `@ts-expect-error` behind, which is an error.
 */
import { entropy } from "../../src/information/entropy.js";
import { logLoss } from "../../src/loss/log-loss.js";
import { sigmoidCrossEntropy } from "../../src/loss/sigmoid-cross-entropy.js";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.js";
import type { Total } from "../../src/loss/total.js";
import { type Logits, logits, logProbabilities, type Probabilities, probabilities } from "../../src/numerics/kinds.js";
import { fromRows, type Matrix, matrix } from "../../src/numerics/matrix.js";
import { sigmoid } from "../../src/numerics/sigmoid.js";
import { logSoftmax, softmax } from "../../src/numerics/softmax.js";
import type { TrainingLoss } from "../../src/training/training-loss.js";

declare const z: Logits;
declare const p: Probabilities;
const y = [0, 1];

// A double softmax or sigmoid.
// @ts-expect-error: probabilities are no logits
softmaxCrossEntropy(softmax(z), y);
// @ts-expect-error: log-probabilities are no logits
softmaxCrossEntropy(logSoftmax(z), y);
// @ts-expect-error: probabilities are no logits
sigmoidCrossEntropy(sigmoid(z), y);
// @ts-expect-error: probabilities are no logits
softmax(softmax(z));
// @ts-expect-error: probabilities are no logits
sigmoid(p);
// @ts-expect-error: probabilities are no logits
logits(p);

// Logits where probabilities are meant.
// @ts-expect-error: logits are no probabilities
logLoss(z, y);
// @ts-expect-error: logits are no probabilities
logLoss(logits([[1, 2]]), y);
// @ts-expect-error: log-probabilities are no probabilities
probabilities(logProbabilities([[0]]));

// A matrix that nobody has said the kind of.
// @ts-expect-error: it could be either
softmaxCrossEntropy(matrix(2, 2), y);
// @ts-expect-error: it could be either
logLoss(fromRows([[1]]), y);

// Targets first.
// @ts-expect-error: the logits come first
softmaxCrossEntropy(y, z);
// @ts-expect-error: targets are no logits
sigmoidCrossEntropy(y, z);
// @ts-expect-error: the probabilities come first
logLoss(y, p);
// @ts-expect-error: index targets are no rows of logits
softmaxCrossEntropy(y, [[1, 2]]);

// Options that a loss does not have.
// @ts-expect-error: a single column has no classes to weigh against each other
sigmoidCrossEntropy(new Float64Array(2), y, { classWeights: [1], gradient: true });
// @ts-expect-error: a single column has no classes to weigh against each other
sigmoidCrossEntropy([1], [1], { classWeights: [1] });
// @ts-expect-error: posWeight goes with the sigmoid
softmaxCrossEntropy([[1, 2]], [1], { posWeight: 2 });
// @ts-expect-error: probabilities have no gradient to fill
logLoss([0.5], [1], { gradient: true });
// @ts-expect-error: probabilities of several classes are no targets of a single column
logLoss([0.5], p);
// @ts-expect-error: text is no number
entropy(["0.5", "0.5"]);

// What must compile: a gradient that was asked for is there, one that was not may be missing.
export const asked: Matrix = softmaxCrossEntropy(z, y, { gradient: true }).gradient;
export const given: Matrix = sigmoidCrossEntropy([0], [1], { gradient: matrix(1, 1) }).gradient;
// @ts-expect-error: it was not asked for
export const missing: Matrix = softmaxCrossEntropy(z, y).gradient;
export const softTargets: Total[] = [
  softmaxCrossEntropy(z, p),
  softmaxCrossEntropy(z, [[0.5, 0.5]]),
  softmaxCrossEntropy(z, matrix(1, 2)),
  sigmoidCrossEntropy(z, p),
  sigmoidCrossEntropy(z, matrix(1, 2)),
  sigmoidCrossEntropy([[0, 2]], [[1, 0]]),
  logLoss([0.8], [[1]]),
];
export const kept: Logits = logits(matrix(1, 2));
export const losses: TrainingLoss[] = [softmaxCrossEntropy, sigmoidCrossEntropy];
