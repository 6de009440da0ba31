import { brand } from "../../numerics/kinds.js";
import { softplus } from "../../numerics/sigmoid.js";
import { logSoftmax } from "../../numerics/softmax.js";
import type { Case } from "./case.js";
import { type Reckoning, summedCoefficients } from "./reckoning.js";
import { binaryLosses, classLosses } from "./row-losses.js";

/** What `softmaxCrossEntropy`, `sigmoidCrossEntropy` and `logLoss` say: nothing clipped, the mean over the coefficients. */
export function ours(c: Case): Reckoning {
  const rowLosses = c.kind === "softmax" ? classLosses(c, classCosts(c)) : binaryLosses(c, binaryCost(c));
  return { rowLosses, ...summedCoefficients(c) };
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
