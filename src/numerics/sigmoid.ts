import { brand, type Logits, type Probabilities } from "./kinds.js";
import { matrix } from "./matrix.js";

/**
 * The logistic function, 1 / (1 + e^-z), without overflow and with full relative precision on both sides.
 *
 * @param z a logit, or N x 1 (or N x K, label by label) logits
 * @returns the probability of the event; for a matrix a matrix of the same shape
 * @example
 * sigmoid(0); // 0.5
 */
export function sigmoid(z: number): number;
export function sigmoid(z: Logits): Probabilities;
export function sigmoid(z: number | Logits): number | Probabilities {
  if (typeof z === "number") return logistic(z);
  const result = matrix(z.rows, z.cols);
  for (let i = 0; i < z.data.length; i++) result.data[i] = logistic(z.data[i]);
  return brand("probabilities", result);
}

function logistic(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/**
 * log(1 + e^z), without overflow: the loss in nats of saying "no" with logit z when the answer is "yes", z negated.
 *
 * @example
 * softplus(0); // ln 2 = 0.6931471805599453
 * softplus(1000); // 1000
 */
export function softplus(z: number): number {
  return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
}

/**
 * log of the logistic function, log(1 / (1 + e^-z)) = -softplus(-z): finite where `Math.log(sigmoid(z))` is -Infinity.
 *
 * @example
 * logSigmoid(-1000); // -1000
 */
export function logSigmoid(z: number): number {
  return -softplus(-z);
}
