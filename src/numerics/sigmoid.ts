import { describeValue } from "./describe-value.js";
import { brand, checkedLogits, type Logits, type Probabilities } from "./kinds.js";
import { isMatrix, matrix } from "./matrix.js";

/**
 * The logistic function, 1 / (1 + e^-z), without overflow and with full relative precision on both sides.
 *
 * @param z a logit, or N x 1 (or N x K, label by label) logits
 * @returns the probability of the event, NaN for NaN; for a matrix a matrix of the same shape
 * @throws TypeError when z is neither a number nor a matrix, or a matrix of another kind
 * @throws RangeError when a matrix has NaN, naming its row and column
 * @example
 * sigmoid(0); // 0.5
 * @see Cox: The regression analysis of binary sequences (1958)
 */
export function sigmoid(z: number): number;
export function sigmoid(z: Logits): Probabilities;
export function sigmoid(z: number | Logits): number | Probabilities {
  if (typeof z === "number") return logistic(z);
  if (!isMatrix(z)) throw new TypeError(`sigmoid: z is ${describeValue(z)}; expected a number or a matrix of logits`);
  const { rows, cols, data } = checkedLogits("sigmoid: z", z);
  const result = matrix(rows, cols);
  for (let i = 0; i < data.length; i++) result.data[i] = logistic(data[i]);
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
 * @param z a logit
 * @returns 0 or more, in nats; NaN for NaN
 * @throws TypeError when z is no number
 * @example
 * softplus(0); // 0.6931471805599453
 * softplus(1000); // 1000
 * @see Dugas et al.: Incorporating second-order functional knowledge for better option pricing (2000), for the name;
 * Maechler: Accurately computing log(1 - exp(-|a|)) (2012), for log(1 + e^z)
 */
export function softplus(z: number): number {
  if (typeof z !== "number") throw new TypeError(`softplus: z is ${describeValue(z)}; expected a number`);
  return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
}

/**
 * log of the logistic function, log(1 / (1 + e^-z)) = -softplus(-z): finite where `Math.log(sigmoid(z))` is -Infinity.
 *
 * @param z a logit
 * @returns 0 or less, in nats; NaN for NaN
 * @throws TypeError when z is no number
 * @example
 * logSigmoid(-1000); // -1000
 * @see Maechler: Accurately computing log(1 - exp(-|a|)) (2012), for log(1 + e^z)
 */
export function logSigmoid(z: number): number {
  if (typeof z !== "number") throw new TypeError(`logSigmoid: z is ${describeValue(z)}; expected a number`);
  return -softplus(-z);
}
