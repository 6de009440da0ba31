import { brand } from "../../numerics/kinds.js";
import { softplus } from "../../numerics/sigmoid.js";
import { logSoftmax, logSumExp } from "../../numerics/softmax.js";
import type { Case } from "./case.js";
import { byRow, type Reckoning, summedCoefficients } from "./reckoning.js";
import { binaryLosses, classLosses } from "./row-losses.js";

/** What `softmaxCrossEntropy`, `sigmoidCrossEntropy` and `logLoss` say: nothing clipped, the mean over the coefficients. */
export function ours(c: Case): Reckoning {
  const divisor = summedCoefficients(c);
  const losses = c.kind === "softmax" ? classLosses(c, classCosts(c)) : binaryLosses(c, binaryCost(c));
  return { rowLosses: c.zLoss > 0 ? withZLoss(c, losses, divisor.rowWeights) : losses, ...divisor };
}

/** Adds log Z squared to every -log p. */
function withZLoss(c: Case, losses: Float64Array, weights: Float64Array): Float64Array {
  const { data, cols } = c.predictions;
  return byRow(c, (row) => {
    const logZ = logSumExp(data.subarray(row * cols, (row + 1) * cols));
    return losses[row] + (weights[row] === 0 ? 0 : c.zLoss * weights[row] * logZ ** 2);
  });
}

/** -log p of every entry. */
function classCosts({ given, predictions }: Case): (i: number) => number {
  if (given === "probabilities") return (i) => -Math.log(predictions.data[i]);
  const logP = logSoftmax(brand("logits", predictions)).data;
  return (i) => -logP[i];
}

function binaryCost({ given, predictions, posWeight }: Case): (i: number, y: number) => number {
  const x = predictions.data;
  const yes = given === "logits" ? (i: number) => softplus(-x[i]) : (i: number) => -Math.log(x[i]);
  const no = given === "logits" ? (i: number) => softplus(x[i]) : (i: number) => -Math.log1p(-x[i]);
  return (i, y) => (y * posWeight > 0 ? posWeight * y * yes(i) : 0) + (y < 1 ? (1 - y) * no(i) : 0);
}
